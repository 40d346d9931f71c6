using System.Globalization;
using Kundbok.Contracts;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>The directory in a table, which a load changes in one transaction.</summary>
internal sealed class PostgresDirectory(PostgresConnections connections, PostgresReaders readers, TimeProvider time) : IOrganisationDirectory
{
    private const string ByNumbers =
        "SELECT number, name, street, care_of, postal_code, city, country_code, legal_form, status, no_advertising, registry FROM organisation WHERE number = ANY ($1)";

    /// <inheritdoc/>
    public async ValueTask<Organisation?> FindAsync(string number, CancellationToken cancellation) =>
        (await FindManyAsync([number], cancellation)).GetValueOrDefault(number);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, Organisation>> FindManyAsync(IReadOnlyCollection<string> numbers, CancellationToken cancellation)
    {
        long[] keys = [.. numbers.Select(number => long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : -1)];
        var found = await readers.ListAsync(ByNumbers, [keys], Read, cancellation);
        return found.ToDictionary(organisation => organisation.Number, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public async ValueTask<DirectoryStatus?> ReadStatusAsync(CancellationToken cancellation)
    {
        var status = await readers.ListAsync(
            "SELECT loaded, organisations, sources FROM organisation_directory",
            [],
            row => new DirectoryStatus(DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(0)), row.GetInt64(1), DirectorySources.Read(row.GetString(2))),
            cancellation);
        return status.Count > 0 ? status[0] : null;
    }

    /// <inheritdoc/>
    public async ValueTask<IDirectoryLoad> BeginLoadAsync(CancellationToken cancellation)
    {
        try
        {
            return await PostgresDirectoryLoad.BeginAsync(connections, time, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            if (PostgresFaults.Unavailable(fault) is { } unavailable) throw unavailable;
            throw;
        }
    }

    private static Organisation Read(NpgsqlDataReader row) => new(
        row.GetInt64(0).ToString("D10", CultureInfo.InvariantCulture),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        row.GetString(7),
        (OrganisationStatus)row.GetInt16(8),
        row.GetBoolean(9),
        (OrganisationRegistry)row.GetInt16(10));
}
