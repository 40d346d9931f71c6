using Kundbok.Storage.Postgres;
using Npgsql;

namespace Kundbok.Storage.Tests;

/// <summary>The right to deliver over several nodes, when a node or its connection comes to harm.</summary>
public sealed class PostgresDeliveryLeaseTests : PostgresRegisterTests
{
    private const string Holders = "FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    [Fact]
    public async Task A_holder_whose_connection_is_killed_is_told_and_another_takes_over()
    {
        await using var other = PostgresRegister.Open(Database.ConnectionString, TimeProvider.System);
        await using var lost = await Register.Webhooks.TryTakeLeaseAsync(None);
        (await other.Webhooks.TryTakeLeaseAsync(None)).ShouldBeNull();

        (await Database.ScalarAsync($"SELECT count(pg_terminate_backend(pid)) {Holders}")).ShouldBe(1L);
        await using var taken = await TakeAsync(other);

        (await lost!.IsHeldAsync(None)).ShouldBeFalse();
        (await lost.IsHeldAsync(None)).ShouldBeFalse();
        await lost.DisposeAsync();
        (await taken.IsHeldAsync(None)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_holder_that_never_asks_loses_it()
    {
        await using var connections = new PostgresConnections(new NpgsqlConnectionStringBuilder(Database.ConnectionString));
        await using var silent = await PostgresDeliveryLease.TryTakeAsync(connections, TimeSpan.FromMilliseconds(200), None);

        await using var taken = await TakeAsync(Register);

        (await silent!.IsHeldAsync(None)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_lock_is_on_no_connection_of_the_pool()
    {
        int session;
        await using (var lease = await Register.Webhooks.TryTakeLeaseAsync(None))
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => await Register.Webhooks.ListActiveAsync(None)));
            (await lease!.IsHeldAsync(None)).ShouldBeTrue();
            session = (int)(await Database.ScalarAsync($"SELECT pid {Holders}"))!;
        }

        (await Database.ScalarAsync($"SELECT count(*) {Holders}")).ShouldBe(0L);
        await WaitAsync(async () => await Database.ScalarAsync($"SELECT count(*) FROM pg_stat_activity WHERE pid = {session}") is 0L);
    }

    [Fact]
    public async Task It_is_taken_where_several_hosts_are_named()
    {
        var settings = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        settings.Host = $"{settings.Host},{settings.Host}";
        await using var node = PostgresRegister.Open(settings.ConnectionString, TimeProvider.System);

        await using var lease = await node.Webhooks.TryTakeLeaseAsync(None);

        (await lease!.IsHeldAsync(None)).ShouldBeTrue();
        (await Register.Webhooks.TryTakeLeaseAsync(None)).ShouldBeNull();
    }

    private static async Task<IDeliveryLease> TakeAsync(IRegister register)
    {
        IDeliveryLease? lease = null;
        await WaitAsync(async () => (lease = await register.Webhooks.TryTakeLeaseAsync(None)) is not null);
        return lease!;
    }

    // What PostgreSQL ends is gone a moment later.
    private static async Task WaitAsync(Func<Task<bool>> isSo)
    {
        using var tooLong = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await isSo()) await Task.Delay(20, tooLong.Token);
    }
}
