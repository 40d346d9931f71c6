using System.Globalization;
using System.Text.Json;
using Kundbok.Contracts;

namespace Kundbok.Portal.Language;

/// <summary>
/// What the portal says, in one language; and how that language writes numbers and times. Read from <c>en.json</c> and <c>sv.json</c> beside this
/// file: resources of .NET would be further files to load, before it is known which.
/// </summary>
public sealed class Texts
{
    private readonly Dictionary<string, string> _texts;
    private readonly NumberFormatInfo _numbers;

    private Texts(string language)
    {
        Language = language;
        using var file = typeof(Texts).Assembly.GetManifestResourceStream($"Kundbok.Portal.Language.{language}.json")!;
        using var json = JsonDocument.Parse(file);
        _texts = json.RootElement.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!, StringComparer.Ordinal);
        _numbers = new NumberFormatInfo { NumberGroupSeparator = language == "sv" ? "\u00a0" : ",", NumberDecimalDigits = 0 };
    }

    /// <summary>The languages there are, as in <c>lang</c>.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["sv", "en"];

    /// <summary><c>sv</c> or <c>en</c>.</summary>
    public string Language { get; }

    /// <summary>Every key.</summary>
    public IEnumerable<string> Keys => _texts.Keys;

    /// <summary>A text. A key that is not there is a fault of ours, which its name shows.</summary>
    public string this[string key] => _texts.GetValueOrDefault(key, key);

    /// <summary>A text with values in the places of {0}, {1} …; whole numbers are written as the language writes them.</summary>
    public string this[string key, params object[] values] =>
        string.Format(CultureInfo.InvariantCulture, this[key], [.. values.Select(value => value is int or long ? Number(Convert.ToInt64(value, CultureInfo.InvariantCulture)) : value)]);

    /// <summary>The texts of a language; English for one that is not there.</summary>
    public static Texts In(string? language) => new(Languages.FirstOrDefault(one => language?.StartsWith(one, StringComparison.OrdinalIgnoreCase) == true) ?? "en");

    /// <summary>Whether there is such a text.</summary>
    public bool Has(string key) => _texts.ContainsKey(key);

    /// <summary>A text for one or for many: <paramref name="key"/> with <c>.one</c> or <c>.many</c>.</summary>
    public string Count(string key, long count) => this[$"{key}.{(count == 1 ? "one" : "many")}", count];

    /// <summary>What happened to a customer; null is a kind that is newer than the portal.</summary>
    public string Change(ChangeKind? kind) => this[$"change.{(kind is { } known ? ChangeKinds.NameOf(known) : "other")}"];

    /// <summary>1 234 567 or 1,234,567.</summary>
    public string Number(long number) => number.ToString("N", _numbers);

    /// <summary>A day in the browser's time zone: 2026-01-31, as both languages may write it.</summary>
    public static string Day(DateTimeOffset instant) => instant.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A minute in the browser's time zone: 2026-01-31 14:05.</summary>
    public static string Minute(DateTimeOffset instant) => instant.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
