using System.Globalization;
using Kundbok.Contracts;
using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>
/// The directory in a file of its own beside the register's, which a load replaces as a whole. Each read opens the file that has the
/// name then, so none has to be told that there is another.
/// </summary>
/// <param name="directory">The data directory.</param>
/// <param name="time">The clock.</param>
internal sealed class SqliteDirectory(string directory, TimeProvider time) : IOrganisationDirectory
{
    public const string FileName = "directory.db";

    private const string Columns = "SELECT number, name, street, care_of, postal_code, city, country_code, legal_form, status, no_advertising, registry FROM organisation WHERE number = $number";

    private readonly string _file = Path.Combine(directory, FileName);

    /// <inheritdoc/>
    public ValueTask<Organisation?> FindAsync(string number, CancellationToken cancellation) =>
        new(Read(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = Columns;
            return Find(command, number);
        }));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, Organisation>> FindManyAsync(IReadOnlyCollection<string> numbers, CancellationToken cancellation)
    {
        var found = new Dictionary<string, Organisation>(StringComparer.Ordinal);
        Read(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = Columns;
            foreach (var number in numbers)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Find(command, number) is { } organisation) found[number] = organisation;
            }

            return found;
        });
        return new(found);
    }

    /// <inheritdoc/>
    public ValueTask<DirectoryStatus?> ReadStatusAsync(CancellationToken cancellation) =>
        new(Read(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT loaded, organisations, sources FROM directory";
            using var row = command.ExecuteReader();
            row.Read();
            return new DirectoryStatus(DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(0)), row.GetInt64(1), DirectorySources.Read(row.GetString(2)));
        }));

    /// <inheritdoc/>
    public ValueTask<IDirectoryLoad> BeginLoadAsync(CancellationToken cancellation)
    {
        var alone = FileLock.TryTake($"{_file}.load-lock") ?? throw new RegisterUnusableException("Another command loads the directory: wait for it.");
        try
        {
            return new(new SqliteDirectoryLoad(this, _file, alone, time));
        }
        catch (Exception fault)
        {
            alone.Dispose();
            if (Unavailable(fault) is { } unavailable) throw unavailable;
            throw;
        }
    }

    internal static RegisterUnavailableException? Unavailable(Exception fault) =>
        SqliteFaults.IsDamage(fault) ? new("The directory of organisations is damaged: load it again.", fault) : SqliteFaults.Unavailable(fault);

    private T? Read<T>(Func<SqliteConnection, T?> read)
        where T : class
    {
        if (!File.Exists(_file)) return null;
        try
        {
            using var connection = SqliteSession.Open(_file, SqliteOpenMode.ReadOnly);
            return read(connection);
        }
        catch (SqliteException fault)
        {
            if (Unavailable(fault) is { } unavailable) throw unavailable;
            throw;
        }
    }

    private static Organisation? Find(SqliteCommand command, string number)
    {
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var key)) return null;
        using var row = command.With("$number", key).ExecuteReader();
        if (!row.Read()) return null;
        return new Organisation(
            number,
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            row.GetString(4),
            row.GetString(5),
            row.GetString(6),
            row.GetString(7),
            (OrganisationStatus)row.GetInt32(8),
            row.GetInt64(9) != 0,
            (OrganisationRegistry)row.GetInt32(10));
    }
}
