using Kundbok.Contracts;
using Kundbok.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Tests;

public sealed class SqliteUpgradeTests : UpgradeContract, IDisposable
{
    // As DbUp makes it.
    private const string Journal =
        """
        CREATE TABLE SchemaVersions (
            SchemaVersionID INTEGER CONSTRAINT 'PK_SchemaVersions_SchemaVersionID' PRIMARY KEY AUTOINCREMENT NOT NULL,
            ScriptName TEXT NOT NULL,
            Applied DATETIME NOT NULL
        )
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_register_from_before_the_log_gets_a_row_of_it_for_each_customer()
    {
        await CreateEarlierAsync(_directory.File(SqliteRegister.FileName));

        await using var register = SqliteRegister.Open(_directory.Path, TimeProvider.System);

        (await register.Transfer.ReadStatusAsync(None)).State.ShouldBe(RegisterState.Open);
        await ShouldHaveALogAsync(register);
    }

    [Fact]
    public async Task A_backup_from_before_the_log_is_restored_with_one()
    {
        await CreateEarlierAsync(_directory.File("earlier.backup"));
        await using var register = SqliteRegister.Open(_directory.Path, TimeProvider.System);

        await register.Backup.RestoreAsync(_directory.File("earlier.backup"), None);

        await ShouldHaveALogAsync(register);
    }

    [Fact]
    public async Task A_backup_from_before_the_log_gives_no_place_in_it_again()
    {
        await CreateEarlierAsync(_directory.File("earlier.backup"));
        await using var register = SqliteRegister.Open(_directory.Path, TimeProvider.System);
        var merchant = (await register.Access.AddMerchantAsync("First", None)).Id;
        for (var i = 0; i < 100; i++) (await register.Customers.CreateAsync(merchant, new CustomerInput { [CustomerFields.Name] = "Since" }, None)).ShouldBeOfType<CustomerWrite.Stored>();

        await register.Backup.RestoreAsync(_directory.File("earlier.backup"), None);

        (await register.Changes.ReadStateAsync(merchant, None)).Last.ShouldBe(100);
        (await register.Changes.ReadAsync(merchant, 0, 100, None)).Changes.Count.ShouldBe(EarlierVersion.Customers[0]);
        (await register.Customers.CreateAsync(merchant, new CustomerInput { [CustomerFields.Name] = "Next" }, None)).ShouldBeOfType<CustomerWrite.Stored>().Version.ShouldBe(101);
    }

    [Fact]
    public async Task A_register_that_is_read_only_stays_so()
    {
        await CreateEarlierAsync(_directory.File(SqliteRegister.FileName), "UPDATE register SET state = 'read-only'");

        await using var register = SqliteRegister.Open(_directory.Path, TimeProvider.System);

        (await register.Transfer.ReadStatusAsync(None)).State.ShouldBe(RegisterState.ReadOnly);
        (await register.Changes.ReadStateAsync(2, None)).Last.ShouldBe(EarlierVersion.Customers[1]);
    }

    private static async Task CreateEarlierAsync(string file, string also = "SELECT 1")
    {
        await using var connection = SqliteSession.Open(file, SqliteOpenMode.ReadWriteCreate);
        var earlier = new EarlierVersion(connection, "Sqlite");
        await earlier.CreateAsync(Journal, "0001-register.sql", "0002-state.sql");
        await earlier.ExecuteAsync("BEGIN");
        await earlier.FillAsync("key, merchant", "(@merchant << 40) | @id, @merchant");
        await earlier.ExecuteAsync("UPDATE customer_id SET last = (SELECT count(*) FROM customer)");
        await earlier.ExecuteAsync(also);
        await earlier.ExecuteAsync("COMMIT");
    }
}
