using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Kundbok.Server.Http;

/// <summary>
/// The parameters of a query string: names compared exactly, values in order. A repeated parameter may be written
/// <c>name=a&amp;name=b</c>, <c>name[]=a&amp;name[]=b</c> or <c>name[0]=a&amp;name[1]=b</c>, as PHP does.
/// </summary>
internal sealed class QueryParameters
{
    private readonly Dictionary<string, List<Parameter>> _byName = new(StringComparer.Ordinal);

    public QueryParameters(HttpRequest request)
    {
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            var written = pair.DecodeName().ToString();
            var bracket = written.IndexOf('[', StringComparison.Ordinal);
            var name = bracket > 0 && written[^1] == ']' ? written[..bracket] : written;
            if (!_byName.TryGetValue(name, out var values)) _byName.Add(name, values = []);
            values.Add(new Parameter(pair.DecodeValue().ToString(), name.Length == written.Length ? null : written[(bracket + 1)..^1]));
        }
    }

    public bool Has(string name) => _byName.ContainsKey(name);

    /// <summary>The values of a repeatable parameter; null when a subscript is neither empty nor a number.</summary>
    public IReadOnlyList<string>? Many(string name)
    {
        if (!_byName.TryGetValue(name, out var values)) return [];
        return values.TrueForAll(value => value.Subscript is null || value.Subscript.All(char.IsAsciiDigit)) ? [.. values.Select(value => value.Value)] : null;
    }

    /// <summary>Whether the parameter, which takes one value, is written once and without a subscript.</summary>
    public bool IsSingle(string name) => _byName.TryGetValue(name, out var values) && values is [{ Subscript: null }];

    /// <summary>The value of a parameter for which <see cref="IsSingle"/> holds.</summary>
    public string Single(string name) => _byName[name][0].Value;

    /// <summary>The value as a whole number in plain ASCII digits; null when it is written more than once, or otherwise.</summary>
    public long? WholeNumber(string name) =>
        IsSingle(name) && long.TryParse(Single(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private readonly record struct Parameter(string Value, string? Subscript);
}
