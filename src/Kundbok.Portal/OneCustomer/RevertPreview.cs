using Kundbok.Client;
using Kundbok.Contracts;

namespace Kundbok.Portal.OneCustomer;

/// <summary>What going back to an earlier version would change.</summary>
public static class RevertPreview
{
    /// <summary>The fields that would change: what they are, and what they would be.</summary>
    /// <param name="versions">The history from the newest version to the one to go back to, at least.</param>
    /// <param name="version">The version to go back to.</param>
    /// <returns>In the order of the form.</returns>
    public static IReadOnlyList<RevertedField> Of(IEnumerable<CustomerVersion> versions, long version)
    {
        var now = new Dictionary<CustomerField, string>();
        var then = new Dictionary<CustomerField, string?>();
        foreach (var difference in versions.Where(one => one.Version > version).OrderByDescending(one => one.Version).SelectMany(one => one.Changed))
        {
            now.TryAdd(difference.Field, difference.To);
            then[difference.Field] = difference.From;
        }

        return [.. FormLayout.All
            .Where(field => now.TryGetValue(field, out var text) && text != then[field])
            .Select(field => new RevertedField(field, now[field], then[field]))];
    }
}

/// <summary>A field that going back would change.</summary>
/// <param name="Field">The field.</param>
/// <param name="Now">What it is.</param>
/// <param name="Then">What it would be; null when that is not known here.</param>
public sealed record RevertedField(CustomerField Field, string Now, string? Then);
