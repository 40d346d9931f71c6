using System.Globalization;
using Kundbok.Contracts;
using Microsoft.Data.Sqlite;

namespace Kundbok.Storage.Sqlite;

/// <summary>A filter as SQL: conditions on a row of <c>customer AS c</c>, and what is known of how to find the rows.</summary>
internal sealed class SqliteFilter
{
    // The trigram index knows nothing shorter.
    private const int ShortestIndexed = 3;

    private const string AllTexts = "name number address postal_code city company_number";
    private const string InvoiceTexts = "name number company_number";
    private const string BareTexts = "postal_code postal_code_bare company_number company_number_bare";
    private const string BareInvoiceTexts = "company_number company_number_bare";

    private readonly long _merchant;
    private readonly TrigramSample? _sample;
    private readonly List<string> _conditions = [];
    private readonly List<(string Name, object Value)> _parameters = [];

    private SqliteFilter(long merchant, TrigramSample? sample)
    {
        _merchant = merchant;
        _sample = sample;
    }

    public long Merchant => _merchant;

    /// <summary>No customer can match.</summary>
    public bool MatchesNothing { get; private set; }

    /// <summary>The combinations of traits that are allowed; not among <see cref="Conditions"/>.</summary>
    public CustomerTraitSet Traits { get; private init; }

    /// <summary>The full-text query of all terms that the index knows and that must match; null when there are none. Not among <see cref="Conditions"/>.</summary>
    public string? Match { get; private set; }

    /// <summary>A condition on <c>customer_text AS t</c> for the terms that <see cref="Match"/> does not, or not fully, speak for; null when there are none. Not among <see cref="Conditions"/>.</summary>
    public string? Scan { get; private set; }

    /// <summary>A condition on <c>customer_text AS t</c> for all terms that must match, for those who read the texts through; null when there are none.</summary>
    public string? Texts { get; private set; }

    /// <summary>The range of creation in milliseconds, when one is asked for; not among <see cref="Conditions"/>.</summary>
    public (long From, long To)? Created { get; private set; }

    /// <summary>An index that finds the few rows by an exact value; null when there is none.</summary>
    public string? ExactIndex { get; private set; }

    /// <summary>All other conditions, to be joined by AND.</summary>
    public IReadOnlyList<string> Conditions => _conditions;

    /// <summary>Whether every customer matches.</summary>
    public bool MatchesAll => Match is null && Scan is null && Created is null && Traits == CustomerTraitSet.All && _conditions.Count == 0;

    /// <summary>Whether all rows may have to be gone through: for a short term, or for what is not contained.</summary>
    public bool IsCostly { get; private set; }

    /// <param name="merchant">Whose customers.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="sample">Says by what to find those who may have a term; null when the filter has none.</param>
    public static SqliteFilter Translate(long merchant, CustomerFilter filter, TrigramSample? sample)
    {
        var sql = new SqliteFilter(merchant, sample) { Traits = CustomerTraitSet.Allowed(filter) };
        sql.MatchesNothing = sql.Traits.IsEmpty;
        foreach (var condition in filter.Conditions) sql.Add(condition);
        return sql;
    }

    /// <summary>Sets the parameters of the conditions, and of the statements that find the rows.</summary>
    public SqliteCommand Bind(SqliteCommand command)
    {
        command.With("$merchant", _merchant).With("$before", MerchantKey.Before(_merchant)).With("$last", MerchantKey.Last(_merchant));
        if (Match is not null) command.With("$match", Match);
        if (Created is { } created) command.With("$from", created.From).With("$to", created.To);
        foreach (var (name, value) in _parameters) command.With(name, value);
        return command;
    }

    /// <summary>The keys that the full-text query finds, as a subquery.</summary>
    public static string Found(string match) =>
        $"SELECT rowid FROM customer_search WHERE customer_search MATCH {match} AND rowid > $before AND rowid <= $last";

    private void Add(FilterCondition condition)
    {
        switch (condition)
        {
            case ContainsTerms search: AddSearch(search); break;
            case CreatedWithin created: AddCreated(created); break;
            case FieldIs field: AddField(field); break;
        }
    }

    private void AddCreated(CreatedWithin condition)
    {
        var from = condition.From.ToUnixTimeMilliseconds();
        var to = condition.To.ToUnixTimeMilliseconds();
        if (!condition.Inverted && Created is null) Created = (from, to);
        else _conditions.Add($"c.created {(condition.Inverted ? "NOT " : "")}BETWEEN {Parameter(from)} AND {Parameter(to)}");
    }

    private void AddField(FieldIs condition)
    {
        var (column, index, value) = condition.Field == CustomerFields.Number ? ("number", "customer_number", condition.Value)
            : condition.Field == CustomerFields.Email ? ("email", "customer_by_email", condition.Value)
            : ("company_number", "customer_by_company_number", IdentityNumber.Canonical(condition.Value));
        _conditions.Add($"c.{column} {(condition.Inverted ? "<>" : "=")} {Parameter(value)}");

        // The partial indexes leave the empty values out.
        IsCostly |= condition.Inverted || (value.Length == 0 && condition.Field != CustomerFields.Number);
        if (IsCostly) return;
        ExactIndex = index;
        if (value.Length > 0) _conditions.Add($"c.{column} <> ''");
    }

    private void AddSearch(ContainsTerms search)
    {
        if (!search.Inverted)
        {
            foreach (var term in search.Terms) AddTerm(search.Scope, term);
            return;
        }

        if (search.Terms.Count == 0) MatchesNothing = true; // everything contains nothing, and this asks for the opposite
        if (!search.Terms.All(SearchedText.CanHold)) return; // nothing contains all of them

        // One set of what the index finds, however many terms there are: it is held in memory.
        var indexed = search.Terms.Where(IsIndexed).Select(term => MatchOf(search.Scope, term)).ToList();
        var all = search.Terms.Where(term => !IsIndexed(term))
            .Select(term => $"EXISTS (SELECT 1 FROM customer_text AS t WHERE t.key = c.key AND {ScanOf(search.Scope, term)})");
        if (indexed.Count > 0) all = all.Prepend($"c.key IN ({Found(Parameter(string.Join(" AND ", indexed)))})");
        if (search.Terms.Count > 0) _conditions.Add($"NOT ({string.Join(" AND ", all)})");
        IsCostly = true;
    }

    private void AddTerm(SearchScope scope, SearchTerm term)
    {
        if (!SearchedText.CanHold(term))
        {
            MatchesNothing = true;
            return;
        }

        var texts = ScanOf(scope, term);
        Texts = And(Texts, texts);
        IsCostly |= !IsIndexed(term);
        var candidates = IsIndexed(term) ? _sample?.Candidates(term) : null;
        if (IsIndexed(term)) Match = And(Match, candidates ?? MatchOf(scope, term));
        if (!IsIndexed(term) || candidates is not null) Scan = And(Scan, texts);
    }

    private static string And(string? first, string second) => first is null ? second : $"{first} AND {second}";

    private static bool IsIndexed(SearchTerm term) => IsLong(term.Folded) && (term.Bare is null || IsLong(term.Bare));

    private static bool IsLong(string text) => text.EnumerateRunes().Take(ShortestIndexed).Count() == ShortestIndexed;

    private static string MatchOf(SearchScope scope, SearchTerm term)
    {
        var (texts, bare) = scope == SearchScope.Everything ? (AllTexts, BareTexts) : (InvoiceTexts, BareInvoiceTexts);
        return term.Bare is null ? $"({{{texts}}} : {Phrase(term.Folded)})"
            : term.Bare == term.Folded ? $"({{{texts} {bare}}} : {Phrase(term.Folded)})"
            : $"({{{texts}}} : {Phrase(term.Folded)} OR {{{bare}}} : {Phrase(term.Bare)})";
    }

    /// <summary>A text as the full-text query language has it.</summary>
    public static string Phrase(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private string ScanOf(SearchScope scope, SearchTerm term)
    {
        var places = In(scope == SearchScope.Everything ? AllTexts : InvoiceTexts, Parameter(term.Folded));
        if (term.Bare is not null) places = places.Concat(In(scope == SearchScope.Everything ? BareTexts : BareInvoiceTexts, Parameter(term.Bare)));
        return $"({string.Join(" OR ", places)})";
    }

    private static IEnumerable<string> In(string columns, string parameter) =>
        columns.Split(' ').Select(column => $"instr(t.{column}, {parameter}) > 0");

    private string Parameter(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"$p{_parameters.Count}");
        _parameters.Add((name, value));
        return name;
    }
}
