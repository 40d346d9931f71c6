using System.Globalization;
using Kundbok.Contracts;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// A directory that is being written to a file of its own, without a log and without syncs: it is on disk as a whole before it gets the
/// name under which it is read, and whatever else becomes of it is removed by the next load.
/// </summary>
internal sealed class SqliteDirectoryLoad : IDirectoryLoad
{
    private const string Schema =
        """
        PRAGMA page_size = 4096;
        PRAGMA journal_mode = OFF;
        PRAGMA synchronous = OFF;
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA cache_size = -131072; -- the whole of it at its usual size: rows come in any order
        CREATE TABLE organisation (
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            street TEXT NOT NULL,
            care_of TEXT NOT NULL,
            postal_code TEXT NOT NULL,
            city TEXT NOT NULL,
            country_code TEXT NOT NULL,
            legal_form TEXT NOT NULL,
            status INTEGER NOT NULL,
            no_advertising INTEGER NOT NULL,
            registry INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE directory (loaded INTEGER NOT NULL, organisations INTEGER NOT NULL, sources TEXT NOT NULL) STRICT;
        BEGIN;
        """;

    private const string Put =
        """
        INSERT INTO organisation VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (number) DO UPDATE SET
            name = excluded.name,
            street = iif(?12, excluded.street, street),
            care_of = iif(?12, excluded.care_of, care_of),
            postal_code = iif(?12, excluded.postal_code, postal_code),
            city = iif(?12, excluded.city, city),
            country_code = iif(?12, excluded.country_code, country_code),
            legal_form = excluded.legal_form,
            status = excluded.status,
            no_advertising = max(no_advertising, excluded.no_advertising),
            registry = excluded.registry
        """;

    private readonly SqliteDirectory _directory;
    private readonly string _target;
    private readonly string _file;
    private readonly IDisposable _alone;
    private readonly TimeProvider _time;
    private readonly SqliteConnection _connection;
    private SQLitePCL.sqlite3_stmt? _put;

    /// <param name="directory">The directory.</param>
    /// <param name="target">The name under which it is read.</param>
    /// <param name="alone">The lock of whoever loads; disposed of with this.</param>
    /// <param name="time">The clock.</param>
    public SqliteDirectoryLoad(SqliteDirectory directory, string target, IDisposable alone, TimeProvider time)
    {
        (_directory, _target, _alone, _time) = (directory, target, alone, time);
        _file = $"{target}.loading";
        File.Delete(_file); // what a process that was killed has left
        OwnerOnly.CreateFile(_file).Dispose();
        _connection = SqliteSession.Open(_file, SqliteOpenMode.ReadWrite);
        try
        {
            _connection.Execute(Schema);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask AddAsync(IReadOnlyCollection<Organisation> organisations, CancellationToken cancellation)
    {
        Guarded(() =>
        {
            // In the order of the file's pages, each of them is looked for once.
            foreach (var organisation in organisations.OrderBy(organisation => organisation.Number, StringComparer.Ordinal)) Add(organisation);
            return 0;
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(OrganisationRegistry registry, IReadOnlyCollection<string> numbers, CancellationToken cancellation)
    {
        Guarded(() =>
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "DELETE FROM organisation WHERE number = $number AND registry = $registry";
            command.With("$registry", (int)registry);
            foreach (var number in numbers.Order(StringComparer.Ordinal)) command.With("$number", KeyOf(number)).ExecuteNonQuery();
            return 0;
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<DirectoryStatus> PutInPlaceAsync(IReadOnlyList<DirectorySource> sources, bool evenIfSmaller, CancellationToken cancellation)
    {
        var loaded = await LoadedAsync(cancellation);
        var count = Guarded(() => Finish(sources, loaded, evenIfSmaller));
        cancellation.ThrowIfCancellationRequested();
        using (var stream = new FileStream(_file, FileMode.Open, FileAccess.ReadWrite)) stream.Flush(flushToDisk: true);
        File.Move(_file, _target, overwrite: true);
        return count;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _put?.Dispose();
        _connection.Dispose();
        File.Delete(_file);
        _alone.Dispose();
        return ValueTask.CompletedTask;
    }

    // One that is damaged is no reason to keep a whole one out.
    private async ValueTask<long> LoadedAsync(CancellationToken cancellation)
    {
        try
        {
            return (await _directory.ReadStatusAsync(cancellation))?.Organisations ?? 0;
        }
        catch (RegisterUnavailableException fault) when (fault.InnerException is { } inner && SqliteFaults.IsDamage(inner))
        {
            return 0;
        }
    }

    private DirectoryStatus Finish(IReadOnlyList<DirectorySource> sources, long loaded, bool evenIfSmaller)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM organisation";
        var status = new DirectoryStatus(DateTimeOffset.FromUnixTimeSeconds(_time.GetUtcNow().ToUnixTimeSeconds()), (long)command.ExecuteScalar()!, sources);
        DirectoryShrunkException.ThrowIfTooFew(loaded, status.Organisations, evenIfSmaller);

        command.CommandText = "INSERT INTO directory VALUES ($loaded, $organisations, $sources); COMMIT";
        command.With("$loaded", status.Loaded.ToUnixTimeSeconds()).With("$organisations", status.Organisations).With("$sources", DirectorySources.Write(sources)).ExecuteNonQuery();
        _put?.Dispose();
        _put = null;
        _connection.Close();
        return status;
    }

    // Bound without Microsoft.Data.Sqlite's parameters, which take longer than SQLite takes to store the row.
    private void Add(Organisation organisation)
    {
        if (_put is null) Check(sqlite3_prepare_v2(_connection.Handle, Put, out _put));
        sqlite3_bind_int64(_put, 1, KeyOf(organisation.Number));
        sqlite3_bind_text(_put, 2, organisation.Name);
        sqlite3_bind_text(_put, 3, organisation.Street);
        sqlite3_bind_text(_put, 4, organisation.CareOf);
        sqlite3_bind_text(_put, 5, organisation.PostalCode);
        sqlite3_bind_text(_put, 6, organisation.City);
        sqlite3_bind_text(_put, 7, organisation.CountryCode);
        sqlite3_bind_text(_put, 8, organisation.LegalForm);
        sqlite3_bind_int(_put, 9, (int)organisation.Status);
        sqlite3_bind_int(_put, 10, organisation.NoAdvertising ? 1 : 0);
        sqlite3_bind_int(_put, 11, (int)organisation.Registry);
        sqlite3_bind_int(_put, 12, organisation.HasAddress ? 1 : 0);
        var result = sqlite3_step(_put);
        sqlite3_reset(_put);
        if (result != SQLITE_DONE) Check(result);
    }

    private void Check(int result)
    {
        if (result != SQLITE_OK) SqliteException.ThrowExceptionForRC(result, _connection.Handle);
    }

    private static long KeyOf(string number) => long.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);

    private static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException fault)
        {
            if (SqliteDirectory.Unavailable(fault) is { } unavailable) throw unavailable;
            throw;
        }
    }
}
