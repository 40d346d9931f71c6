using Kundbok.Contracts;
using Kundbok.Portal.Language;

namespace Kundbok.Portal.Customers;

/// <summary>A column of the list.</summary>
/// <param name="Name">Its name, in what the browser remembers, in the texts and in the styles.</param>
/// <param name="Text">What it says of a customer.</param>
/// <param name="Sort">What its head sorts by; null when it sorts by nothing.</param>
public sealed record CustomerColumn(string Name, Func<Contracts.Customer, Texts, string> Text, SortBy? Sort = null)
{
    /// <summary>The column that leads to the customer, which is always there.</summary>
    public static CustomerColumn Link { get; } = new("name", (customer, _) => customer.Name, SortBy.Name);

    /// <summary>Every column, in the order of the table.</summary>
    public static IReadOnlyList<CustomerColumn> All { get; } =
    [
        new("number", (customer, _) => customer.Number, SortBy.Number),
        Link,
        new("companyno", (customer, _) => customer.CompanyNumber),
        new("vatno", (customer, _) => customer.VatNumber),
        new("address", (customer, _) => customer.Address),
        new("postcode", (customer, _) => customer.PostalCode),
        new("city", (customer, _) => customer.City),
        new("country", (customer, _) => customer.CountryCode.ToUpperInvariant()),
        new("email", (customer, _) => customer.Email),
        new("telephone", (customer, _) => customer.Telephone),
        new("mobile", (customer, _) => customer.Mobile),
        new("reference", (customer, _) => customer.Reference),
        new("terms", (customer, _) => customer.PaymentTerms),
        new("creditlimit", (customer, _) => customer.CreditLimit),
        new("currency", (customer, _) => customer.Currency),
        new("kind", KindOf),
        new("einvoice", (customer, texts) => CustomerTraits.TakesEInvoice(customer) ? texts["customers.yes"] : ""),
        new("reversetax", (customer, texts) => CustomerTraits.HasReverseTax(customer) ? texts["customers.yes"] : ""),
        new("created", (customer, _) => Texts.Day(customer.Created), SortBy.Created),
        new("id", (customer, texts) => customer.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), SortBy.Id),
    ];

    /// <summary>The columns of somebody who chose none.</summary>
    public static IReadOnlyList<CustomerColumn> Usual { get; } = Read("number,name,companyno,city,email,kind,created");

    /// <summary>The columns that are remembered; the usual ones when none are.</summary>
    public static IReadOnlyList<CustomerColumn> Read(string? kept)
    {
        if (kept is null) return Usual;
        var names = kept.Split(',');
        return [.. All.Where(column => column == Link || names.Contains(column.Name, StringComparer.Ordinal))];
    }

    /// <summary>What to remember.</summary>
    public static string Write(IEnumerable<CustomerColumn> columns) => string.Join(',', columns.Select(column => column.Name));

    /// <summary>The columns with one more, or one less; in the order of the table.</summary>
    public static IReadOnlyList<CustomerColumn> Toggle(IReadOnlyList<CustomerColumn> columns, CustomerColumn column) =>
        Read(Write(columns.Contains(column) ? columns.Where(one => one != column) : columns.Append(column)));

    private static string KindOf(Contracts.Customer customer, Texts texts) => CustomerTraits.Kind(customer, DateOnly.FromDateTime(DateTime.UtcNow)) switch
    {
        CustomerKind.Company => texts["customers.kind.company"],
        CustomerKind.Private => texts["customers.kind.private"],
        _ => "",
    };
}
