namespace Kundbok.Client.Tests;

/// <summary>Users, tokens and accounts with sources, and figures, through the real server.</summary>
public sealed class AdministrationTests(ClientServer server) : IClassFixture<ClientServer>
{
    [Fact]
    public async Task A_user_is_added_changed_and_removed()
    {
        var merchant = await server.AddMerchantAsync();
        var client = server.ClientWith(await server.TokenAsync(merchant));
        var (maja, nils) = ($"maja-{merchant}", $"nils {merchant}");
        await client.Users.CreateAsync(new NewUser(maja, "Vinterkväll-i-Umeå") { IsAdmin = true });

        var added = await client.Users.CreateAsync(new NewUser(nils, "Vinterkväll-i-Umeå") { Name = "Nils", Email = "nils@example.com" });
        (added.UserName, added.Name, added.Email, added.Role).ShouldBe((nils, "Nils", "nils@example.com", "member"));
        var changed = await client.Users.UpdateAsync(nils, new UserPatch { Name = "Nisse", IsAdmin = true, Password = "Sommarkväll-i-Umeå" });
        (changed.Name, changed.Email, changed.Role).ShouldBe(("Nisse", "nils@example.com", "admin"));
        (await server.ClientWith(null).LoginAsync(nils, "Sommarkväll-i-Umeå")).Token.ShouldNotBeEmpty();
        (await client.Users.ListAsync()).Select(user => user.UserName).ShouldBe([maja, nils], ignoreOrder: true);

        await client.Users.DeleteAsync(nils);
        await client.Users.DeleteAsync(nils).RefusedAsync(ProblemCode.UserNotFound);
        await client.Users.DeleteAsync(maja).RefusedAsync(ProblemCode.LastAdmin);
        (await client.Users.CreateAsync(new NewUser(maja, "Vinterkväll-i-Umeå")).RefusedAsync(ProblemCode.UserNameTaken)).Message.ShouldNotContain("Umeå");
        (await client.Users.CreateAsync(new NewUser(nils, "kort")).RefusedAsync(ProblemCode.InvalidUser)).Errors.Keys.ShouldBe(["password"]);
    }

    [Fact]
    public async Task A_token_is_made_used_and_revoked()
    {
        var client = await server.NewClientAsync();

        var made = await client.Tokens.CreateAsync(new NewToken(["customers:read"]) { Name = "Bokföring", Days = 30 });

        (made.Name, string.Join(' ', made.Scopes), made.UserName, made.Revoked).ShouldBe(("Bokföring", "customers:read", null, null));
        (await server.ClientWith(made.Token).Customers.CountAsync()).ShouldBe(0);
        var listed = (await client.Tokens.ListAsync()).Single(token => token.Id == made.Id);
        (listed.Token, listed.Name, listed.Expires).ShouldBe((null, "Bokföring", made.Expires));
        (Instants.Parse(made.Expires) - Instants.Parse(made.Issued)).ShouldBe(TimeSpan.FromDays(30));

        await client.Tokens.RevokeAsync(made.Id);
        (await client.Tokens.ListAsync()).Single(token => token.Id == made.Id).Revoked.ShouldNotBeNull();
        await client.Tokens.RevokeAsync("none").RefusedAsync(ProblemCode.TokenNotFound);
        (await client.Tokens.CreateAsync(new NewToken([])).RefusedAsync(ProblemCode.InvalidNewToken)).Errors.Keys.ShouldBe(["scopes"]);
    }

    [Fact]
    public async Task An_account_with_a_source_is_set_changed_tested_and_removed()
    {
        var accounts = (await server.NewClientAsync()).LookupAccounts;
        (await accounts.ListAsync()).ShouldBeEmpty();
        (await accounts.SetAsync("qvickly", new LookupAccount("17")).RefusedAsync(ProblemCode.InvalidAccount)).Errors.Keys.ShouldBe(["secret"]);

        await accounts.SetAsync("qvickly", new LookupAccount("17") { Secret = "hemligt", IsTest = true });
        await accounts.SetAsync("qvickly", new LookupAccount("18") { Persons = true });

        (await accounts.ListAsync()).ShouldHaveSingleItem().ShouldBe(new LookupAccountAnswer("qvickly", "18", Persons: true, Test: false));
        (await accounts.TestAsync("qvickly", "no number").RefusedAsync(ProblemCode.InvalidOrgNumber)).Message.ShouldNotContain("no number");
        (await accounts.TestAsync("qvickly", "988077917")).Outcome.ShouldBe("not_asked"); // it has no Norwegians
        await accounts.DeleteAsync("qvickly");
        await accounts.DeleteAsync("qvickly").RefusedAsync(ProblemCode.AccountNotFound);
    }

    [Fact]
    public async Task Customers_are_summed_up()
    {
        var customers = (await server.NewClientAsync()).Customers;
        await customers.CreateAsync(new CustomerInput { Name = "Norrskens Bageri AB", CompanyNumber = "402000-0016", CountryCode = "SE" });
        await customers.CreateAsync(new CustomerInput { Name = "Maja", TypeCode = "private", CountryCode = "no" });

        var summary = await customers.GetSummaryAsync();

        (summary.Total, summary.ByKind).ShouldBe((2, new KindCounts(1, 1, 0)));
        summary.ByCountry.Most.ShouldBe([new CountryCount("no", 1), new CountryCount("se", 1)], ignoreOrder: true);
        summary.Created.Months.Count.ShouldBe(24);
        summary.Created.Months.Sum(month => month.Count).ShouldBe(2);
    }
}
