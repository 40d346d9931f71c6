using Kundbok.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Storage.Tests;

/// <summary>What a check must find wrong with the log, whatever the engine, and what not. An engine's tests are a subclass.</summary>
public abstract class LogCheckContract : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private IRegister _register = null!;
    private long _merchant;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Opens the register of this test.</summary>
    protected abstract ValueTask<IRegister> OpenAsync();

    /// <summary>Damages it with the statement for its engine.</summary>
    protected abstract Task DamageAsync(string onSqlite, string onPostgres);

    public async ValueTask InitializeAsync()
    {
        _register = await OpenAsync();
        _merchant = (await _register.Access.AddMerchantAsync("A merchant", None)).Id;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _register.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task After_changes_of_every_kind_in_any_order_all_is_well(int seed)
    {
        var other = (await _register.Access.AddMerchantAsync("Another merchant", None)).Id;
        var mix = new ChangeMix(_register, Time, seed);

        await mix.RunAsync(_merchant, 250);
        await mix.RunAsync(other, 250);

        foreach (var kind in (string[])[nameof(CustomerWrite.Stored), nameof(CustomerWrite.Removed), nameof(CustomerWrite.Undone), nameof(CustomerWrite.Erased)]) mix.Outcomes.ShouldContainKey(kind);
        (await _register.Changes.ReadStateAsync(other, None)).Purged.ShouldBeGreaterThan(0);
        (await CheckAsync()).ShouldBeEmpty();
    }

    // The customers of these tests: 1 was created as 1 and changed as 4; 2 was created as 2 and removed as 5; 3 was created as 3. The keys are
    // of merchant 1, whose changes follow 1099511627776.
    [Theory]
    [InlineData("DELETE FROM change WHERE key = 1099511627779", "DELETE FROM change WHERE sequence = 3", "customer 3: the log does not have it")]
    [InlineData("UPDATE change SET document = x'7B7D' WHERE key = 1099511627779", "UPDATE change SET document = '{}' WHERE sequence = 3", "customer 3: the log does not have it")]
    [InlineData("UPDATE change SET customer = 4 WHERE key = 1099511627779", "UPDATE change SET customer = 4 WHERE sequence = 3", "customer 3: the log does not have it")]
    [InlineData("UPDATE customer SET version = 0 WHERE key = 1099511627779", "UPDATE customer SET version = 0 WHERE id = 3", "customer 3: the log does not have it")]
    [InlineData("UPDATE customer SET document = (SELECT document FROM change WHERE key = 1099511627777) WHERE key = 1099511627777", "UPDATE customer SET document = (SELECT document FROM change WHERE sequence = 1) WHERE id = 1", "customer 1: the log does not have it")]
    [InlineData("UPDATE customer SET version = 1 WHERE key = 1099511627777", "UPDATE customer SET version = 1 WHERE id = 1", "customer 1: the log has a later change")]
    [InlineData("INSERT INTO change SELECT key + 10, customer, 3, at, actor, operation, NULL FROM change WHERE key = 1099511627779", "INSERT INTO change SELECT merchant, 13, customer, at, operation, 3, actor, NULL FROM change WHERE sequence = 3", "customer 3: the log has a later change")]
    [InlineData("DELETE FROM change WHERE key = 1099511627781", "DELETE FROM change WHERE sequence = 5", "customer 2: it is gone, but was not removed")]
    [InlineData("DELETE FROM customer WHERE key = 1099511627779", "DELETE FROM customer WHERE id = 3", "customer 3: it is gone, but was not removed")]
    [InlineData("UPDATE merchant SET last_change = 4", "UPDATE merchant SET last_change = 4", "Merchant 1: the log goes beyond")]
    [InlineData("UPDATE merchant SET purged_change = 6", "UPDATE merchant SET purged_change = 6", "Merchant 1: the log goes beyond")]
    [InlineData("UPDATE change SET key = 1099511627776 WHERE key = 1099511627777", "UPDATE change SET sequence = 0 WHERE sequence = 1", "Merchant 1: the log goes beyond")]
    [InlineData("UPDATE change SET key = key + 1099511627776 WHERE key = 1099511627777", "UPDATE change SET merchant = 2 WHERE sequence = 1", "Merchant 2: the log goes beyond")]
    [InlineData("UPDATE merchant SET purged_change = 4", "UPDATE merchant SET purged_change = 4", "customer 1: its version 1 is still in the log")]
    [InlineData("UPDATE merchant SET purged_change = 5", "UPDATE merchant SET purged_change = 5", "customer 2: its version 5 is still in the log")]
    [InlineData("UPDATE change SET document = NULL WHERE key = 1099511627777", "UPDATE change SET document = NULL WHERE sequence = 1", "customer 1: its version 1 is damaged")]
    [InlineData("UPDATE change SET document = x'7B7D' WHERE key = 1099511627781", "UPDATE change SET document = '{}' WHERE sequence = 5", "customer 2: its version 5 is damaged")]
    [InlineData("UPDATE change SET document = x'7B' WHERE key = 1099511627778", "UPDATE change SET document = '{' WHERE sequence = 2", "customer 2: its version 2 is damaged")]
    [InlineData("UPDATE change SET document = (SELECT document FROM change WHERE key = 1099511627779) WHERE key = 1099511627778", "UPDATE change SET document = (SELECT document FROM change WHERE sequence = 3) WHERE sequence = 2", "customer 2: its version 2 is damaged")]
    [InlineData("UPDATE change SET kind = 9 WHERE key = 1099511627777", "UPDATE change SET kind = 9 WHERE sequence = 1", "customer 1: its version 1 is damaged")]
    [InlineData("UPDATE change SET operation = 2 WHERE key = 1099511627777", "UPDATE change SET operation = 2 WHERE sequence = 1", "customer 1: its version 1 is damaged")]
    [InlineData("UPDATE change SET actor = 'Maja' WHERE key = 1099511627777", "UPDATE change SET actor = 'Maja' WHERE sequence = 1", "customer 1: its version 1 is damaged")]
    public async Task What_the_log_and_the_customers_do_not_both_say_is_found(string onSqlite, string onPostgres, string finding)
    {
        for (var i = 1; i <= 3; i++) (await _register.Customers.CreateAsync(_merchant, new CustomerInput { [CustomerFields.Name] = $"Åsa {i}" }, None)).ShouldBeOfType<CustomerWrite.Stored>();
        (await _register.Customers.UpdateAsync(_merchant, 1, new CustomerInput { [CustomerFields.Fax] = "1" }, None)).ShouldBeOfType<CustomerWrite.Stored>();
        (await _register.Customers.RemoveAsync(_merchant, [2], None)).ShouldBe(1);
        (await CheckAsync()).ShouldBeEmpty();

        await DamageAsync(onSqlite, onPostgres);

        var found = await CheckAsync();
        found.ShouldContain(line => line.Contains(finding, StringComparison.Ordinal), string.Join('\n', found));
        found.ShouldNotContain(line => line.Contains("Åsa", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reindex_makes_no_history()
    {
        (await _register.Customers.CreateAsync(_merchant, new CustomerInput { [CustomerFields.Name] = "Åsa" }, None)).ShouldBeOfType<CustomerWrite.Stored>();
        await DamageAsync("DELETE FROM change", "DELETE FROM change");

        await _register.Maintenance.ReindexAsync(None);

        (await CheckAsync()).ShouldHaveSingleItem().ShouldBe("Merchant 1, customer 1: the log does not have it as it is stored: restore a backup.");
        (await _register.Changes.ReadAsync(_merchant, 0, 10, None)).Changes.ShouldBeEmpty();
    }

    private async Task<List<string>> CheckAsync() => await _register.Maintenance.CheckAsync(None).ToListAsync(None);
}
