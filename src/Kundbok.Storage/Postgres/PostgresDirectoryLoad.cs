using System.Globalization;
using Kundbok.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Kundbok.Storage.Postgres;

/// <summary>
/// A directory that is being loaded, in one transaction on a connection of its own: first into temporary tables, then into the
/// directory's, of which only the rows that differ are written. Nobody waits for it but another load, and when it is killed
/// PostgreSQL takes all of it back.
/// </summary>
internal sealed class PostgresDirectoryLoad : IDirectoryLoad
{
    private const string Tables =
        """
        SET LOCAL idle_in_transaction_session_timeout = '10min';
        SET LOCAL statement_timeout = 0;
        SET LOCAL work_mem = '128MB';
        CREATE TEMP TABLE added_organisation (
            place bigint, number bigint, name text, street text, care_of text, postal_code text, city text, country_code text, legal_form text,
            status smallint, no_advertising boolean, registry smallint, has_address boolean
        ) ON COMMIT DROP;
        CREATE TEMP TABLE removed_organisation (number bigint, registry smallint) ON COMMIT DROP;
        """;

    // Of each number the row that was added last, with the address of the last that has one.
    private const string Merge =
        """
        DELETE FROM added_organisation AS a USING removed_organisation AS r WHERE r.number = a.number AND r.registry = a.registry;
        ANALYZE added_organisation;
        CREATE TEMP TABLE merged_organisation ON COMMIT DROP AS
        SELECT
            l.number, l.name, coalesce(a.street, l.street) AS street, coalesce(a.care_of, l.care_of) AS care_of, coalesce(a.postal_code, l.postal_code) AS postal_code,
            coalesce(a.city, l.city) AS city, coalesce(a.country_code, l.country_code) AS country_code, l.legal_form, l.status,
            l.no_advertising OR b.number IS NOT NULL AS no_advertising, l.registry
        FROM (SELECT DISTINCT ON (number) * FROM added_organisation ORDER BY number, place DESC) AS l
        LEFT JOIN (SELECT DISTINCT ON (number) * FROM added_organisation WHERE has_address ORDER BY number, place DESC) AS a ON NOT l.has_address AND a.number = l.number
        LEFT JOIN (SELECT DISTINCT number FROM added_organisation WHERE no_advertising) AS b ON b.number = l.number;
        ANALYZE merged_organisation;
        """;

    private const string Apply =
        """
        DELETE FROM organisation AS o WHERE NOT EXISTS (SELECT 1 FROM merged_organisation AS m WHERE m.number = o.number);
        UPDATE organisation AS o
        SET name = m.name, street = m.street, care_of = m.care_of, postal_code = m.postal_code, city = m.city, country_code = m.country_code,
            legal_form = m.legal_form, status = m.status, no_advertising = m.no_advertising, registry = m.registry
        FROM merged_organisation AS m
        WHERE m.number = o.number
          AND (o.name, o.street, o.care_of, o.postal_code, o.city, o.country_code, o.legal_form, o.status, o.no_advertising, o.registry)
              IS DISTINCT FROM (m.name, m.street, m.care_of, m.postal_code, m.city, m.country_code, m.legal_form, m.status, m.no_advertising, m.registry);
        INSERT INTO organisation (number, name, street, care_of, postal_code, city, country_code, legal_form, status, no_advertising, registry)
        SELECT m.number, m.name, m.street, m.care_of, m.postal_code, m.city, m.country_code, m.legal_form, m.status, m.no_advertising, m.registry
        FROM merged_organisation AS m
        WHERE NOT EXISTS (SELECT 1 FROM organisation AS o WHERE o.number = m.number)
        ORDER BY m.number;
        DELETE FROM organisation_directory;
        """;

    private readonly NpgsqlConnection _connection;
    private readonly TimeProvider _time;
    private long _place;

    private PostgresDirectoryLoad(NpgsqlConnection connection, TimeProvider time) => (_connection, _time) = (connection, time);

    public static async Task<PostgresDirectoryLoad> BeginAsync(PostgresConnections connections, TimeProvider time, CancellationToken cancellation)
    {
        var connection = await connections.OpenAloneAsync(cancellation);
        try
        {
            if (!await PostgresLocks.TryTakeAsync(connection, PostgresLocks.DirectoryLoad, cancellation))
                throw new RegisterUnusableException("Another command loads the directory: wait for it.");
            await RunAsync(connection, "BEGIN", cancellation);
            await RunAsync(connection, Tables, cancellation);
            return new PostgresDirectoryLoad(connection, time);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask AddAsync(IReadOnlyCollection<Organisation> organisations, CancellationToken cancellation) => GuardedAsync(async () =>
    {
        await using var copy = await _connection.BeginBinaryImportAsync("COPY added_organisation FROM STDIN (FORMAT BINARY)", cancellation);
        foreach (var organisation in organisations)
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(_place++, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(KeyOf(organisation.Number), NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(organisation.Name, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(organisation.Street, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(organisation.CareOf, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(organisation.PostalCode, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(organisation.City, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(organisation.CountryCode, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(organisation.LegalForm, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync((short)organisation.Status, NpgsqlDbType.Smallint, cancellation);
            await copy.WriteAsync(organisation.NoAdvertising, NpgsqlDbType.Boolean, cancellation);
            await copy.WriteAsync((short)organisation.Registry, NpgsqlDbType.Smallint, cancellation);
            await copy.WriteAsync(organisation.HasAddress, NpgsqlDbType.Boolean, cancellation);
        }

        await copy.CompleteAsync(cancellation);
    });

    /// <inheritdoc/>
    public ValueTask RemoveAsync(OrganisationRegistry registry, IReadOnlyCollection<string> numbers, CancellationToken cancellation) => GuardedAsync(async () =>
    {
        await using var copy = await _connection.BeginBinaryImportAsync("COPY removed_organisation FROM STDIN (FORMAT BINARY)", cancellation);
        foreach (var number in numbers)
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(KeyOf(number), NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync((short)registry, NpgsqlDbType.Smallint, cancellation);
        }

        await copy.CompleteAsync(cancellation);
    });

    /// <inheritdoc/>
    public async ValueTask<DirectoryStatus> PutInPlaceAsync(IReadOnlyList<DirectorySource> sources, bool evenIfSmaller, CancellationToken cancellation)
    {
        DirectoryStatus? status = null;
        await GuardedAsync(async () =>
        {
            await RunAsync(_connection, Merge, cancellation);
            status = new DirectoryStatus(
                DateTimeOffset.FromUnixTimeSeconds(_time.GetUtcNow().ToUnixTimeSeconds()), await CountAsync("SELECT count(*) FROM merged_organisation", cancellation), sources);
            DirectoryShrunkException.ThrowIfTooFew(await CountAsync("SELECT coalesce(sum(organisations), 0)::bigint FROM organisation_directory", cancellation), status.Organisations, evenIfSmaller);

            await RunAsync(_connection, Apply, cancellation);
            await using var insert = _connection.Command(
                "INSERT INTO organisation_directory VALUES ($1, $2, $3)", status.Loaded.ToUnixTimeSeconds(), status.Organisations, DirectorySources.Write(sources));
            await insert.ExecuteNonQueryAsync(cancellation);
            await RunAsync(_connection, "COMMIT", CancellationToken.None);
        });
        await TidyAsync(cancellation);
        return status!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Its session ends, and with it what was not committed, and the lock; but the server comes to that a moment later.
        try
        {
            await RunAsync(_connection, "ROLLBACK", CancellationToken.None);
        }
        catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost.
        }

        PostgresLocks.Release(_connection, PostgresLocks.DirectoryLoad);
        await _connection.DisposeAsync();
    }

    // The planner's figures, and the map of pages that need no look at the rows; it would come to it by itself, but later.
    private async Task TidyAsync(CancellationToken cancellation)
    {
        try
        {
            await RunAsync(_connection, "VACUUM (ANALYZE) organisation", cancellation);
        }
        catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException)
        {
            // The directory is in place all the same.
        }
    }

    private async Task<long> CountAsync(string sql, CancellationToken cancellation)
    {
        await using var command = _connection.Command(sql);
        command.CommandTimeout = 0;
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.Command(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static long KeyOf(string number) => long.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);

    private static async ValueTask GuardedAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or DirectoryShrunkException))
        {
            if (PostgresFaults.Unavailable(fault) is { } unavailable) throw unavailable;
            throw;
        }
    }
}
