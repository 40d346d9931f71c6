using Bunit;
using Kundbok.Client;
using Kundbok.Portal.Settings;

namespace Kundbok.Portal.Tests.Settings;

public sealed class UserSettingsTests(LiquidationServer server) : IClassFixture<LiquidationServer>
{
    private readonly string _id = Guid.NewGuid().ToString("N")[..12];

    [Fact]
    public async Task Whoever_is_added_signs_in_with_the_password_that_is_shown_once()
    {
        await using var context = await SignedInContext.OfAdminAsync(server, $"maja-{_id}");
        var page = await context.ShowAsync<UserSettings>();

        page.Button("Add a user").Click();
        page.Field("User name").Input($"nils-{_id}");
        page.Field("Name").Input("Nils");
        page.Field("E-mail").Input("nils@example.com");
        page.Find("#user-form").Submit();

        page.ShouldSay("This is shown once.");
        var password = page.Find("#shown-secret").GetAttribute("value")!;
        password.Length.ShouldBe(23);
        (await new KundbokClient(server.Anonymous()).LoginAsync($"nils-{_id}", password)).Token.ShouldNotBeEmpty();
        page.Button("Copy").Click();
        page.WaitForAssertion(() => context.BrowserModule.Invocations["copy"].ShouldHaveSingleItem().Arguments.ShouldBe([password]));
        page.Button("Done").Click();
        page.WaitForAssertion(() => page.Rows("table").Select(row => string.Join('|', row[..4])).ShouldBe([$"maja-{_id}you|Maja|maja@example.com|Admin", $"nils-{_id}|Nils|nils@example.com|Member"]));
        page.Markup.ShouldNotContain(password);
    }

    [Fact]
    public async Task What_was_typed_stays_when_the_server_refuses_it()
    {
        await using var context = await SignedInContext.OfAdminAsync(server, $"maja-{_id}");
        var page = await context.ShowAsync<UserSettings>();
        page.Button("Add a user").Click();
        page.Field("User name").Input($"maja-{_id}");
        page.Field("Name").Input("Another Maja");
        page.Field("Password").Input("kort");

        page.Find("#user-form").Submit();
        page.ShouldSay("#new-password-said", "At least 10 characters.");
        page.Find("#new-password").GetAttribute("aria-invalid").ShouldBe("true");

        page.Button("Another").Click();
        page.Find("#user-form").Submit();
        page.ShouldSay("Choose another.");

        context.IsFailing = request => request == "POST /users";
        page.Find("#user-form").Submit();
        page.ShouldSay("Nothing that you typed is lost");

        (page.Field("User name").GetAttribute("value"), page.Field("Name").GetAttribute("value")).ShouldBe(($"maja-{_id}", "Another Maja"));
        context.IsFailing = _ => false;
        page.Field("User name").Input($"nils-{_id}");
        page.Find("#user-form").Submit();
        page.ShouldSay("This is shown once.");
    }

    [Fact]
    public async Task A_user_is_changed_gets_a_new_password_and_is_removed()
    {
        await using var context = await SignedInContext.OfAdminAsync(server, $"maja-{_id}");
        await context.Client.Users.CreateAsync(new NewUser($"nils-{_id}", "Sommarkväll-i-Umeå") { Name = "Nils" });
        var page = await context.ShowAsync<UserSettings>();

        page.Button($"Change nils-{_id}").Click();
        page.Field("Name").Input("Nisse");
        page.Field("Admin").Change(true);
        page.Find("#user-form").Submit();
        page.WaitForAssertion(() => page.Rows("table")[1][1..4].ShouldBe(["Nisse", "", "Admin"]));

        page.Button($"New password for nils-{_id}").Click();
        page.Find("#password-form").Submit();
        page.ShouldSay("This is shown once.");
        (await new KundbokClient(server.Anonymous()).LoginAsync($"nils-{_id}", page.Find("#shown-secret").GetAttribute("value")!)).Token.ShouldNotBeEmpty();
        page.Button("Done").Click();

        page.Button($"Remove maja-{_id}").HasAttribute("disabled").ShouldBeTrue();
        page.Button($"Remove nils-{_id}").Click();
        page.ShouldSay($"Remove nils-{_id}?");
        page.Button("Remove").Click();
        page.WaitForAssertion(() => page.Rows("table").Length.ShouldBe(1));
    }

    [Fact]
    public async Task A_removal_that_fails_says_so_where_it_was_asked_for()
    {
        await using var context = await SignedInContext.OfAdminAsync(server, $"maja-{_id}");
        await context.Client.Users.CreateAsync(new NewUser($"nils-{_id}", "Sommarkväll-i-Umeå"));
        var page = await context.ShowAsync<UserSettings>();
        page.Button($"Remove nils-{_id}").Click();
        page.Button("Remove");
        await context.Client.Users.DeleteAsync($"nils-{_id}");

        page.Button("Remove").Click();

        page.ShouldSay(".mud-dialog [role=alert]", "The user has been removed meanwhile.");
        page.Button("Cancel").Click();
        page.WaitForAssertion(() => page.FindAll(".mud-dialog").ShouldBeEmpty());
    }
}
