using System.Text;
using Kundbok.Server.Webhooks;

namespace Kundbok.Server.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1614265330;
    private const string Body = """{"test": 2432232314}""";

    // The vector "sign function works" of the reference libraries (github.com/standard-webhooks/standard-webhooks, libraries/javascript),
    // which OpenSSL computes as well.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    [Fact]
    public void The_published_vector_is_signed_as_published() => Sign([Parse(Secret)], Id, Body).ShouldBe(Signature);

    [Fact]
    public void Two_secrets_give_two_signatures_in_their_order()
    {
        var other = WebhookSecret.Create();

        Sign([other, Parse(Secret)], Id, Body).ShouldBe($"{Sign([other], Id, Body)} {Signature}");
    }

    [Fact]
    public void Whatever_changes_the_signature_changes()
    {
        var secret = Parse(Secret);

        Sign([secret], "msg_2", Body).ShouldNotBe(Signature, StringComparer.Ordinal);
        Sign([secret], Id, Body + " ").ShouldNotBe(Signature, StringComparer.Ordinal);
        Sign([WebhookSecret.Create()], Id, Body).ShouldNotBe(Signature, StringComparer.Ordinal);
        WebhookSignature.Sign([secret], Id, Timestamp + 1, Encoding.UTF8.GetBytes(Body)).ShouldNotBe(Signature, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("msg.1")]
    [InlineData("msg 1")]
    [InlineData("msg\r\n1")]
    [InlineData("m\u00e41")]
    public void An_id_that_could_be_taken_for_more_than_the_id_is_a_fault(string id) => Should.Throw<ArgumentException>(() => Sign([Parse(Secret)], id, Body));

    [Fact]
    public void A_message_without_a_secret_is_a_fault() => Should.Throw<ArgumentException>(() => Sign([], Id, Body));

    private static string Sign(IReadOnlyList<WebhookSecret> secrets, string id, string body) => WebhookSignature.Sign(secrets, id, Timestamp, Encoding.UTF8.GetBytes(body));

    private static WebhookSecret Parse(string text) => WebhookSecret.TryParse(text, out var secret) ? secret : throw new ArgumentException("No secret.", nameof(text));
}
