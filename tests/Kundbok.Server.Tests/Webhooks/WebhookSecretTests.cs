using Kundbok.Server.Webhooks;

namespace Kundbok.Server.Tests.Webhooks;

public sealed class WebhookSecretTests
{
    [Fact]
    public void A_new_secret_is_32_bytes_and_like_no_other()
    {
        var secret = WebhookSecret.Create();

        secret.Key.Length.ShouldBe(32);
        secret.ToText().ShouldStartWith("whsec_");
        WebhookSecret.Create().ToText().ShouldNotBe(secret.ToText(), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(32)]
    [InlineData(64)]
    public void A_chosen_secret_is_taken_as_it_is(int bytes)
    {
        var text = "whsec_" + Convert.ToBase64String(Enumerable.Range(200, bytes).Select(i => (byte)i).ToArray());

        WebhookSecret.TryParse(text, out var secret).ShouldBeTrue();

        secret.ToText().ShouldBe(text);
        new WebhookSecret(secret.Key).ToText().ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")] // no prefix
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")] // of another scheme
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa==")] // 22 bytes
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS=")] // 23 bytes
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjU PD8ILPZIo2LaLaSw")]
    [InlineData(" whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAA")] // no padding
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAB==")] // bits that mean nothing
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_")] // base64url
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS\u00e4")]
    public void What_is_no_secret_is_refused(string? text) => WebhookSecret.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(23)]
    [InlineData(65)]
    [InlineData(5000)]
    public void A_secret_of_another_length_is_refused(int bytes)
    {
        WebhookSecret.TryParse("whsec_" + Convert.ToBase64String(new byte[bytes]), out _).ShouldBeFalse();
        Should.Throw<ArgumentOutOfRangeException>(() => new WebhookSecret(new byte[bytes]));
    }

    [Fact]
    public void What_is_shown_of_a_secret_is_not_the_secret() => $"{WebhookSecret.Create()}".ShouldBe("whsec_…");
}
