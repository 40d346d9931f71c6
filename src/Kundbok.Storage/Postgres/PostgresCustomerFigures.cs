using System.Globalization;
using Kundbok.Contracts;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>Figures of a merchant's customers.</summary>
internal static class PostgresCustomerFigures
{
    public const string Tally = "SELECT traits::integer, customers FROM customer_tally WHERE merchant = $1";

    private const string Created = "SELECT width_bucket(created, $2), count(*) FROM customer WHERE merchant = $1 GROUP BY 1";

    private const int MostSeconds = 300;

    // A quotation mark within a text is escaped, so the name is nowhere but before the value. The texts are cut out rather than read as JSON, which takes ten times as long.
    private static readonly string Countries =
        $"""
        SELECT code, customers, (sum(customers) OVER ())::bigint
        FROM (
            SELECT split_part(split_part(convert_from(document, 'UTF8'), '"{CustomerFields.CountryCode.Name}":"', 2), '"', 1) COLLATE "C" AS code, count(*) AS customers
            FROM customer
            WHERE merchant = $1
            GROUP BY 1
        ) AS g
        ORDER BY customers DESC, code
        LIMIT {CountryCounter.MostCodes.ToString(CultureInfo.InvariantCulture)}
        """;

    /// <summary>Reads through the documents: the countries are nowhere else.</summary>
    public static async ValueTask<CustomerSpread> SpreadAsync(NpgsqlConnection connection, long merchant, IReadOnlyList<DateTimeOffset> instants, CancellationToken cancellation)
    {
        var created = new long[instants.Count + 1];
        await using (var command = connection.Command(Created, merchant, instants.Select(instant => instant.ToUnixTimeMilliseconds()).ToArray()))
        {
            command.CommandTimeout = MostSeconds;
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation)) created[reader.GetInt32(0)] = reader.GetInt64(1);
        }

        var countries = new CountryCounter();
        await using (var command = connection.Command(Countries, merchant))
        {
            command.CommandTimeout = MostSeconds;
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            long known = 0, total = 0;
            while (await reader.ReadAsync(cancellation))
            {
                countries.Add(reader.GetString(0), reader.GetInt64(1));
                known += reader.GetInt64(1);
                total = reader.GetInt64(2);
            }

            countries.AddOthers(total - known);
        }

        return countries.ToSpread(created);
    }
}
