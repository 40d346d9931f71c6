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

    // How many letters are left out, put in, exchanged for another or swapped with their neighbour.
    private static int Distance(string from, string to)
    {
        var distance = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++) distance[i, 0] = i;
        for (var j = 0; j <= to.Length; j++) distance[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var exchanged = distance[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(exchanged, 1 + Math.Min(distance[i - 1, j], distance[i, j - 1]));
                var isSwapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                if (isSwapped) distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
            }
        }

        return distance[from.Length, to.Length];
    }
}
