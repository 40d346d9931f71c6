using System.Text.Json;
using Kundbok.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Http;

/// <summary>
/// The properties of a body that must be a JSON object. They are taken one by one, and everything that is wrong is collected: properties
/// that nobody knows, those that are given twice, and values of another type.
/// </summary>
internal sealed class JsonProperties
{
    private const string Body = "body";
    private const int LongestNameShown = 100;

    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    private JsonProperties()
    {
    }

    /// <summary>What is wrong so far, a sentence for each property.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    /// <summary>Reads the request's body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="known">The names there are.</param>
    /// <param name="mayBeEmpty">Whether no body at all stands for an object without properties.</param>
    /// <returns>The properties, or the problem of a body that is no JSON.</returns>
    public static async ValueTask<(JsonProperties? Properties, ProblemHttpResult? Problem)> ReadAsync(HttpContext context, IReadOnlyCollection<string> known, bool mayBeEmpty = false)
    {
        var body = (await RequestBody.ReadJsonAsync(context, RequestBody.MostOtherBytes)).AsUtf8();
        if (body.Problem is { } problem) return (null, problem);

        var properties = new JsonProperties();
        if (body.Bytes.IsEmpty && mayBeEmpty) return (properties, null);
        try
        {
            // Deep nesting is well-formed JSON: it is refused as a value.
            using var json = JsonDocument.Parse(body.Bytes, new JsonDocumentOptions { MaxDepth = int.MaxValue });
            properties.Take(json.RootElement, known);
            return (properties, null);
        }
        catch (JsonException)
        {
            return (null, Problems.Problem(ProblemCode.InvalidJson, Body, "The body is empty or not well-formed JSON: send a JSON object."));
        }
    }

    /// <summary>Notes that a property must be there, when it is not.</summary>
    public void Require(string name, string sentence)
    {
        if (!_values.ContainsKey(name) && !_errors.ContainsKey(Body)) Refuse(name, sentence);
    }

    /// <summary>A text; null when it was not sent, or is none.</summary>
    public string? Text(string name)
    {
        if (!_values.TryGetValue(name, out var value)) return null;
        if (TextOf(value) is { } text) return text;

        Refuse(name, "The value must be text.");
        return null;
    }

    /// <summary>A list of texts; null when it was not sent, or is none.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (!_values.TryGetValue(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Array)
        {
            var texts = value.EnumerateArray().Select(TextOf).ToList();
            if (!texts.Contains(null)) return texts!;
        }

        Refuse(name, "The value must be a list of texts.");
        return null;
    }

    /// <summary>A whole number within bounds; null when it was not sent, or is none.</summary>
    public int? WholeNumber(string name, int least, int most)
    {
        if (!_values.TryGetValue(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most) return number;

        Refuse(name, $"The value must be a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>True or false; null when it was not sent, or is neither.</summary>
    public bool? Flag(string name)
    {
        if (!_values.TryGetValue(name, out var value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.ValueKind == JsonValueKind.True;

        Refuse(name, "The value must be true or false.");
        return null;
    }

    /// <summary>Notes what is wrong with a property.</summary>
    public void Refuse(string name, string sentence) => _errors[name] = [sentence];

    // Of a hostile body no more is reported than there are names, and one that is not known.
    private void Take(JsonElement body, IReadOnlyCollection<string> known)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            Refuse(Body, "The body must be a JSON object.");
            return;
        }

        var isStrange = false;
        foreach (var property in body.EnumerateObject())
        {
            var name = NameOf(property);
            if (name is not null && known.Contains(name, StringComparer.Ordinal))
            {
                if (!_values.TryAdd(name, property.Value.Clone())) Refuse(name, "The property is given twice: send it once.");
            }
            else if (!isStrange)
            {
                isStrange = true;
                Refuse(Shown(name), $"There is no such property. There are: {string.Join(", ", known)}.");
            }
        }
    }

    // Null for half of a surrogate pair, escaped: no text.
    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair, escaped
        }
    }

    private static string Shown(string? name) => name is null ? Body : name.Length <= LongestNameShown ? name : $"{name.AsSpan(0, LongestNameShown)}…";
}
