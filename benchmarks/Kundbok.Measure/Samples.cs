using System.Text.Json;

namespace Kundbok.Measure;

/// <summary>What requests are made of, drawn from customers all over a merchant's.</summary>
internal static class Samples
{
    private const int CommonTerms = 8;

    private static readonly string[] CommonFields = ["name", "address", "postoffice"];

    /// <summary>Writes files of one value a line: ids, cursors, terms (ready for a query string), short terms that hit and miss; and one.id, of a customer of median size.</summary>
    public static async Task<string> WriteAsync(HttpClient client, int count, string directory)
    {
        var all = (await GetAsync(client, "/customers/count")).Body.GetProperty("count").GetInt32();
        var random = new Random(1);
        List<(JsonElement Customer, string? Cursor)> samples = [];
        for (var i = 0; i < count; i++)
        {
            var (page, link) = await GetAsync(client, $"/customers?limit=1&start={random.Next(all)}");
            samples.Add((page[0], link?.Split("after=")[1]));
        }

        var customers = samples.ConvertAll(sample => sample.Customer);
        Write("ids", customers.Select(IdOf));
        Write("one.id", customers.OrderBy(customer => customer.GetRawText().Length).Skip(count / 2).Take(1).Select(IdOf));
        Write("cursors", samples.Select(sample => sample.Cursor).OfType<string>());

        // Of ten searches: three for a name, two for a number, one for an organisation number, one for a street, one for the beginning of a
        // name, one for what nobody has, and one for what over a tenth of all have.
        var common = Common(customers);
        Write("common", common.Select(Uri.EscapeDataString));
        Write("terms", customers.Select((customer, i) => (i % 10) switch
        {
            < 3 => Text(customer, "name"),
            < 5 => Text(customer, "customerid"),
            5 => Text(customer, "companyno"),
            6 => Text(customer, "address"),
            7 => Begin(Text(customer, "name"), 3),
            8 => $"{Begin(Text(customer, "name"), 5)}zq{i}",
            _ => common[i / 10 % common.Count],
        }).Where(term => term.Length >= 3).Select(Uri.EscapeDataString));
        Write("short-hits", customers.Select((customer, i) => Begin(Text(customer, "name"), 1 + (i % 2))).Select(Uri.EscapeDataString));
        Write("short-misses", ["%C3%BF%C3%BF", "q%C3%BF", "%C3%BFx", "%C3%BF"]);
        return $"{all} customers; common: {string.Join(", ", common)}";

        void Write(string file, IEnumerable<string> lines) => File.WriteAllLines(Path.Combine(directory, file), lines);
    }

    // Three letters that stand in the names, streets or cities of well over a tenth, and those that most have among them.
    private static List<string> Common(List<JsonElement> customers) =>
    [
        .. customers.SelectMany(customer => CommonFields.SelectMany(field => Threes(Text(customer, field))).Distinct(StringComparer.Ordinal))
            .GroupBy(three => three, StringComparer.Ordinal).Where(group => group.Count() * 100 > customers.Count * 13)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(CommonTerms).Select(group => group.Key),
    ];

    private static IEnumerable<string> Threes(string text) =>
        Enumerable.Range(0, Math.Max(0, text.Length - 2)).Select(i => text.Substring(i, 3).ToLowerInvariant()).Where(three => three.All(char.IsAsciiLetter));

    private static string Begin(string text, int length) => text[..Math.Min(length, text.Length)];

    private static string IdOf(JsonElement customer) => customer.GetProperty("mexcParamvaluesetsid").GetRawText();

    private static string Text(JsonElement customer, string field) => customer.GetProperty(field).GetString()!;

    private static async Task<(JsonElement Body, string? Link)> GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        using var json = JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        return (json.RootElement.Clone(), response.Headers.TryGetValues("Link", out var links) ? links.First().Split('<', '>')[1] : null);
    }
}
