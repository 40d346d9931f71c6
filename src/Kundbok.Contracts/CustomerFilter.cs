using System.Buffers;

namespace Kundbok.Contracts;

/// <summary>Which customers are meant: those that meet every condition. Without conditions: all.</summary>
/// <param name="Conditions">The conditions, all of which must hold.</param>
public sealed record CustomerFilter(IReadOnlyList<FilterCondition> Conditions)
{
    /// <summary>Every customer.</summary>
    public static CustomerFilter All { get; } = new([]);

    /// <summary>Of these, the customers that have every term in their name, number, address, postal code, city or organisation number.</summary>
    public CustomerFilter Containing(params IEnumerable<string> terms) => And(new ContainsTerms(SearchScope.Everything, TermsOf(terms), Inverted: false));

    /// <summary>Of these, the customers that have every term in their name, number or organisation number.</summary>
    public CustomerFilter ContainingInInvoiceForm(params IEnumerable<string> terms) => And(new ContainsTerms(SearchScope.InvoiceForm, TermsOf(terms), Inverted: false));

    /// <summary>Of these, the customers that were created within, both ends included.</summary>
    public CustomerFilter CreatedWithin(DateTimeOffset from, DateTimeOffset to) =>
        And(new CreatedWithin(Instants.ToMilliseconds(from), Instants.ToMilliseconds(to), Inverted: false));

    /// <summary>Of these, the customers that were created on these days of UTC, both included.</summary>
    public CustomerFilter CreatedWithin(DateOnly from, DateOnly to) => CreatedWithin(
        new DateTimeOffset(from, TimeOnly.MinValue, TimeSpan.Zero), new DateTimeOffset(to, TimeOnly.MaxValue, TimeSpan.Zero));

    /// <summary>Of these, the customers of one of the kinds.</summary>
    public CustomerFilter OfKind(params IReadOnlyList<CustomerKind> kinds) => And(new OfKind(kinds, Inverted: false));

    /// <summary>Of these, the customers that take e-invoices.</summary>
    public CustomerFilter TakingEInvoices() => And(new HasTitle(EInvoice: true, ReverseTax: false, Inverted: false));

    /// <summary>Of these, the customers that account for the VAT themselves.</summary>
    public CustomerFilter WithReverseTax() => And(new HasTitle(EInvoice: false, ReverseTax: true, Inverted: false));

    /// <summary>Of these, the customers of which a field is exactly this.</summary>
    /// <param name="field"><see cref="CustomerFields.Number"/>, <see cref="CustomerFields.Email"/> or <see cref="CustomerFields.CompanyNumber"/>, which compares without regard to separators and century.</param>
    /// <param name="value">The value.</param>
    public CustomerFilter Where(CustomerField field, string value) => And(new FieldIs(field, value, Inverted: false));

    /// <summary>Of these, the customers that do not meet the one condition of another filter.</summary>
    /// <exception cref="ArgumentException">The other has no condition, or several.</exception>
    public CustomerFilter Except(CustomerFilter other) => other.Conditions is [var condition]
        ? And(condition with { Inverted = !condition.Inverted })
        : throw new ArgumentException("Only one condition can be inverted at a time.", nameof(other));

    private static SearchTerm[] TermsOf(IEnumerable<string> terms) => [.. terms.Select(SearchTerm.Create).OfType<SearchTerm>().Distinct()];

    private CustomerFilter And(FilterCondition condition) => new([.. Conditions, condition]);
}

/// <summary>One condition of a filter.</summary>
/// <param name="Inverted">True: the customers that do not meet it are meant.</param>
public abstract record FilterCondition(bool Inverted);

/// <summary>Every term is a substring of one of the scope's fields, both folded (<see cref="TextFold"/>).</summary>
/// <param name="Scope">The fields that are searched.</param>
/// <param name="Terms">The terms; blank ones are left out, since everything contains them.</param>
/// <param name="Inverted">See <see cref="FilterCondition"/>.</param>
public sealed record ContainsTerms(SearchScope Scope, IReadOnlyList<SearchTerm> Terms, bool Inverted) : FilterCondition(Inverted);

/// <summary>Created within, both ends included, in whole milliseconds of UTC.</summary>
/// <param name="From">The first instant.</param>
/// <param name="To">The last instant, not before the first.</param>
/// <param name="Inverted">See <see cref="FilterCondition"/>.</param>
public sealed record CreatedWithin(DateTimeOffset From, DateTimeOffset To, bool Inverted) : FilterCondition(Inverted);

/// <summary>The customer is of one of the kinds.</summary>
/// <param name="Kinds">The kinds, at least one.</param>
/// <param name="Inverted">See <see cref="FilterCondition"/>.</param>
public sealed record OfKind(IReadOnlyList<CustomerKind> Kinds, bool Inverted) : FilterCondition(Inverted);

/// <summary>The customer has one of the titles that are asked for; at least one is.</summary>
/// <param name="EInvoice">Customers that take e-invoices.</param>
/// <param name="ReverseTax">Customers that account for the VAT themselves.</param>
/// <param name="Inverted">See <see cref="FilterCondition"/>.</param>
public sealed record HasTitle(bool EInvoice, bool ReverseTax, bool Inverted) : FilterCondition(Inverted);

/// <summary>A field is exactly this; <see cref="CustomerFields.CompanyNumber"/> compares as <see cref="IdentityNumber.Canonical"/> does.</summary>
/// <param name="Field"><see cref="CustomerFields.Number"/>, <see cref="CustomerFields.Email"/> or <see cref="CustomerFields.CompanyNumber"/>.</param>
/// <param name="Value">The value as asked for.</param>
/// <param name="Inverted">See <see cref="FilterCondition"/>.</param>
public sealed record FieldIs(CustomerField Field, string Value, bool Inverted) : FilterCondition(Inverted);

/// <summary>The fields that a search looks into.</summary>
public enum SearchScope
{
    /// <summary>Name, customer number, address, postal code, city and organisation number.</summary>
    Everything,

    /// <summary>Name, customer number and organisation number: what an invoice form asks for.</summary>
    InvoiceForm,
}

/// <summary>What one search term is compared as.</summary>
/// <param name="Folded">The folded term; not blank.</param>
/// <param name="Bare">
/// Set for a term of digits, spaces and hyphens: the term without separators, which is also looked for in the organisation
/// number and postal code without theirs. Null for any other term.
/// </param>
public sealed record SearchTerm(string Folded, string? Bare)
{
    private static readonly SearchValues<char> DigitsAndSeparators = SearchValues.Create("0123456789 -");

    /// <summary>The term that was asked for, or null when everything contains it: blank, or nothing is left when it is folded.</summary>
    public static SearchTerm? Create(string text)
    {
        var folded = TextFold.Fold(text);
        if (string.IsNullOrWhiteSpace(folded)) return null;

        var digits = folded.AsSpan().ContainsAnyInRange('0', '9') && !folded.AsSpan().ContainsAnyExcept(DigitsAndSeparators);
        return new SearchTerm(folded, digits ? WithoutSeparators(folded) : null);
    }

    /// <summary>The folded text without spaces and hyphens.</summary>
    public static string WithoutSeparators(string folded) =>
        folded.AsSpan().ContainsAny(' ', '-')
            ? folded.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal)
            : folded;
}
