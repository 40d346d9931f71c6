using System.Globalization;
using Kundbok.Contracts;
using Npgsql;

namespace Kundbok.Storage.Postgres;

/// <summary>A filter as SQL: conditions on a row of <c>customer AS c</c> and of <c>customer_text AS t</c>, of one merchant.</summary>
internal sealed class PostgresFilter
{
    // The trigram index knows nothing shorter.
    private const int ShortestIndexed = 3;

    private readonly List<object> _parameters = [];
    private readonly List<string> _ofCustomer = [];
    private readonly List<string> _ofText = [];

    private PostgresFilter(CustomerTraitSet traits, long merchant)
    {
        Traits = traits;
        Merchant = Parameter(merchant);
    }

    /// <summary>The parameter that is the merchant.</summary>
    public string Merchant { get; }

    /// <summary>No customer can match.</summary>
    public bool MatchesNothing { get; private set; }

    /// <summary>The combinations of traits that are allowed; not among <see cref="OfCustomer"/>.</summary>
    public CustomerTraitSet Traits { get; }

    /// <summary>Conditions on <c>customer AS c</c>.</summary>
    public IReadOnlyList<string> OfCustomer => _ofCustomer;

    /// <summary>Conditions on <c>customer_text AS t</c>.</summary>
    public IReadOnlyList<string> OfText => _ofText;

    /// <summary>Whether all rows may have to be gone through: for a short term, or for what is not contained.</summary>
    public bool IsCostly { get; private set; }

    /// <summary>Whether every customer matches.</summary>
    public bool IsAll => !MatchesNothing && Traits == CustomerTraitSet.All && _ofCustomer.Count == 0 && _ofText.Count == 0;

    public static PostgresFilter Translate(long merchant, CustomerFilter filter)
    {
        var sql = new PostgresFilter(CustomerTraitSet.Allowed(filter), merchant);
        sql.MatchesNothing = sql.Traits.IsEmpty;
        foreach (var condition in filter.Conditions) sql.Add(condition);
        return sql;
    }

    /// <summary>Adds a parameter and gives its name.</summary>
    public string Parameter(object value)
    {
        _parameters.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }

    /// <summary>The statement, with all parameters.</summary>
    public NpgsqlCommand Command(NpgsqlConnection connection, string sql) => connection.Command(sql, [.. _parameters]);

    private void Add(FilterCondition condition)
    {
        switch (condition)
        {
            case ContainsTerms search: AddSearch(search); break;
            case CreatedWithin created: AddCreated(created); break;
            case FieldIs field: AddField(field); break;
        }
    }

    private void AddCreated(CreatedWithin condition) => _ofCustomer.Add(
        $"c.created {(condition.Inverted ? "NOT " : "")}BETWEEN {Parameter(condition.From.ToUnixTimeMilliseconds())} AND {Parameter(condition.To.ToUnixTimeMilliseconds())}");

    private void AddField(FieldIs condition)
    {
        var (column, value) = condition.Field == CustomerFields.Number ? ("number", condition.Value)
            : condition.Field == CustomerFields.Email ? ("email", condition.Value)
            : ("company_number", IdentityNumber.Canonical(condition.Value));
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            MatchesNothing |= !condition.Inverted; // nobody has it, and it cannot even be asked for
            return;
        }

        // The partial indexes leave the empty values out.
        IsCostly |= condition.Inverted || (value.Length == 0 && condition.Field != CustomerFields.Number);
        _ofCustomer.Add($"c.{column} {(condition.Inverted ? "<>" : "=")} {Parameter(value)}");
        if (!condition.Inverted && value.Length > 0) _ofCustomer.Add($"c.{column} <> ''");
    }

    private void AddSearch(ContainsTerms search)
    {
        if (search.Terms.Count == 0)
        {
            MatchesNothing |= search.Inverted; // everything contains nothing
            return;
        }

        if (!search.Terms.All(SearchedText.CanHold))
        {
            MatchesNothing |= !search.Inverted; // nothing contains all of them
            return;
        }

        var all = search.Terms.Select(term => Contains(search.Scope, term));
        if (search.Inverted) _ofText.Add($"NOT ({string.Join(" AND ", all)})");
        else _ofText.AddRange(all);
        IsCostly |= search.Inverted || !search.Terms.All(IsIndexed);
    }

    private string Contains(SearchScope scope, SearchTerm term)
    {
        var texts = Like("t.texts", scope, term.Folded);
        return term.Bare is null ? texts : $"({texts} OR {Like("t.bare", scope, term.Bare)})";
    }

    // The index finds the term anywhere in the column; what is not asked for is looked at in the rows that it finds.
    private string Like(string column, SearchScope scope, string text)
    {
        var pattern = Parameter($"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%");
        return scope == SearchScope.Everything ? $"{column} LIKE {pattern}" : $"({column} LIKE {pattern} AND {PostgresText.InvoiceForm(column)} LIKE {pattern})";
    }

    // It has trigrams of letters and digits alone.
    private static bool IsIndexed(SearchTerm term) => HasTrigram(term.Folded) && (term.Bare is null || HasTrigram(term.Bare));

    private static bool HasTrigram(string text)
    {
        var run = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            run = System.Text.Rune.IsLetterOrDigit(rune) ? run + 1 : 0;
            if (run == ShortestIndexed) return true;
        }

        return false;
    }
}
