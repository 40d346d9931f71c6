using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kundbok.Server.Commands;

/// <summary>Prints rows: in columns for people, as a JSON array for programs.</summary>
internal sealed class Listing<T>(IReadOnlyList<(string Name, Func<T, object?> Value)> columns)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Asks for JSON.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Prints a JSON array" };

    /// <summary>Prints the rows as the arguments ask.</summary>
    public Task WriteAsync(IReadOnlyList<T> rows, ParseResult arguments)
    {
        var output = arguments.InvocationConfiguration.Output;
        return output.WriteLineAsync(arguments.GetValue(Json) ? AsJson(rows) : AsColumns(rows));
    }

    private string AsJson(IReadOnlyList<T> rows) =>
        new JsonArray([.. rows.Select(row => new JsonObject(columns.Select(column => KeyValuePair.Create(column.Name, NodeOf(column.Value(row))))))]).ToJsonString(Readable);

    private static JsonNode? NodeOf(object? value) => value switch
    {
        null => null,
        long number => JsonValue.Create(number),
        _ => JsonValue.Create(TextOf(value)),
    };

    private string AsColumns(IReadOnlyList<T> rows)
    {
        var cells = rows.Select(row => columns.Select(column => TextOf(column.Value(row))).ToArray()).Prepend([.. columns.Select(column => column.Name)]).ToList();
        var widths = columns.Select((_, i) => cells.Max(row => row[i].Length)).ToList();
        return string.Join('\n', cells.Select(row => string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()));
    }

    private static string TextOf(object? value) => value switch
    {
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
