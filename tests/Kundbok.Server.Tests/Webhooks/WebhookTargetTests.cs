using Kundbok.Server.Webhooks;

namespace Kundbok.Server.Tests.Webhooks;

public sealed class WebhookTargetTests
{
    private static readonly TargetGuard Strict = new(new WebhookSettings());
    private static readonly TargetGuard Open = new(new WebhookSettings { AllowPrivateTargets = true });

    [Theory]
    [InlineData("https://shop.example/kundbok")]
    [InlineData("https://shop.example")]
    [InlineData("https://shop.example:8443/kundbok?key=1&to=a%20b")]
    [InlineData("HTTPS://Shop.Example/")]
    [InlineData("https://b\u00fccher.example/\u00e5")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://[2606:4700::1111]:444/")]
    [InlineData("https://localhost.example/")]
    [InlineData("https://notlocalhost/")] // what it resolves to is looked at later
    public void An_address_on_the_internet_is_taken(string text)
    {
        WebhookTarget.TryParse(text, Strict, out var target, out var problem).ShouldBeTrue(problem);

        target.Address.ShouldBe(new Uri(text));
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.0.0.1./")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://0x7f.0x0.0x0.0x1/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://127.0.1/")]
    [InlineData("https://127\u30020.0.1/")] // an ideographic full stop
    [InlineData("https://0/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://192.168.1.1:8443/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[0:0:0:0:0:0:0:1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[::ffff:a00:1]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://[2002:7f00:1::]/")]
    [InlineData("https://localhost/")]
    [InlineData("https://LocalHost./")]
    [InlineData("https://a.localhost/")]
    public void An_address_of_this_machine_or_a_private_network_is_refused_unless_the_operator_allows_it(string text)
    {
        WebhookTarget.TryParse(text, Strict, out _, out var problem).ShouldBeFalse();

        problem.ShouldContain("Webhooks:AllowPrivateTargets");
        WebhookTarget.TryParse(text, Open, out _, out problem).ShouldBeTrue(problem);
    }

    [Theory]
    [InlineData("http://shop.example/")]
    [InlineData("http://localhost/")]
    [InlineData("http://127.0.0.1:5080/")]
    public void Plain_HTTP_is_refused_unless_the_operator_allows_it(string text)
    {
        WebhookTarget.TryParse(text, Strict, out _, out var problem).ShouldBeFalse();

        problem.ShouldContain("https://");
        WebhookTarget.TryParse(text, Open, out _, out problem).ShouldBeTrue(problem);
    }

    [Theory]
    [InlineData(null, "needs an address")]
    [InlineData("", "needs an address")]
    [InlineData("shop.example/kundbok", "must be whole")]
    [InlineData("/kundbok", "must be whole")]
    [InlineData("//shop.example/", "must be whole")]
    [InlineData("ftp://shop.example/", "must be whole")]
    [InlineData("file:///etc/passwd", "must be whole")]
    [InlineData("gopher://shop.example/", "must be whole")]
    [InlineData("javascript:alert(1)", "must be whole")]
    [InlineData("https://", "must be whole")]
    [InlineData("https:///kundbok", "must be whole")]
    [InlineData("https://shop.example:99999/", "must be whole")]
    [InlineData("https://[::1/", "must be whole")]
    [InlineData("https://%31%32%37.0.0.1/", "must be whole")]
    [InlineData("https://user@shop.example/", "user name")]
    [InlineData("https://user:secret@shop.example/", "user name")]
    [InlineData("https://shop.example/#part", "fragment")]
    [InlineData("https://shop.example/#", "fragment")]
    [InlineData("https://shop.example/a b", "white space")]
    [InlineData(" https://shop.example/", "white space")]
    [InlineData("https://shop.example/\r\nX: y", "white space")]
    [InlineData("https://shop.example/\u0000", "white space")]
    public void What_is_no_target_is_refused_with_what_to_do(string? text, string problem)
    {
        foreach (var guard in (TargetGuard[])[Strict, Open])
        {
            WebhookTarget.TryParse(text, guard, out _, out var told).ShouldBeFalse();
            told.ShouldContain(problem);
            told.ShouldNotContain("secret");
        }
    }

    [Fact]
    public void A_target_has_2000_characters_at_the_most_also_when_they_are_sent()
    {
        const string Start = "https://shop.example/";

        WebhookTarget.TryParse(Start + new string('a', 2000 - Start.Length), Strict, out _, out _).ShouldBeTrue();
        WebhookTarget.TryParse(Start + new string('a', 2001 - Start.Length), Strict, out _, out var problem).ShouldBeFalse();
        problem.ShouldContain("2000 characters");
        WebhookTarget.TryParse(Start + new string('\u00e5', 500), Strict, out _, out problem).ShouldBeFalse();
        problem.ShouldContain("2000 characters");
    }

    [Fact]
    public void A_host_that_is_too_long_to_be_a_name_is_refused()
    {
        var host = string.Join('.', Enumerable.Repeat("abcdefghi", 30));

        WebhookTarget.TryParse($"https://{host}/", Strict, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void What_is_shown_of_a_target_is_the_host()
    {
        WebhookTarget.TryParse("https://shop.example/a-secret?key=a-secret", Strict, out var target, out _).ShouldBeTrue();

        $"{target}".ShouldBe("shop.example");
    }
}
