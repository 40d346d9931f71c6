using System.Globalization;

namespace Kundbok.Client;

/// <summary>What the headers of an answer say.</summary>
internal static class AnswerHeaders
{
    private const string ChangeHeader = "Kundbok-Change";

    /// <summary>The version in <c>ETag</c>, which a proxy that compresses may have made a weak one; null when there is none.</summary>
    public static long? VersionOf(HttpResponseMessage response) =>
        response.Headers.ETag is { Tag: { Length: > 2 } tag } ? NumberIn(tag.AsSpan(1, tag.Length - 2)) : null;

    /// <summary>The id by which a removal can be undone; null when nothing was removed.</summary>
    public static long? OperationOf(HttpResponseMessage response) => NumberIn(TextOf(response, ChangeHeader));

    /// <summary>The first value of a header; null when it is not there.</summary>
    public static string? TextOf(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>
    /// Where the next page begins: a parameter of the address in <c>Link</c>; null when there is no next page. The address itself is not
    /// followed, so that no answer can lead the token elsewhere.
    /// </summary>
    /// <exception cref="FormatException">There is a next page, but the address does not say where.</exception>
    public static string? NextOf(HttpResponseMessage response, string parameter)
    {
        if (TextOf(response, "Link") is not { } link || !link.Contains("rel=\"next\"", StringComparison.Ordinal)) return null;

        var begin = link.IndexOf('?', StringComparison.Ordinal) + 1;
        var end = link.IndexOf('>', StringComparison.Ordinal);
        foreach (var pair in end > begin ? link[begin..end].Split('&') : [])
        {
            if (pair.StartsWith(parameter + "=", StringComparison.Ordinal)) return Uri.UnescapeDataString(pair[(parameter.Length + 1)..]);
        }

        throw new FormatException("The address of the next page does not say where it begins.");
    }

    private static long? NumberIn(ReadOnlySpan<char> digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
