using System.Globalization;
using Kundbok.Contracts;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Kundbok.Server.Changes;

/// <summary>Versions of customers as HTTP has them (RFC 9110, 8.8.3 and 13): strong entity tags such as <c>"17"</c>.</summary>
internal static class EntityTags
{
    private const string IfMatch = "If-Match";

    /// <summary>The entity tag of a version.</summary>
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The versions that a change is meant for, from <c>If-Match</c>; null when it is meant for any.</summary>
    public static (VersionCondition? Condition, ProblemHttpResult? Problem) ReadCondition(HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0) return (null, null);
        if (!EntityTagHeaderValue.TryParseStrictList(request.Headers.IfMatch, out var tags))
            return (null, Problems.Problem(ProblemCode.InvalidRequest, IfMatch, "If-Match takes what ETag said, quotation marks included, such as \"17\"; or *."));

        return tags.Contains(EntityTagHeaderValue.Any) ? (null, null) : (new VersionCondition([.. tags.Where(tag => !tag.IsWeak).Select(VersionOf).OfType<long>()]), null);
    }

    /// <summary>Whether the client has that version already, by <c>If-None-Match</c>. One that cannot be read says nothing.</summary>
    public static bool IsKnown(HttpRequest request, long version) =>
        request.Headers.IfNoneMatch.Count > 0
        && EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || VersionOf(tag) == version);

    private static long? VersionOf(EntityTagHeaderValue tag) =>
        tag.Tag.Length > 2 && long.TryParse(tag.Tag.AsSpan()[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
