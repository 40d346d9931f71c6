namespace Kundbok.Contracts;

/// <summary>Finds the field that somebody probably meant by a name that is no field.</summary>
public static class ClosestField
{
    // Longer names are no slips of a field's name, and the comparison's cost grows with the length.
    private const int LongestName = 40;

    /// <summary>The writable field whose name is closest, when at most a third of its letters differ; else null. Case, <c>_</c> and <c>-</c> do not count.</summary>
    public static CustomerField? To(string name)
    {
        if (name.Length > LongestName) return null;
        var plain = Plain(name);
        var best = CustomerFields.All.Where(field => !field.ReadOnly).MinBy(field => Distance(plain, Plain(field.Name)))!;
        return Distance(plain, Plain(best.Name)) <= Math.Max(1, best.Name.Length / 3) && plain.Length > 1 ? best : null;
    }

    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    // Levenshtein's distance, a row at a time.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j - 1], row[j]));
            }
        }

        return row[to.Length];
    }
}
