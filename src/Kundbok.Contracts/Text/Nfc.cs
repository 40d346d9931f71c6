using System.Globalization;
using System.Text;

namespace Kundbok.Contracts;

/// <summary>Unicode Normalization Form C (Unicode Standard, section 3.11), by a table of our own.</summary>
internal sealed class Nfc
{
    // Below the first combining mark nothing decomposes that does not compose back, and nothing composes.
    private const char LastUnaffected = '\u02FF';

    // Most names of western Europe never need it.
    private static readonly Lazy<Nfc> Table = new(() => new Nfc());

    private readonly Dictionary<int, int> _classes = [];
    private readonly Dictionary<int, int[]> _decompositions = [];
    private readonly Dictionary<(int First, int Second), int> _composites = [];

    private Nfc()
    {
        foreach (var (first, last, value) in TableFile.Read("Nfc"))
        {
            switch (value.Split(';'))
            {
                case ["class", var combiningClass]:
                    for (var scalar = first; scalar <= last; scalar++)
                        _classes.Add(scalar, int.Parse(combiningClass, CultureInfo.InvariantCulture));
                    break;
                case [var word, var list]:
                    var step = TableFile.Scalars(list);
                    _decompositions.Add(first, step);
                    if (word == "composite") _composites.Add((step[0], step[1]), first);
                    break;
            }
        }
    }

    /// <summary>The text in Form C. Unpaired surrogates become U+FFFD.</summary>
    public static string Compose(string text) =>
        text.AsSpan().ContainsAnyExceptInRange('\0', LastUnaffected) ? Table.Value.Normalize(text) : text;

    private string Normalize(string text)
    {
        var scalars = new List<int>(text.Length);
        foreach (var scalar in text.EnumerateRunes()) Decompose(scalar.Value, scalars);
        Order(scalars);
        Compose(scalars);

        var composed = new StringBuilder(scalars.Count);
        foreach (var scalar in scalars) composed.Append(char.ConvertFromUtf32(scalar));
        return composed.ToString();
    }

    private void Decompose(int scalar, List<int> into)
    {
        if (_decompositions.TryGetValue(scalar, out var step))
        {
            foreach (var part in step) Decompose(part, into);
        }
        else
        {
            into.Add(scalar);
        }
    }

    // The canonical ordering: marks between two starters by their class, those of one class as they were.
    private void Order(List<int> scalars)
    {
        for (var i = 1; i < scalars.Count; i++)
        {
            var (scalar, combiningClass) = (scalars[i], ClassOf(scalars[i]));
            if (combiningClass == 0) continue;
            var place = i;
            for (; place > 0 && ClassOf(scalars[place - 1]) > combiningClass; place--) scalars[place] = scalars[place - 1];
            scalars[place] = scalar;
        }
    }

    // The canonical composition: each scalar joins the last starter where the two have a composite, unless something
    // between them blocks it (a starter, or a mark of the same class or a higher one).
    private void Compose(List<int> scalars)
    {
        var (kept, starter, lastClass) = (0, -1, -1);
        foreach (var scalar in scalars.ToArray())
        {
            var combiningClass = ClassOf(scalar);
            if (starter >= 0 && lastClass < combiningClass && TryCompose(scalars[starter], scalar, out var composite))
            {
                scalars[starter] = composite;
                continue;
            }

            if (combiningClass == 0) starter = kept;
            lastClass = combiningClass == 0 ? -1 : combiningClass;
            scalars[kept++] = scalar;
        }

        scalars.RemoveRange(kept, scalars.Count - kept);
    }

    private bool TryCompose(int first, int second, out int composite) =>
        _composites.TryGetValue((first, second), out composite) || Hangul.TryCompose(first, second, out composite);

    private int ClassOf(int scalar) => _classes.GetValueOrDefault(scalar);
}
