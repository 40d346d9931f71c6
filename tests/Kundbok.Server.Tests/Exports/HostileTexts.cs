using System.Text;
using Kundbok.Contracts;

namespace Kundbok.Server.Tests.Exports;

/// <summary>Texts that a careless writer of XML or CSV gets wrong.</summary>
internal static class HostileTexts
{
    public static readonly string[] All =
    [
        "Åsa Öström Ærø", "👩‍👩‍👧 🇸🇪 𝔘", "\"", "\"\"", "\"a\"", "a\"b", "'", "''", "''=1", "'=1", "'x", "'''", ",", ";", "a,b;c", "\t", "a\tb", "\r", "\n", "\r\n",
        "a\rb\nc\r\nd", "\r\r\n\n", " ", "  ", " a", "a ", "\ta\t", "%", "100 %", "%0D%0A", "=1+1", "+46 8 123", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1",
        "\r=1", "\n=1", "=\"a\"", "=;,", "'\t", "'\r\n'", "'+", "]]>", "<![CDATA[x]]>", "<b>&amp;</b>", "&", "&#13;", "&#10;&lt;", "<!-- -->", "<?xml?>", "</customers>",
        "\\", "\\n", "\\\"", "\\u0041", "/", "{}", "\u007F\u0080\u0085\u009F\u00A0", "\u2028\u2029", "\uFEFFa", "\uFDD0\uFFFD", "\U0001FFFE\U0010FFFF", "e\u0301",
        "null", "true", "0", "007", "1e5", "1,5", "#", "sep=;", "\u202Ea", new('"', 255), new('&', 255), new('\n', 255),
        string.Concat(Enumerable.Repeat("😀", 255)), // twice as many UTF-16 units as characters
    ];

    /// <summary>Every character of the Basic Multilingual Plane that a customer can have, in code order.</summary>
    public static string EveryPlainCharacter { get; } = Every(0x09, 0xFFFF);

    /// <summary>Characters beyond it, every 37th.</summary>
    public static string FurtherCharacters { get; } = Every(0x10000, 0x10FFFF, 37);

    /// <summary>As many customers as there are texts, such that every text stands in every field that can be written.</summary>
    public static IEnumerable<CustomerInput> Customers()
    {
        for (var shift = 0; shift < All.Length; shift++)
        {
            var input = new CustomerInput();
            foreach (var field in CustomerFields.All.Where(field => !field.ReadOnly))
            {
                var text = All[(field.Ordinal + shift) % All.Length];
                var unlike = field == CustomerFields.Name && string.IsNullOrWhiteSpace(text); // a name may not be blank
                input[field] = unlike ? "Kund" : text;
            }

            yield return input;
        }
    }

    private static string Every(int from, int to, int step = 1)
    {
        var text = new StringBuilder();
        for (var code = from; code <= to; code += step)
        {
            if (!Rune.IsValid(code)) continue;
            var character = new Rune(code).ToString();
            if (TextRules.Violation(CustomerFields.Notes, character) is null) text.Append(character);
        }

        return text.ToString();
    }
}
