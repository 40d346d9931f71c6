using Kundbok.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Tests;

/// <summary>After an erasure the person is in none of the database's files: they are read byte for byte.</summary>
public sealed class SqliteErasureTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryDirectory _directory = new();
    private SqliteRegister _register = null!;
    private long _merchant;

    private ICustomerStore Store => _register.Customers;

    public async ValueTask InitializeAsync()
    {
        _register = SqliteRegister.Open(_directory.Path, TimeProvider.System);
        _merchant = (await _register.Access.AddMerchantAsync("A merchant", None)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _register.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nothing_of_the_person_is_in_any_file_whatever_happened_before(int seed)
    {
        var crowd = new Crowd(seed);
        var person = new Person("vqzjw");
        await AddAsync(crowd, 2_000);
        await person.CreateAsync(Store, _merchant);
        await AddAsync(crowd, 500);
        await person.LiveAsync(Store, _merchant);
        await AddAsync(crowd, 500);
        Found(person).ShouldNotBeEmpty();
        var terms = UniqueTermsOf(person);
        DatabaseFiles.Terms(_directory.Path).Intersect(terms, StringComparer.Ordinal).ShouldNotBeEmpty();
        DatabaseFiles.FindInIndex(_directory.Path, FirstOf(terms)).ShouldNotBeEmpty();

        await person.EraseAsync(Store, _merchant);

        Found(person).ShouldBeEmpty();
        DatabaseFiles.Terms(_directory.Path).Intersect(terms, StringComparer.Ordinal).ShouldBeEmpty();
        DatabaseFiles.FindInIndex(_directory.Path, FirstOf(terms)).ShouldBeEmpty();
        (await CheckAsync()).ShouldBeEmpty();
        (await Store.CreateAsync(_merchant, person.Input, person.Once, None)).ShouldBe(new CustomerWrite.WasErased());
    }

    [Fact]
    public async Task The_copy_that_a_check_left_behind_when_it_was_killed_goes_too()
    {
        var person = new Person("vqzjw");
        await person.CreateAsync(Store, _merchant);
        var left = Directory.CreateDirectory(Path.Combine(_directory.Path, "scratch-0123"));
        File.Copy(Path.Combine(_directory.Path, SqliteRegister.FileName), Path.Combine(left.FullName, SqliteRegister.FileName));

        await person.EraseAsync(Store, _merchant);

        Directory.Exists(left.FullName).ShouldBeFalse();
    }

    // SQLite leaves copies of rows where it moves them to another page: with the seeds, these persons have some.
    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Of_many_persons_nothing_remains_where_rows_were_moved(int seed)
    {
        var crowd = new Crowd(seed);
        var random = new Random(seed);
        await AddAsync(crowd, 3_000);
        var persons = Enumerable.Range(0, 100).Select(i => new Person($"vqz{(char)('a' + i / 20)}w{(char)('a' + i % 20)}j")).ToList();
        foreach (var person in persons) await person.CreateAsync(Store, _merchant);
        for (var round = 0; round < 6; round++)
        {
            await AddAsync(crowd, 500);
            foreach (var person in persons) await person.MoveAsync(Store, _merchant, random);
        }

        Unclean().ShouldNotBeEmpty();

        await Task.WhenAll(persons.Select(person => person.EraseAsync(Store, _merchant)));

        Unclean().ShouldBeEmpty();
        await AddAsync(crowd, 500); // writes pages that were in memory before
        DatabaseFiles.Find(_directory.Path, persons.SelectMany(person => person.Texts)).ShouldBeEmpty();
        (await CheckAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_remains_either_when_others_read_and_write_meanwhile()
    {
        var crowd = new Crowd(4);
        await AddAsync(crowd, 1_000);
        var persons = Enumerable.Range(0, 5).Select(i => new Person($"vqz{(char)('a' + i)}wj")).ToList();
        using var done = new CancellationTokenSource();
        var others = Enumerable.Range(0, 8).Select(i => Task.Run(() => WorkAsync(new Crowd(100 + i), done.Token))).ToList();

        foreach (var person in persons)
        {
            await person.CreateAsync(Store, _merchant);
            await person.LiveAsync(Store, _merchant);
        }

        await Task.WhenAll(persons.Select(person => person.EraseAsync(Store, _merchant)));

        await done.CancelAsync();
        await Task.WhenAll(others);
        DatabaseFiles.Find(_directory.Path, persons.SelectMany(person => person.Texts)).ShouldBeEmpty();
        (await CheckAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_removed_customer_and_one_that_is_closed_on_are_erased_as_well()
    {
        var person = new Person("vqzjw");
        await person.CreateAsync(Store, _merchant);
        await Store.RemoveAsync(_merchant, person.Id, condition: null, Person.Maja, None);
        await ReopenAsync();

        var first = await person.EraseAsync(Store, _merchant);
        await ReopenAsync();
        var second = await person.EraseAsync(Store, _merchant);

        second.ShouldBe(first);
        Found(person).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_still_reads_what_was_before_is_waited_for()
    {
        var person = new Person("vqzjw");
        await person.CreateAsync(Store, _merchant);
        using var reader = SqliteSession.Open(Path.Combine(_directory.Path, SqliteRegister.FileName), SqliteOpenMode.ReadOnly);
        reader.Execute("BEGIN; SELECT count(*) FROM customer");

        var erasing = person.EraseAsync(Store, _merchant);
        (await Store.CreateAsync(_merchant, new Crowd(5).Input(), Person.Maja, None)).ShouldBeOfType<CustomerWrite.Stored>("others write meanwhile");
        erasing.IsCompleted.ShouldBeFalse();
        reader.Execute("COMMIT");
        await erasing;

        Found(person).ShouldBeEmpty();
    }

    private async Task WorkAsync(Crowd crowd, CancellationToken done)
    {
        var ids = new Queue<long>();
        while (!done.IsCancellationRequested)
        {
            ids.Enqueue((await Store.CreateAsync(_merchant, crowd.Input(), Person.Maja, None)).ShouldBeOfType<CustomerWrite.Stored>().Id);
            await Store.UpdateAsync(_merchant, ids.Peek(), crowd.Input(), condition: null, Person.Maja, None);
            await Store.FindAsync(_merchant, ids.Peek(), None);
            if (ids.Count > 10) await Store.RemoveAsync(_merchant, ids.Dequeue(), condition: null, Person.Maja, None);
        }
    }

    private async Task AddAsync(Crowd crowd, int count) => (await Store.CreateManyAsync(_merchant, crowd.Next(count), Person.Maja.Actor, None)).ShouldBeNull();

    private IReadOnlyList<string> Found(Person person) => DatabaseFiles.Find(_directory.Path, person.Texts);

    // Nobody else has a letter z, q, x, j or w.
    private static List<string> UniqueTermsOf(Person person) =>
        [.. person.Searched.SelectMany(DatabaseFiles.TrigramsOf).Where(term => term.AsSpan().ContainsAny("zqxjw")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    // The index writes of a term only what differs from the one before: the first with a letter that nobody else begins with is written whole.
    private static IEnumerable<string> FirstOf(IEnumerable<string> terms) => terms.Where(term => "zqxjw".Contains(term[0])).GroupBy(term => term[0]).Select(terms => terms.First());

    private List<long> Unclean()
    {
        using var session = new SqliteSession(Path.Combine(_directory.Path, SqliteRegister.FileName), readOnly: false);
        session.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return [.. new SqlitePages(session).FindUnclean()];
    }

    private async Task<List<string>> CheckAsync() => await _register.Maintenance.CheckAsync(None).ToListAsync(None);

    private async Task ReopenAsync()
    {
        await _register.DisposeAsync();
        _register = SqliteRegister.Open(_directory.Path, TimeProvider.System);
    }
}
