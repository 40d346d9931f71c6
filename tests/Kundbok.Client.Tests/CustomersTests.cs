namespace Kundbok.Client.Tests;

/// <summary>The customers, through the real server.</summary>
public sealed class CustomersTests(ClientServer server) : IClassFixture<ClientServer>
{
    [Fact]
    public async Task A_customer_is_created_read_changed_and_removed_with_its_versions()
    {
        var customers = (await server.NewClientAsync()).Customers;

        var created = await customers.CreateAsync(new CustomerInput { Name = "Åsas \"Bageri\"", Notes = "a\nb\t😀\\", City = "Umeå" });
        (created.Customer.Name, created.Customer.Number, created.Customer.Notes, created.Version).ShouldBe(("Åsas \"Bageri\"", "1001", "a\nb\t😀\\", 1));
        created.Customer.Created.ShouldBeInRange(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        var id = created.Customer.Id;

        var changed = await customers.UpdateAsync(id, new CustomerInput { Email = "a@example.com", Notes = "" }, created.Version);
        (changed.Customer.Email, changed.Customer.Notes, changed.Customer.City, changed.Version).ShouldBe(("a@example.com", "", "Umeå", 2));
        foreach (var field in CustomerFields.All) (await customers.GetAsync(id)).Customer[field].ShouldBe(changed.Customer[field], field.Name);

        var removal = await customers.DeleteAsync(id, changed.Version);
        removal.ShouldBe(new Removal(1, 3));
        (await customers.FindAsync(id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_customer_that_is_not_there_is_told_from_a_fault()
    {
        var client = await server.NewClientAsync();

        (await client.Customers.FindAsync(1_000_000)).ShouldBeNull();
        (await client.Customers.GetAsync(1_000_000).RefusedAsync(ProblemCode.CustomerNotFound)).IsNotFound.ShouldBeTrue();
        await server.ClientWith(null).Customers.FindAsync(1).RefusedAsync(ProblemCode.TokenMissing);
    }

    [Fact]
    public async Task A_change_for_another_version_is_refused_with_the_version_that_there_is()
    {
        var customers = (await server.NewClientAsync()).Customers;
        var (read, version) = await customers.CreateAsync(new CustomerInput { Name = "A" });
        await customers.UpdateAsync(read.Id, new CustomerInput { City = "Umeå" });

        var refused = await customers.UpdateAsync(read.Id, new CustomerInput { City = "Luleå" }, version).RefusedAsync(ProblemCode.VersionMismatch);

        (refused.IsVersionMismatch, refused.Version).ShouldBe((true, 2));
        await customers.DeleteAsync(read.Id, version).RefusedAsync(ProblemCode.VersionMismatch);
        await customers.RevertAsync(read.Id, version, version).RefusedAsync(ProblemCode.VersionMismatch);
        (await customers.UpdateAsync(read.Id, new CustomerInput { City = "Luleå" }, refused.Version)).Customer.City.ShouldBe("Luleå");
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        var customers = (await server.NewClientAsync()).Customers;
        var (customer, version) = await customers.CreateAsync(new CustomerInput { Name = "A" });

        (await customers.GetIfChangedAsync(customer.Id, version)).ShouldBeNull();
        (await customers.GetIfChangedAsync(customer.Id, version + 1))!.Version.ShouldBe(version);
    }

    [Fact]
    public async Task What_is_wrong_is_told_field_by_field()
    {
        var customers = (await server.NewClientAsync()).Customers;

        var refused = await customers.CreateAsync(new CustomerInput { Email = "a@example.com" }).RefusedAsync(ProblemCode.InvalidCustomer);

        refused.Errors["name"].ShouldHaveSingleItem().ShouldContain("needs a name");
        refused.Message.ShouldContain("needs a name");
        refused.Message.ShouldNotContain("a@example.com");
        refused.Detail.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_number_that_is_taken_is_told_with_who_has_it()
    {
        var customers = (await server.NewClientAsync()).Customers;
        var (first, _) = await customers.CreateAsync(new CustomerInput { Name = "A", Number = "7" });

        (await customers.CreateAsync(new CustomerInput { Name = "B", Number = "7" }).RefusedAsync(ProblemCode.CustomerIdTaken)).Customers.ShouldBe([first.Id]);
    }

    [Fact]
    public async Task Every_customer_is_listed_once_over_all_pages_in_the_order_asked_for()
    {
        var client = await server.NewClientAsync();
        var merchant = (await client.GetMeAsync()).Merchant.Id;
        var names = Enumerable.Range(0, 2_345).Select(i => $"Kund {i:d4}").ToList();
        await server.Register.Customers.CreateManyAsync(
            merchant, [.. names.Select(name => new Kundbok.Storage.NewCustomer(new CustomerInput { Name = name }))], TestDatabases.StoreExtensions.Nobody.Actor, CancellationToken.None);

        (await client.Customers.ListAsync().ToListAsync()).Select(customer => customer.Name).ShouldBe(names);
        (await client.Customers.ListAsync(order: CustomerOrder.ByName.Reversed).ToListAsync()).Select(customer => customer.Name).ShouldBe(names.AsEnumerable().Reverse());
        (await client.Customers.CountAsync()).ShouldBe(2_345);

        var page = await client.Customers.GetPageAsync(order: CustomerOrder.ByNumber, limit: 2, start: 3);
        page.Customers.Select(customer => customer.Name).ShouldBe(["Kund 0003", "Kund 0004"]);
        (await client.Customers.GetPageAsync(order: CustomerOrder.ByNumber, limit: 2, after: page.Next)).Customers.Select(customer => customer.Name).ShouldBe(["Kund 0005", "Kund 0006"]);
        (await client.Customers.GetPageAsync(limit: 2_345)).Next.ShouldBeNull();
    }

    [Fact]
    public async Task A_removal_of_many_is_undone_as_a_whole()
    {
        var customers = (await server.NewClientAsync()).Customers;
        var (a, _) = await customers.CreateAsync(new CustomerInput { Name = "A" });
        var (b, _) = await customers.CreateAsync(new CustomerInput { Name = "B" });

        var removal = await customers.DeleteManyAsync([a.Id, b.Id, b.Id, 1_000_000]);
        removal.Count.ShouldBe(2);
        (await customers.DeleteManyAsync([a.Id])).ShouldBe(new Removal(0, null));
        (await customers.UndoAsync(removal.Operation!.Value)).ShouldBe(2);
        (await customers.CountAsync()).ShouldBe(2);

        var refused = await customers.UndoAsync(removal.Operation.Value).RefusedAsync(ProblemCode.ChangedSince);
        refused.Customers.ShouldBe([a.Id, b.Id]);
        await customers.UndoAsync(1_000_000).RefusedAsync(ProblemCode.OperationNotFound);
    }

    [Fact]
    public async Task A_history_tells_what_each_version_changed_and_leads_back()
    {
        var customers = (await server.NewClientAsync()).Customers;
        var (customer, first) = await customers.CreateAsync(new CustomerInput { Name = "A", City = "Umeå" });
        for (var i = 0; i < 120; i++) await customers.UpdateAsync(customer.Id, new CustomerInput { City = $"Ort {i}" });

        var versions = await customers.GetHistoryAsync(customer.Id).ToListAsync();
        versions.Select(version => version.Version).ShouldBe(Enumerable.Range(1, 121).Reverse().Select(version => (long)version));
        versions[0].Changed.ShouldBe([new FieldDifference(CustomerFields.City, "Ort 118", "Ort 119")]);
        (versions[0].Kind, versions[^1].Kind, versions[0].Actor.Kind).ShouldBe((ChangeKind.Updated, ChangeKind.Created, "token"));
        (await customers.GetHistoryAsync(customer.Id, before: 3).ToListAsync()).Count.ShouldBe(2);
        var page = await customers.GetHistoryPageAsync(customer.Id, limit: 2, before: 5);
        page.Versions.Select(version => version.Version).ShouldBe([4, 3]);
        page.Next.ShouldBe(3);
        (await customers.GetHistoryPageAsync(customer.Id, limit: 2, page.Next)).Next.ShouldBeNull();

        (await customers.RevertAsync(customer.Id, first)).Customer.City.ShouldBe("Umeå");
        await customers.RevertAsync(customer.Id, 1_000_000).RefusedAsync(ProblemCode.VersionNotFound);
        await customers.RestoreAsync(customer.Id).RefusedAsync(ProblemCode.NotRemoved);
        await customers.DeleteAsync(customer.Id);
        (await customers.RestoreAsync(customer.Id)).Customer.City.ShouldBe("Umeå");
    }

    [Fact]
    public async Task A_customer_is_given_out_whole_and_erased_with_a_receipt()
    {
        var customers = (await server.NewClientAsync()).Customers;
        var (customer, _) = await customers.CreateAsync(new CustomerInput { Name = "Alma Åkerström" });

        (await customers.GetDossierAsync(customer.Id).ReadAsync()).ShouldContain("Alma Åkerström");
        var receipt = await customers.EraseAsync(customer.Id);
        (receipt.Id, receipt.Result, receipt.Actor.Kind).ShouldBe((customer.Id, "Erased", "token"));
        await customers.RestoreAsync(customer.Id).RefusedAsync(ProblemCode.CustomerErased);
    }

    [Fact]
    public async Task A_number_is_looked_up_found_not_found_or_wrong()
    {
        var customers = (await server.NewClientAsync()).Customers;

        var found = (await customers.LookUpAsync("402000-0016"))!;
        (found.Party.Company, found.Party.Zip, found.IsStale, found.Source).ShouldBe(("Norrskens Bageri AB", "90325", false, "directory"));
        await customers.CreateAsync(new CustomerInput { Name = "Our own", CompanyNumber = "4020000016" });
        (await customers.LookUpAsync("402000-0016"))!.Source.ShouldBe("own-customers");
        (await customers.LookUpAsync("556016-0680")).ShouldBeNull();
        await customers.LookUpAsync("556016-0681").RefusedAsync(ProblemCode.InvalidOrgNumber);
        await Should.ThrowAsync<ArgumentException>(() => customers.LookUpAsync(".."));
    }

    [Fact]
    public async Task A_write_that_is_repeated_with_its_key_is_done_once()
    {
        var customers = (await server.NewClientAsync()).Customers;
        var key = Guid.NewGuid().ToString();

        var first = await customers.CreateAsync(new CustomerInput { Name = "A" }, key);
        var second = await customers.CreateAsync(new CustomerInput { Name = "A" }, key);

        second.Customer.Id.ShouldBe(first.Customer.Id);
        (await customers.CreateAsync(new CustomerInput { Name = "B" }, key).RefusedAsync(ProblemCode.KeyReused)).IdempotencyKey.ShouldBe(key);
        (await customers.CountAsync()).ShouldBe(1);
        await Should.ThrowAsync<ArgumentException>(() => customers.CreateAsync(new CustomerInput { Name = "A" }, "nyckel å"));
    }

    [Fact]
    public async Task A_token_without_the_scope_is_told_so() =>
        await (await server.NewClientAsync("customers:read")).Customers.CreateAsync(new CustomerInput { Name = "A" }).RefusedAsync(ProblemCode.Forbidden);

    [Fact]
    public async Task Whoever_cancels_is_told_that_it_was_cancelled()
    {
        var customers = (await server.NewClientAsync()).Customers;
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var thrown = await Should.ThrowAsync<OperationCanceledException>(() => customers.CountAsync(cancellation: cancelled.Token));

        thrown.CancellationToken.ShouldBe(cancelled.Token);
    }
}
