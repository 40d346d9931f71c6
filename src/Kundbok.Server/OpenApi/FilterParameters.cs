using Kundbok.Contracts;
using Kundbok.Server.Customers;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>The parameters that filter: which there are, and what uses them, is <see cref="FilterTable"/>'s to say.</summary>
internal static class FilterParameters
{
    private const string Repeatable = "Repeatable: all must match. Case, accents and separators of numbers do not matter.";

    private static readonly Dictionary<string, Func<string, OpenApiParameter>> Rows = new(StringComparer.Ordinal)
    {
        ["search"] = Terms("Text to find in name, customerid, address, postcode, postoffice or companyno."),
        ["searchInInvoiceForm"] = Terms("Text to find in name, customerid or companyno."),
        ["from"] = Date("First day or instant, inclusive."),
        ["to"] = Date("Last day (its whole day, in UTC) or instant, inclusive."),
        ["isPrivate"] = Flag("private persons"),
        ["isCompany"] = Flag("companies"),
        ["isUnknown"] = Flag("customers that can be told to be neither"),
        ["isEFaktura"] = Flag("customers that can receive e-invoices"),
        ["isReverseTax"] = Flag("customers with reverse charge of VAT"),
    };

    /// <summary>Every parameter of filters.</summary>
    /// <exception cref="InvalidOperationException">A filter has a parameter that is not described here.</exception>
    public static IEnumerable<OpenApiParameter> All() => [Names(), .. FilterTable.Parameters.Select(Describe)];

    private static OpenApiParameter Names() => Parameters.Query(
        FilterQuery.Parameter,
        $"Names of the filters to apply, comma separated, repeated, or both; all must match, and `!` before a name inverts it. Known: {FilterTable.Names}.",
        Schemas.ListOf(Schemas.Text()),
        $"{FilterQuery.Parameter}=search,!isPrivate");

    private static OpenApiParameter Describe(string name) =>
        Rows.TryGetValue(name, out var row) ? row(name)
        : CustomerFields.Find(name) is { } field ? Exactly(field)
        : throw new InvalidOperationException($"The filter parameter {name} is not described.");

    private static OpenApiParameter Exactly(CustomerField field) => Parameters.Query(
        field.Name,
        $"{UsedBy(field.Name)} The whole value, compared {(field == CustomerFields.CompanyNumber ? "without separators and century" : "as it is stored")}. {field.Description}",
        Schemas.Text(),
        $"filter={field.Name}&{field.Name}={Examples.Company[field]}");

    private static Func<string, OpenApiParameter> Terms(string what) =>
        name => Parameters.Query(name, $"{UsedBy(name)} {what} {Repeatable}", Schemas.ListOf(Schemas.Text()), $"filter={name}&{name}=nordlys");

    private static Func<string, OpenApiParameter> Date(string what) =>
        name => Parameters.Query(name, $"{UsedBy(name)} {what} A date, or a date-time with an offset or Z.", Schemas.Text(), $"{name}=2026-01-15");

    private static Func<string, OpenApiParameter> Flag(string what) => name => Parameters.Query(
        name,
        $"{UsedBy(name)} 1: {what}. 0: everybody else, under the filter of the same name; under the other, as when left out.",
        new OpenApiSchema { Type = JsonSchemaType.Integer, Enum = [0, 1] },
        $"filter={name}&{name}=1");

    private static string UsedBy(string parameter) => $"Used by the filter {FilterTable.UsersOf(parameter)}.";
}
