using System.Text;
using System.Text.Json;

namespace Kundbok.Lookup.Online;

/// <summary>Reads what sources send: what is missing or null is empty, and no text gets longer or stranger than an address can be.</summary>
internal static class SourceFields
{
    private const int LongestText = 200;

    /// <summary>The object or list of that name; null when it is missing or null.</summary>
    /// <exception cref="InvalidOperationException">What should hold it is no object.</exception>
    public static JsonElement? Find(this JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    /// <summary>The text or number of that name, on one line and without space at its ends; empty when it is missing or null.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static string Text(this JsonElement holder, string name) => holder.Find(name) is { } found ? Text(found) : "";

    /// <summary>A text or number, on one line and without space at its ends.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => OneLine(value.GetString()!),
        JsonValueKind.Number => OneLine(value.GetRawText()),
        _ => throw new JsonException(),
    };

    /// <summary>The elements of the list of that name; none when it is missing or null.</summary>
    /// <exception cref="InvalidOperationException">It is no list.</exception>
    public static IEnumerable<JsonElement> List(this JsonElement holder, string name) => holder.Find(name) is { } found ? found.EnumerateArray() : [];

    /// <summary>A postal code without spaces.</summary>
    public static string Zip(this JsonElement holder, string name) => string.Concat(holder.Text(name).Where(c => !char.IsWhiteSpace(c)));

    /// <summary>A country's code of two letters in upper case; empty for anything else.</summary>
    public static string Country(string text) => text.Length == 2 && text.All(char.IsAsciiLetter) ? text.ToUpperInvariant() : "";

    private static string OneLine(string text)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > LongestText) break;
            var isSpace = Rune.IsControl(rune) || Rune.IsWhiteSpace(rune);
            if (!isSpace) line.Append(rune.ToString());
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }
}
