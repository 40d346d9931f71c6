using Kundbok.Contracts;

namespace Kundbok.Storage;

/// <summary>Which kinds of changes somebody wants to be told of.</summary>
/// <param name="Bits">A bit for each kind, as it is stored; 0: every kind, those to come included.</param>
public readonly record struct WantedKinds(int Bits)
{
    /// <summary>Every kind.</summary>
    public static WantedKinds All => default;

    /// <summary>These kinds; every kind when there are none.</summary>
    public static WantedKinds Of(IEnumerable<ChangeKind> kinds) => new(kinds.Aggregate(0, (bits, kind) => bits | Bit(kind)));

    /// <summary>The kinds by their numbers; none stands for every kind.</summary>
    public IEnumerable<ChangeKind> Named
    {
        get
        {
            foreach (var kind in Enum.GetValues<ChangeKind>())
            {
                if ((Bits & Bit(kind)) != 0) yield return kind;
            }
        }
    }

    /// <summary>Whether the kind is wanted.</summary>
    public bool Contains(ChangeKind kind) => Bits == 0 || (Bits & Bit(kind)) != 0;

    private static int Bit(ChangeKind kind) => 1 << (int)kind;
}
