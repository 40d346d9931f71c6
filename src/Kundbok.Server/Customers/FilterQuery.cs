using Kundbok.Contracts;
using Kundbok.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Customers;

/// <summary>The filter that a query string asks for, or the problem with it.</summary>
/// <param name="Filter">The filter; every customer when there is a problem.</param>
/// <param name="Problem">Null when the filter was read.</param>
internal readonly record struct FilterQuery(CustomerFilter Filter, ProblemHttpResult? Problem)
{
    /// <summary>Name of the parameter that names the filters.</summary>
    public const string Parameter = "filter";

    /// <summary>Reads the filters and their parameters. Parameters that nobody knows are ignored.</summary>
    public static FilterQuery Read(HttpRequest request)
    {
        var reader = new FilterReader(new QueryParameters(request));
        var named = Named(reader);
        foreach (var parameter in FilterTable.Parameters)
        {
            if (reader.Query.Has(parameter) && !named.Keys.Any(filter => filter.Uses(parameter)))
                reader.Refuse(parameter, $"The parameter {parameter} is sent, but no filter that uses it: add {FilterTable.UsersOf(parameter)} to filter, or leave it out.");
        }

        var conditions = named.Select(entry => entry.Key.Read(reader, entry.Value)).OfType<FilterCondition>().ToList();
        return reader.Errors.Count == 0
            ? new(conditions.Count == 0 ? CustomerFilter.All : new CustomerFilter(conditions), null)
            : new(CustomerFilter.All, Problems.Problem(ProblemCode.InvalidFilter, reader.Errors.First().Value[0], reader.Errors));
    }

    // The filters that are named, and whether each is inverted.
    private static Dictionary<FilterRow, bool> Named(FilterReader reader)
    {
        var named = new Dictionary<FilterRow, bool>();
        foreach (var name in reader.Many(Parameter).SelectMany(value => value.Split(',')).Where(name => name.Length > 0))
        {
            var inverted = name[0] == '!';
            if (FilterTable.Find(inverted ? name[1..] : name) is not { } filter)
                reader.Refuse(Parameter, $"There is no such filter. The filters are {FilterTable.Names}; a ! before a name inverts it.");
            else if (!named.TryAdd(filter, inverted) && named[filter] != inverted)
                reader.Refuse(Parameter, $"The filter {filter.Name} is named both plain and inverted, which nothing matches: name it once.");
        }

        return named;
    }
}

/// <summary>Reads parameters of filters, and collects the sentences about those that are wrong.</summary>
internal sealed class FilterReader(QueryParameters query)
{
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    public QueryParameters Query => query;

    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    /// <summary>Notes the first thing that is wrong with a parameter.</summary>
    public void Refuse(string parameter, string sentence) => _errors.TryAdd(parameter, [sentence]);

    /// <summary>The values of a repeatable parameter.</summary>
    public IReadOnlyList<string> Many(string name)
    {
        if (query.Many(name) is { } values) return values;

        Refuse(name, $"Write a repeated parameter as {name}=a&{name}=b, {name}[]=a&{name}[]=b or {name}[0]=a&{name}[1]=b.");
        return [];
    }

    /// <summary>The value of a parameter that the filter needs; null, and noted, when it is missing or not single.</summary>
    public string? Needed(string filter, string name, string what)
    {
        if (!query.Has(name)) Refuse(name, $"The filter {filter} needs the parameter {name}: {what}.");
        else if (!query.IsSingle(name)) Refuse(name, $"{name} takes one value: send it once, without brackets.");
        else return query.Single(name);
        return null;
    }

    /// <summary>The value of a parameter that is 0 or 1.</summary>
    public bool Flag(string name, bool absent)
    {
        if (!query.Has(name)) return absent;
        if (query.IsSingle(name) && query.Single(name) is "0" or "1") return query.Single(name) == "1";

        Refuse(name, $"{name} must be 0 or 1, sent once, without brackets.");
        return absent;
    }
}
