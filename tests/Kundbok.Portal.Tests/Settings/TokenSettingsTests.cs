using Bunit;
using Kundbok.Client;
using Kundbok.Portal.Settings;

namespace Kundbok.Portal.Tests.Settings;

public sealed class TokenSettingsTests(LiquidationServer server) : IClassFixture<LiquidationServer>
{
    [Fact]
    public async Task A_token_is_made_for_what_was_chosen_shown_once_and_revoked()
    {
        await using var context = await SignedInContext.OfAsync(server);
        var page = await context.ShowAsync<TokenSettings>();
        page.Button("New token").Click();
        page.Field("Name").Input("Butiken");
        page.Field("customers:read").Change(false);

        page.Find("#token-form").Submit();
        page.ShouldSay("Choose at least one.");
        page.Field("lookup").Change(true);
        page.Field("customers:write").Change(true);
        page.Field("Good for").Change("30");
        page.Find("#token-form").Submit();

        page.ShouldSay("This is shown once.");
        var token = page.Find("#shown-secret").GetAttribute("value")!;
        await new KundbokClient(server.Anonymous(), new KundbokClientOptions { Token = token }).GetMeAsync();
        page.Button("Done").Click();
        var made = (await context.Client.Tokens.ListAsync()).Single(one => one.Name == "Butiken");
        made.Scopes.ShouldBe(["customers:write", "lookup"]);
        page.WaitForAssertion(() => page.Rows("table").Where(row => row[0] == "Butiken").ShouldHaveSingleItem()[1..3].ShouldBe([$"…{made.Id[^4..]}", "customers:write, lookup"]));

        page.Button("Revoke Butiken").Click();
        page.ShouldSay("Revoke Butiken?");
        page.Button("Revoke").Click();
        page.WaitForAssertion(() => page.Rows("table").Single(row => row[0] == "Butiken")[^1].ShouldBe("Revoked"));
    }

    [Fact]
    public async Task Whoever_is_signed_in_is_listed_apart()
    {
        var name = $"maja-{Guid.NewGuid():N}";
        await using var context = await SignedInContext.OfAdminAsync(server, name);

        var page = await context.ShowAsync<TokenSettings>();

        page.ShouldSay("No program has a token yet.");
        page.Find("summary").TextContent.ShouldBe("1 signed in");
        page.Rows("details table").ShouldHaveSingleItem()[0].ShouldBe(name);
    }

    [Fact]
    public async Task A_list_that_does_not_come_can_be_asked_for_again()
    {
        await using var context = await SignedInContext.OfAsync(server);
        context.IsFailing = request => request == "GET /tokens";
        var page = await context.ShowAsync<TokenSettings>();
        page.ShouldSay("Something went wrong in the server");

        context.IsFailing = _ => false;
        page.Button("Try again").Click();

        page.WaitForAssertion(() => page.Rows("table").Length.ShouldBe(1));
    }
}
