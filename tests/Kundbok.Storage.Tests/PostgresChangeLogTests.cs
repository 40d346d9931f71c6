using System.Security.Cryptography;
using Kundbok.Contracts;
using Kundbok.Storage.Postgres;
using Npgsql;

namespace Kundbok.Storage.Tests;

public sealed class PostgresChangeLogTests : ChangeLogContract
{
    private TestDatabase? _database;

    [Fact]
    public async Task While_another_node_works_on_a_key_nobody_else_does_and_then_it_was_done_once()
    {
        var merchant = await MerchantAsync();
        var input = new CustomerInput { [CustomerFields.Name] = "A" };
        var origin = new ChangeOrigin(new Actor(ActorKind.User, "maja"), new RetryKey(SHA256.HashData("key"u8), SHA256.HashData("create A"u8)));
        await using var second = PostgresRegister.Open(_database!.ConnectionString, Time);
        await using var holder = new NpgsqlConnection(_database.ConnectionString);
        await holder.OpenAsync();
        await using var held = await holder.BeginTransactionAsync();
        await using (var keyOfTheOther = holder.CreateCommand())
        {
            // What the other node has taken when it waits for something: the lock of the key, and nothing else yet.
            keyOfTheOther.CommandText = "SELECT pg_advisory_xact_lock($1)";
            keyOfTheOther.Parameters.Add(new() { Value = PostgresMerchantLog.LockOf(merchant, origin.Key!.Key.Span) });
            await keyOfTheOther.ExecuteNonQueryAsync();
        }

        (await second.Customers.CreateAsync(merchant, input, origin, CancellationToken.None)).ShouldBe(new CustomerWrite.KeyInProgress());
        await held.RollbackAsync();

        var done = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => await (i % 2 == 0 ? Register : second).Customers.CreateAsync(merchant, input, origin, CancellationToken.None)));

        done.OfType<CustomerWrite.Stored>().Count(stored => !stored.IsReplay).ShouldBe(1);
        done.OfType<CustomerWrite.Stored>().Select(stored => stored.Id).Distinct().ShouldHaveSingleItem();
        done.ShouldAllBe(outcome => outcome is CustomerWrite.Stored || outcome is CustomerWrite.KeyInProgress);
    }

    protected override async ValueTask<IRegister> OpenAsync() =>
        PostgresRegister.Open((_database ??= await SharedPostgres.CreateDatabaseAsync()).ConnectionString, Time);

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }
}
