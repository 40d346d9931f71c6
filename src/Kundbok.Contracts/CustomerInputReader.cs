using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Kundbok.Contracts;

/// <summary>What became of a body that should be a customer: the fields it sets, or a problem with the sentences to tell.</summary>
/// <param name="Input">The fields; null when there is a problem.</param>
/// <param name="Problem"><see cref="ProblemCode.InvalidJson"/> or <see cref="ProblemCode.InvalidCustomer"/>.</param>
/// <param name="Errors">Property name, or <c>body</c>, to sentences.</param>
public sealed record CustomerInputResult(CustomerInput? Input, ProblemCode? Problem, IReadOnlyDictionary<string, string[]> Errors);

/// <summary>
/// Reads the fields of a customer from JSON: text as it is, a number or a boolean as its JSON text, null as the empty string.
/// Every property that is wrong is reported, not just the first.
/// </summary>
public static class CustomerInputReader
{
    /// <summary>Errors reported for one body; further ones are left out, so that a hostile body is not answered with a bigger one.</summary>
    public const int MostErrors = 100;

    private const string Body = "body";
    private const int LongestNameShown = 100;

    /// <summary>Reads a body. A byte order mark is allowed.</summary>
    /// <param name="utf8">The body, whole.</param>
    /// <param name="isNew">The fields are for a new customer, which needs a name; else for a change, which may not blank it.</param>
    public static CustomerInputResult Read(ReadOnlySpan<byte> utf8, bool isNew)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble)) utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        if (utf8.IsEmpty) return InvalidJson("The body is empty: send a JSON object with the customer's fields.");
        if (!Utf8.IsValid(utf8)) return InvalidJson("The body is not valid UTF-8.");

        // Deep nesting is well-formed JSON: it is refused as a value, not as JSON, so the reader must get through it.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            return ReadBody(ref reader, isNew);
        }
        catch (JsonException fault)
        {
            return InvalidJson($"The body is not well-formed JSON, at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1} of the line.");
        }
    }

    private static CustomerInputResult ReadBody(ref Utf8JsonReader reader, bool isNew)
    {
        var errors = new Errors();
        var input = new CustomerInput();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            errors.Add(Body, "The body must be a JSON object with the customer's fields.");
        }
        else
        {
            ReadProperties(ref reader, input, errors);
        }

        reader.Read(); // Anything after the value is an error, which this raises.
        if (errors.None) CheckName(input, isNew, errors);
        return errors.None ? new CustomerInputResult(input, null, errors.Sentences) : new(null, ProblemCode.InvalidCustomer, errors.Sentences);
    }

    private static void ReadProperties(ref Utf8JsonReader reader, CustomerInput input, Errors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (errors.Full)
            {
                reader.Skip();
                continue;
            }

            var name = TextOf(ref reader);
            reader.Read();
            if (name is null) errors.Add(Body, "A property name has half a surrogate pair, which is no character.");
            else if (!seen.Add(name)) errors.Add(Shown(name), "The property is given twice: send it once.");
            else if (CustomerFields.Find(name) is not { } field) errors.Add(Shown(name), Unknown(name));
            else if (!field.ReadOnly) ReadText(ref reader, field, input, errors);
            reader.Skip();
        }
    }

    private static void ReadText(ref Utf8JsonReader reader, CustomerField field, CustomerInput input, Errors errors)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            errors.Add(field.Name, "The value must be text, a number, true, false or null.");
            return;
        }

        var text = reader.TokenType switch
        {
            JsonTokenType.Null => "",
            JsonTokenType.String => TextOf(ref reader),
            _ => Encoding.UTF8.GetString(reader.ValueSpan),
        };
        if (text is null) errors.Add(field.Name, "The text has half a surrogate pair, which is no character: send whole characters.");
        else if (TextRules.Violation(field, text) is { } violation) errors.Add(field.Name, violation);
        else input.SetUnchecked(field, text);
    }

    private static void CheckName(CustomerInput input, bool isNew, Errors errors)
    {
        if (isNew && input.MissingForNew() is { } missing)
            errors.Add(CustomerFields.Name.Name, missing);
        else if (!isNew && input[CustomerFields.Name] is { } name && string.IsNullOrWhiteSpace(name))
            errors.Add(CustomerFields.Name.Name, "A customer needs a name: send one that is not blank, or leave the property out to keep the name.");
    }

    // Null for text with an escaped half of a surrogate pair: the only text that GetString refuses, once the body is valid UTF-8.
    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Unknown(string name) =>
        ClosestField.To(name) is { } field
            ? $"There is no such field. Did you mean {field.Name}?"
            : "There is no such field: see the API documentation for the fields of a customer.";

    private static string Shown(string name) => name.Length <= LongestNameShown ? name : $"{name.AsSpan(0, LongestNameShown)}…";

    private static CustomerInputResult InvalidJson(string sentence) =>
        new(null, ProblemCode.InvalidJson, new Dictionary<string, string[]>(StringComparer.Ordinal) { [Body] = [sentence] });

    private sealed class Errors
    {
        private readonly Dictionary<string, string[]> _sentences = new(StringComparer.Ordinal);

        public bool None => _sentences.Count == 0;

        public bool Full => _sentences.Count >= MostErrors;

        public IReadOnlyDictionary<string, string[]> Sentences => _sentences;

        public void Add(string name, string sentence) =>
            _sentences[name] = !_sentences.TryGetValue(name, out var before) ? [sentence]
                : before.Contains(sentence, StringComparer.Ordinal) ? before
                : [.. before, sentence];
    }
}
