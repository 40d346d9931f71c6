using System.Globalization;
using System.Text;

namespace Kundbok.Lookup.Online;

/// <summary>
/// Writes JSON as PHP's <c>json_encode</c> does without options: compact, slashes as <c>\/</c>, everything outside ASCII as <c>\u00e4</c> with
/// lower-case digits. Qvickly's hashes are over such text, to the last byte.
/// </summary>
internal static class PhpJson
{
    /// <summary>An object of texts and whole numbers, in this order.</summary>
    public static string Object(params ReadOnlySpan<(string Name, object Value)> members)
    {
        var json = new StringBuilder("{");
        foreach (var (name, value) in members)
        {
            if (json.Length > 1) json.Append(',');
            Append(json, name);
            json.Append(':');
            if (value is string text) Append(json, text);
            else json.Append(CultureInfo.InvariantCulture, $"{value}");
        }

        return json.Append('}').ToString();
    }

    private static void Append(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append(@"\\"),
                '/' => json.Append(@"\/"),
                '\b' => json.Append(@"\b"),
                '\f' => json.Append(@"\f"),
                '\n' => json.Append(@"\n"),
                '\r' => json.Append(@"\r"),
                '\t' => json.Append(@"\t"),
                < ' ' or > '\x7f' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }

        json.Append('"');
    }
}
