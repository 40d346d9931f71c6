using Kundbok.Contracts;

namespace Kundbok.Portal.OneCustomer;

/// <summary>How a field is filled in.</summary>
public enum FieldInput
{
    /// <summary>One line.</summary>
    Line,

    /// <summary>Several lines.</summary>
    Lines,

    /// <summary>Not said, yes or no; another text that is stored stays a choice.</summary>
    YesNo,
}

/// <summary>How the form shows the fields of the table: what the table does not say because only a form needs it. A new field of the table is shown too, among those that are rarely used.</summary>
public static class FormLayout
{
    private const int LongestLine = 255;

    // The first fields of each group, in the order in which people fill them in; always shown.
    private static readonly CustomerField[] Common =
    [
        CustomerFields.CompanyNumber, CustomerFields.VatNumber, CustomerFields.Name, CustomerFields.Number, CustomerFields.TypeCode,
        CustomerFields.Address, CustomerFields.PostalCode, CustomerFields.City, CustomerFields.CountryCode,
        CustomerFields.Email, CustomerFields.Reference, CustomerFields.Telephone, CustomerFields.Mobile,
        CustomerFields.PaymentTerms, CustomerFields.Currency, CustomerFields.Language, CustomerFields.ReverseTax, CustomerFields.EInvoiceParty,
        CustomerFields.Notes,
    ];

    // The others, where people look for them elsewhere than the wire has them.
    private static readonly CustomerField[] Later =
    [
        CustomerFields.Name2, CustomerFields.Address2, CustomerFields.Country,
        CustomerFields.DeliveryName, CustomerFields.DeliveryAddress, CustomerFields.DeliveryAddress2, CustomerFields.DeliveryPostalCode, CustomerFields.DeliveryCity,
        CustomerFields.DeliveryCountryCode, CustomerFields.DeliveryCountry,
    ];

    private static readonly Dictionary<CustomerField, int> Widths = new()
    {
        [CustomerFields.CompanyNumber] = 3,
        [CustomerFields.VatNumber] = 3,
        [CustomerFields.Name] = 4,
        [CustomerFields.Name2] = 4,
        [CustomerFields.Address] = 3,
        [CustomerFields.PostalCode] = 1,
        [CustomerFields.Address2] = 3,
        [CustomerFields.Email] = 3,
        [CustomerFields.Reference] = 3,
        [CustomerFields.OrderEmail] = 3,
        [CustomerFields.OrderReference] = 3,
        [CustomerFields.OfferEmail] = 3,
        [CustomerFields.OfferReference] = 3,
        [CustomerFields.DeliveryName] = 3,
        [CustomerFields.DeliveryAddress] = 3,
        [CustomerFields.DeliveryAddress2] = 3,
        [CustomerFields.DeliveryPostalCode] = 1,
    };

    private static readonly Dictionary<CustomerField, string> Lists = new()
    {
        [CustomerFields.CountryCode] = Choices.Countries,
        [CustomerFields.DeliveryCountryCode] = Choices.Countries,
        [CustomerFields.Currency] = Choices.Currencies,
        [CustomerFields.Language] = Choices.Languages,
    };

    /// <summary>The groups that are filled in, in order.</summary>
    public static IReadOnlyList<FieldGroup> Groups { get; } = [FieldGroup.Identity, FieldGroup.Address, FieldGroup.Contact, FieldGroup.Delivery, FieldGroup.Invoicing, FieldGroup.Notes];

    /// <summary>Those that the register gives.</summary>
    public static IReadOnlyList<CustomerField> Given { get; } = [.. CustomerFields.All.Where(field => field.ReadOnly)];

    /// <summary>Every field that is filled in, in the order of the form.</summary>
    public static IReadOnlyList<CustomerField> All { get; } = [.. Groups.SelectMany(InOrder)];

    /// <summary>The fields of a group, in the order of the form.</summary>
    public static IEnumerable<CustomerField> Of(FieldGroup group) => All.Where(field => field.Group == group);

    /// <summary>Whether the field is shown when it is empty, too.</summary>
    public static bool IsCommon(CustomerField field) => Common.Contains(field);

    /// <summary>How wide it is, in sixths of the form.</summary>
    public static int WidthOf(CustomerField field) => field.MaxLength > LongestLine ? 6 : Widths.GetValueOrDefault(field, 2);

    /// <summary>The list of choices that help to fill it in; null when there is none. See <see cref="Choices"/>.</summary>
    public static string? ListOf(CustomerField field) => Lists.GetValueOrDefault(field);

    /// <summary>How it is filled in. A browser drops the line breaks of a text in one line, so that one that has some is given several.</summary>
    public static FieldInput InputOf(CustomerField field, string text) =>
        field == CustomerFields.ReverseTax ? FieldInput.YesNo
        : field.MaxLength > LongestLine || text.AsSpan().ContainsAny('\r', '\n') ? FieldInput.Lines
        : FieldInput.Line;

    private static IEnumerable<CustomerField> InOrder(FieldGroup group) =>
        Common.Concat(Later).Concat(CustomerFields.All).Distinct().Where(field => field.Group == group && !field.ReadOnly);
}
