using System.Text;
using Kundbok.Contracts;

namespace Kundbok.Storage.Sqlite;

/// <summary>Figures of a merchant's customers.</summary>
internal static class SqliteCustomerFigures
{
    // Of 255 characters.
    private const int MostBytes = 255 * 4;

    // A quotation mark within a text is escaped, so this is nowhere but before the value.
    private static readonly byte[] CountryName = Encoding.UTF8.GetBytes($"\"{CustomerFields.CountryCode.Name}\":\"");

    public static CustomerTally Tally(SqliteSession session, long merchant) => CustomerTally.Of(SqliteAccessStore.ReadAll(
        session.Prepared("SELECT traits, customers FROM customer_tally WHERE merchant = $merchant").With("$merchant", merchant),
        row => (row.GetInt32(0), row.GetInt64(1))));

    /// <summary>Reads through the documents: the countries are nowhere else.</summary>
    public static CustomerSpread Spread(SqliteSession session, long merchant, IReadOnlyList<DateTimeOffset> instants)
    {
        var spread = new CustomerSpread([], [], 0, 0);
        session.InSnapshot(() =>
        {
            var created = Created(session, merchant, instants);
            var countries = new CountryCounter();
            Span<char> text = stackalloc char[MostBytes];
            using var reader = session.Prepared("SELECT document FROM customer WHERE key > $before AND key < $behind")
                .With("$before", MerchantKey.Before(merchant)).With("$behind", MerchantKey.Before(merchant + 1)).ExecuteReader();
            while (reader.Read()) countries.Add(CountryOf(SQLitePCL.raw.sqlite3_column_blob(reader.Handle, 0), text), 1);
            spread = countries.ToSpread(created);
        });
        return spread;
    }

    private static long[] Created(SqliteSession session, long merchant, IReadOnlyList<DateTimeOffset> instants)
    {
        var created = new long[instants.Count + 1];
        for (var i = 0; i < created.Length; i++)
        {
            created[i] = (long)session.Prepared("SELECT count(*) FROM customer INDEXED BY customer_by_created WHERE merchant = $merchant AND created >= $from AND created < $to")
                .With("$merchant", merchant)
                .With("$from", i == 0 ? long.MinValue : instants[i - 1].ToUnixTimeMilliseconds())
                .With("$to", i == instants.Count ? long.MaxValue : instants[i].ToUnixTimeMilliseconds())
                .ExecuteScalar()!;
        }

        return created;
    }

    private static ReadOnlySpan<char> CountryOf(ReadOnlySpan<byte> document, Span<char> text)
    {
        var start = document.IndexOf(CountryName);
        if (start < 0) return "";
        var value = document[(start + CountryName.Length)..];
        value = value[..value.IndexOf((byte)'"')];
        return text[..Encoding.UTF8.GetChars(value, text)];
    }
}
