using Kundbok.Storage.Postgres;
using Npgsql;

namespace Kundbok.Storage.Tests;

public sealed class PostgresUpgradeTests : UpgradeContract, IAsyncLifetime
{
    // As DbUp makes it.
    private const string Journal =
        """
        CREATE TABLE schemaversions (
            schemaversionsid serial NOT NULL,
            scriptname character varying(255) NOT NULL,
            applied timestamp without time zone NOT NULL,
            CONSTRAINT schemaversions_pk PRIMARY KEY (schemaversionsid)
        )
        """;

    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await SharedPostgres.CreateDatabaseAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_register_from_before_the_log_gets_a_row_of_it_for_each_customer()
    {
        await CreateEarlierAsync();

        await using var register = PostgresRegister.Open(_database.ConnectionString, TimeProvider.System);

        (await register.Transfer.ReadStatusAsync(None)).State.ShouldBe(RegisterState.Open);
        await ShouldHaveALogAsync(register);
    }

    // A node of the version before cannot be run here. Every transaction of its that changes something begins with LOCK TABLE register IN ROW
    // SHARE MODE and SELECT state FROM register, and goes on when that is 'open'; any word that it does not know it takes for 'read-only'
    // (RegisterStates.Parse, the same in this version), and answers 503.
    [Fact]
    public async Task The_state_of_a_migrated_register_is_read_only_to_a_node_of_the_version_before()
    {
        await CreateEarlierAsync();
        await using var register = PostgresRegister.Open(_database.ConnectionString, TimeProvider.System);

        var state = (string)(await _database.ScalarAsync("SELECT state FROM register"))!;

        string.Equals(state, "open", StringComparison.Ordinal).ShouldBeFalse();
        RegisterStates.Parse("a word of tomorrow").ShouldBe(RegisterState.ReadOnly);
        (await _database.ScalarAsync("SELECT count(*) FROM (SELECT id, created, traits, number, number_key, name_key, email, company_number, document FROM customer) AS its")).ShouldBe(65L);
    }

    [Fact]
    public async Task The_migration_waits_for_a_write_of_the_version_before_and_has_it_in_the_log()
    {
        await CreateEarlierAsync();
        await using var before = await OpenAsync();
        await using var write = await before.BeginTransactionAsync(None);
        var node = new EarlierVersion(before, "Postgres");
        await node.ExecuteAsync("LOCK TABLE register IN ROW SHARE MODE");
        await node.ExecuteAsync("UPDATE customer SET document = convert_to(replace(convert_from(document, 'UTF8'), 'Åsa 1 ', 'Eva 1 '), 'UTF8') WHERE id = 1");

        var opening = Task.Run(() => PostgresRegister.Open(_database.ConnectionString, TimeProvider.System), None);
        while ((long)(await _database.ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"))! == 0 && !opening.IsCompleted) await Task.Delay(20, None);
        opening.IsCompleted.ShouldBeFalse();
        await write.CommitAsync(None);

        await using var register = await opening;
        await ShouldHaveALogAsync(register);
    }

    private async Task CreateEarlierAsync()
    {
        await using var connection = await OpenAsync();
        var earlier = new EarlierVersion(connection, "Postgres");
        await earlier.ExecuteAsync("CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS btree_gin");
        await earlier.CreateAsync(Journal, "0001-register.sql");
        await earlier.FillAsync("merchant, id", "@merchant, @id");
        await earlier.ExecuteAsync("SELECT setval('customer_id', (SELECT max(id) FROM customer)), setval(pg_get_serial_sequence('merchant', 'id'), 2)");
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection($"{_database.ConnectionString};Pooling=false");
        await connection.OpenAsync(None);
        return connection;
    }
}
