using Kundbok.Storage.Postgres;

namespace Kundbok.Storage.Tests;

/// <summary>Tests of a register in a PostgreSQL database of its own, with one merchant.</summary>
public abstract class PostgresRegisterTests : IAsyncLifetime
{
    protected static readonly CancellationToken None = CancellationToken.None;

    protected TestDatabase Database { get; private set; } = null!;

    private protected PostgresRegister Register { get; private set; } = null!;

    protected long Merchant { get; private set; }

    public virtual async ValueTask InitializeAsync()
    {
        Database = await SharedPostgres.CreateDatabaseAsync();
        Register = PostgresRegister.Open(Database.ConnectionString, TimeProvider.System);
        Merchant = (await Register.Access.AddMerchantAsync("A merchant", None)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Register.DisposeAsync();
        await Database.DisposeAsync();
    }
}
