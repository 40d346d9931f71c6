using Kundbok.Contracts;

namespace Kundbok.Storage;

/// <summary>
/// A set of combinations of traits. A combination is a number from 0 to 11: kind * 4 + takes e-invoices * 2 + has reverse tax. Any
/// filter on kinds and titles comes down to the combinations that it allows.
/// </summary>
internal readonly record struct CustomerTraitSet(int Bits)
{
    public const int Combinations = 12;

    public static CustomerTraitSet All { get; } = new((1 << Combinations) - 1);

    /// <summary>The combinations in the set, ascending.</summary>
    public IEnumerable<int> Values
    {
        get
        {
            for (var traits = 0; traits < Combinations; traits++)
            {
                if ((Bits & (1 << traits)) != 0) yield return traits;
            }
        }
    }

    public bool IsEmpty => Bits == 0;

    /// <summary>The combination of one customer.</summary>
    public static int Of(Customer customer, DateOnly today) =>
        ((int)CustomerTraits.Kind(customer, today) * 4) + (CustomerTraits.TakesEInvoice(customer) ? 2 : 0) + (CustomerTraits.HasReverseTax(customer) ? 1 : 0);

    /// <summary>The combinations that meet every condition on kinds and titles; other conditions do not count.</summary>
    public static CustomerTraitSet Allowed(CustomerFilter filter)
    {
        var bits = 0;
        for (var traits = 0; traits < Combinations; traits++)
        {
            if (filter.Conditions.All(condition => Meets(traits, condition))) bits |= 1 << traits;
        }

        return new(bits);
    }

    private static bool Meets(int traits, FilterCondition condition) => condition switch
    {
        OfKind kind => kind.Inverted != kind.Kinds.Contains((CustomerKind)(traits / 4)),
        HasTitle title => title.Inverted != ((title.EInvoice && (traits & 2) != 0) || (title.ReverseTax && (traits & 1) != 0)),
        _ => true,
    };
}
