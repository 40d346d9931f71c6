using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>Writes a filter as the parameters of an address.</summary>
internal static class FilterParameters
{
    /// <summary>Adds what the filter asks for.</summary>
    /// <exception cref="ArgumentException">It has two conditions of a kind that the API takes once.</exception>
    public static ApiAddress Add(this ApiAddress address, CustomerFilter? filter)
    {
        var names = new List<string>();
        var flags = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var condition in Joined(filter ?? CustomerFilter.All))
        {
            var name = Write(condition, address, flags);
            if (names.Contains(name, StringComparer.Ordinal)) throw new ArgumentException($"The API takes the filter {name} once: leave one of the conditions out.", nameof(filter));
            names.Add(name);
            address.Add("filter", condition.Inverted ? $"!{name}" : name);
        }

        foreach (var flag in flags) address.Add(flag, 1);
        return address;
    }

    // Searches that must all hold are one search; what is said twice is said once; a search for nothing finds all.
    private static IEnumerable<FilterCondition> Joined(CustomerFilter filter)
    {
        var searches = filter.Conditions.OfType<ContainsTerms>().Where(search => !search.Inverted).GroupBy(search => search.Scope)
            .Select(scope => new ContainsTerms(scope.Key, [.. scope.SelectMany(search => search.Terms).Distinct()], Inverted: false))
            .Where(search => search.Terms.Count > 0);
        return filter.Conditions.Where(condition => condition is not ContainsTerms { Inverted: false }).Distinct().Concat(searches);
    }

    // The names of kinds and titles stand for a filter of their own, and for what another filter asks for: then they are 1 for both.
    private static string Write(FilterCondition condition, ApiAddress address, SortedSet<string> flags)
    {
        switch (condition)
        {
            case ContainsTerms search:
                var name = search.Scope == SearchScope.Everything ? "search" : "searchInInvoiceForm";
                foreach (var term in search.Terms) address.Add(name, term.Folded);
                if (search.Terms.Count == 0) address.Add(name, "");
                return name;
            case CreatedWithin within:
                address.Add("from", Instants.Format(within.From)).Add("to", Instants.Format(within.To));
                return "rangeByDate";
            case OfKind { Kinds: [var kind] }:
                return NameOf(kind);
            case OfKind kinds:
                flags.UnionWith(kinds.Kinds.Select(NameOf));
                return "isCustomerType";
            case HasTitle { EInvoice: true, ReverseTax: true }:
                flags.UnionWith(["isEFaktura", "isReverseTax"]);
                return "isTitle";
            case HasTitle title:
                return title.EInvoice ? "isEFaktura" : "isReverseTax";
            case FieldIs field:
                address.Add(field.Field.Name, field.Value);
                return field.Field.Name;
            default:
                throw new ArgumentException($"The API has no filter for {condition.GetType().Name}.", nameof(condition));
        }
    }

    private static string NameOf(CustomerKind kind) => kind switch
    {
        CustomerKind.Private => "isPrivate",
        CustomerKind.Company => "isCompany",
        _ => "isUnknown",
    };
}
