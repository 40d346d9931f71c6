namespace Kundbok.Contracts;

/// <summary>
/// The fields that a request, or a row of an import, sets; the others are left as they are. Read from JSON by
/// <see cref="CustomerInputReader"/>; the texts have passed <see cref="TextRules"/>.
/// </summary>
public sealed partial class CustomerInput
{
    private readonly string?[] _texts = new string?[CustomerFields.All.Count];

    /// <summary>The text sent for the field, the empty string to clear it, or null when the field is not sent.</summary>
    /// <exception cref="ArgumentException">Set: the field is read-only, or the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? this[CustomerField field]
    {
        get => _texts[field.Ordinal];
        set
        {
            if (field.ReadOnly) throw new ArgumentException($"{field.Name} is given by the register.", nameof(field));
            if (value is not null && TextRules.Violation(field, value) is { } violation) throw new ArgumentException(violation, nameof(value));
            _texts[field.Ordinal] = value;
        }
    }

    /// <summary>What keeps the fields from making a new customer; null when nothing does.</summary>
    public string? MissingForNew() =>
        string.IsNullOrWhiteSpace(this[CustomerFields.Name]) ? "A customer needs a name: send a name that is not blank." : null;

    internal void SetUnchecked(CustomerField field, string text) => _texts[field.Ordinal] = text;

    internal void CopyTo(string[] texts)
    {
        for (var ordinal = 0; ordinal < texts.Length; ordinal++)
        {
            if (_texts[ordinal] is { } text) texts[ordinal] = text;
        }
    }
}

/// <summary>What a text must be for the register to keep it as it was sent. There is no check of form at this level.</summary>
public static class TextRules
{
    /// <summary>The sentence to tell the sender, or null when the text is good. It never repeats the text.</summary>
    public static string? Violation(CustomerField field, string text)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++, length++)
        {
            var unit = text[i];
            if (char.IsHighSurrogate(unit) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(unit)) return "The text has half a surrogate pair, which is no character: send whole characters.";
            else if (IsRefused(unit)) return $"The text has the character U+{(int)unit:X4}, which cannot be exported as XML: leave it out.";
        }

        return length <= field.MaxLength ? null : $"The text has {length} characters; at most {field.MaxLength} fit.";
    }

    // What XML 1.0 cannot carry, besides half surrogate pairs.
    private static bool IsRefused(char unit) => unit is < ' ' and not '\t' and not '\r' and not '\n' or '\uFFFE' or '\uFFFF';
}
