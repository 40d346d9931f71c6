using Kundbok.Contracts;
using Kundbok.Storage.Sqlite;

namespace Kundbok.Storage.Tests;

public sealed class SqliteFullDiskTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Nothing_is_acknowledged_that_is_not_stored_reads_go_on_and_writes_work_again_when_there_is_room()
    {
        using var directory = new TemporaryDirectory();
        await using var register = SqliteRegister.Open(directory.Path, TimeProvider.System);
        var merchant = (await register.Access.AddMerchantAsync("A merchant", None)).Id;
        var pages = await register.Writer.WriteAsync(0, static (session, _) => (long)session.Prepared("PRAGMA page_count").ExecuteScalar()!, None);
        await AllowAsync(register, pages + 200);

        // Many at once, so that groups of writes fail as groups; not so many that no group has room.
        var outcomes = new List<long?>();
        foreach (var wave in Enumerable.Range(0, 400).Chunk(20)) outcomes.AddRange(await Task.WhenAll(wave.Select(i => CreateAsync(register, merchant, i))));

        var acknowledged = outcomes.OfType<long>().ToList();
        acknowledged.Count.ShouldBeInRange(1, 399);
        (await register.Customers.CountAsync(merchant, CustomerFilter.All, None)).ShouldBe(acknowledged.Count);
        foreach (var id in acknowledged) (await register.Customers.FindAsync(merchant, id, None)).ShouldNotBeNull();

        await AllowAsync(register, pages + 10_000);
        (await CreateAsync(register, merchant, 1_000)).ShouldNotBeNull();
        (await register.Maintenance.CheckAsync(None).ToListAsync(None)).ShouldBeEmpty();
    }

    // What a full disk is to SQLite: it cannot make the file longer.
    private static async Task AllowAsync(SqliteRegister register, long pages) =>
        await register.Writer.WriteAsync(pages, static (session, pages) => (long)session.Prepared($"PRAGMA max_page_count = {pages}").ExecuteScalar()!, None);

    private static async Task<long?> CreateAsync(SqliteRegister register, long merchant, int number)
    {
        var input = new CustomerInput { [CustomerFields.Name] = $"Customer {number}", [CustomerFields.Notes] = new string('x', 4_000) };
        try
        {
            return ((CustomerWrite.Stored)await register.Customers.CreateAsync(merchant, input, None)).Id;
        }
        catch (RegisterUnavailableException)
        {
            return null;
        }
    }
}
