using System.Collections.Frozen;

namespace Kundbok.Contracts;

/// <summary>
/// The field table: every field of a customer, in the order of the wire. JSON, CSV, XML, the XML Schema and the OpenAPI
/// document are all made from it; a new field is one line here.
/// </summary>
public static class CustomerFields
{
    private const int TextLength = 255;
    private const int LongTextLength = 65_535;

    private static readonly List<CustomerField> Rows = new(55);

#pragma warning disable CS1591 // Each line is its own documentation: the wire name and the description.
    public static readonly CustomerField Id = AssignedId("mexcParamvaluesetsid", "The register's own id of the customer. Assigned once, never reused.");
    public static readonly CustomerField Created = AssignedInstant("date", "When the customer was created: UTC, ISO 8601, milliseconds, Z.");
    public static readonly CustomerField Number = Text("customerid", FieldGroup.Identity, "The merchant's own customer number. Unique within the merchant.", "Test-Customer");
    public static readonly CustomerField Name = Text("name", FieldGroup.Identity, "Name of the person or company.", "Test-Name");
    public static readonly CustomerField Address = Text("address", FieldGroup.Address, "Street address.", "Test-Address");
    public static readonly CustomerField PostalCode = Text("postcode", FieldGroup.Address, "Postal code.", "Test-Post code");
    public static readonly CustomerField City = Text("postoffice", FieldGroup.Address, "City.", "Test-Post office");
    public static readonly CustomerField State = Text("state", FieldGroup.Address, "State, county or region.", "Test-state");
    public static readonly CustomerField CountryCode = Text("countrycode", FieldGroup.Address, "Country, ISO 3166-1 alpha-2.", "se");
    public static readonly CustomerField Telephone = Text("telephone", FieldGroup.Contact, "Telephone.", "Test-Telephone");
    public static readonly CustomerField Fax = Text("fax", FieldGroup.Contact, "Fax.", "Test-Fax");
    public static readonly CustomerField Mobile = Text("mobile", FieldGroup.Contact, "Mobile telephone.", "Test-Mobile");
    public static readonly CustomerField DeliveryAddress = Text("deliveryaddress", FieldGroup.Delivery, "Delivery: street address.", "Test-Delivery address");
    public static readonly CustomerField DeliveryPostalCode = Text("deliverypostcode", FieldGroup.Delivery, "Delivery: postal code.", "Test-Delivery post code");
    public static readonly CustomerField DeliveryCity = Text("deliverypostoffice", FieldGroup.Delivery, "Delivery: city.", "Test-Delivery office");
    public static readonly CustomerField Email = Text("email", FieldGroup.Contact, "Billing e-mail.", "test@billmate.se");
    public static readonly CustomerField Reference = Text("reference", FieldGroup.Contact, "The customer's reference person for invoices.", "Test-Reference");
    public static readonly CustomerField CompanyNumber = Text("companyno", FieldGroup.Identity, "Organisation number, or personal identity number of a private person.", "Test-Company no");
    public static readonly CustomerField VatNumber = Text("vatregno", FieldGroup.Identity, "VAT registration number.", "Test-vatreg no");
    public static readonly CustomerField PaymentTerms = Text("paymentterms", FieldGroup.Invoicing, "Payment terms.", "Test-Payment");
    public static readonly CustomerField Discount = Text("rebate", FieldGroup.Invoicing, "Discount.", "Test-Rebate");
    public static readonly CustomerField Currency = Text("currency", FieldGroup.Invoicing, "Invoice currency, ISO 4217.", "SEK");
    public static readonly CustomerField Language = Text("language", FieldGroup.Invoicing, "Invoice language, ISO 639-1.", "sv");
    public static readonly CustomerField Export = Text("export", FieldGroup.Invoicing, "Whether the customer is invoiced as export.", "Test-Export");
    public static readonly CustomerField HandlingCharge = Text("handlingcharge", FieldGroup.Invoicing, "Handling charge.", "Test-Charge");
    public static readonly CustomerField ReverseTax = Text("reversetax", FieldGroup.Invoicing, "Whether the buyer accounts for VAT (reverse charge): '1' or 'true' when so.", "Test-Reverse tax");
    public static readonly CustomerField Module = AssignedId("mexcModulesid", "Id of the merchant's customer module.");
    public static readonly CustomerField Merchant = AssignedId("mm3servicesid", "Id of the merchant that owns the customer.");
    public static readonly CustomerField Country = Text("country", FieldGroup.Address, "Country in words.", "Sweden");
    public static readonly CustomerField CreditLimit = Text("creditlimit", FieldGroup.Invoicing, "Credit limit.", "Test-Credit limit");
    public static readonly CustomerField TypeCode = Text("customertypecode", FieldGroup.Identity, "Kind of customer, as the merchant codes it.", "Test-Customer type code");
    public static readonly CustomerField DeliveryTerms = Text("deliveryterms", FieldGroup.Delivery, "Delivery terms.", "Test-Delivery terms");
    public static readonly CustomerField DeliveryMethod = Text("deliverymethod", FieldGroup.Delivery, "Delivery method.", "Test-Delivery method");
    public static readonly CustomerField DeliveryName = Text("deliveryname", FieldGroup.Delivery, "Delivery: name.", "Test-Delivery name");
    public static readonly CustomerField DeliveryAddress2 = Text("deliveryaddress2", FieldGroup.Delivery, "Delivery: second address line.", "Test-Delivery address2");
    public static readonly CustomerField DeliveryCountryCode = Text("deliverycountrycode", FieldGroup.Delivery, "Delivery: country, ISO 3166-1 alpha-2.", "Test-Delivery country code");
    public static readonly CustomerField DeliveryCountry = Text("deliverycountry", FieldGroup.Delivery, "Delivery: country in words.", "Test-Delivery country");
    public static readonly CustomerField Profile = Text("profile", FieldGroup.Identity, "Profile.", "Test-Profile");
    public static readonly CustomerField Name2 = Text("name2", FieldGroup.Identity, "Second name line.", "Test-Name2");
    public static readonly CustomerField Address2 = Text("address2", FieldGroup.Address, "Second address line.", "Test-Address2");
    public static readonly CustomerField PropertyDesignation = Text("propertydesignation", FieldGroup.Identity, "Property designation (fastighetsbeteckning), for household tax deductions.", "Test-Property designation");
    public static readonly CustomerField HousingAssociationNumber = Text("housingassociationregno", FieldGroup.Identity, "Organisation number of the housing association.", "Test-Housing association reg no");
    public static readonly CustomerField Status = Text("status", FieldGroup.Identity, "Status.", "Test-Status");
    public static readonly CustomerField StatusLog = LongText("statuslog", FieldGroup.Notes, "Free-text log of the status. Long text.", "Test-Status log");
    public static readonly CustomerField Longitude = Text("longitude", FieldGroup.Address, "Longitude.", "Test-Longitude");
    public static readonly CustomerField Latitude = Text("latitude", FieldGroup.Address, "Latitude.", "Test-Latitude");
    public static readonly CustomerField Gln = Text("glncode", FieldGroup.Identity, "Global Location Number.", "Test-Gln code");
    public static readonly CustomerField OrderReference = Text("reference_order", FieldGroup.Contact, "Reference person for orders.", "Test-Reference order");
    public static readonly CustomerField OrderEmail = Text("email_order", FieldGroup.Contact, "E-mail for orders.", "Test-Email order");
    public static readonly CustomerField OfferReference = Text("reference_offer", FieldGroup.Contact, "Reference person for offers.", "Test-Reference offer");
    public static readonly CustomerField OfferEmail = Text("email_offer", FieldGroup.Contact, "E-mail for offers.", "Test-Email offer");
    public static readonly CustomerField Notes = LongText("notes", FieldGroup.Notes, "Notes. Long text.", "Test-Notes");
    public static readonly CustomerField Origin = Text("origin", FieldGroup.Identity, "Where the record came from.", "Test-Origin");
    public static readonly CustomerField PriceList = Text("pricelist", FieldGroup.Invoicing, "Price list.", "Test-Price list");
    public static readonly CustomerField EInvoiceParty = Text("crediflowPartyId", FieldGroup.Invoicing, "Party id at the e-invoice operator; set when the customer can receive e-invoices.", "Test-Credit flow party id");
#pragma warning restore CS1591

    private static readonly FrozenDictionary<string, CustomerField> ByName = Rows.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);

    /// <summary>Every field, in the order of the wire.</summary>
    public static IReadOnlyList<CustomerField> All => Rows;

    /// <summary>The field of that name, compared exactly; null when there is none.</summary>
    public static CustomerField? Find(string name) => ByName.GetValueOrDefault(name);

    private static CustomerField AssignedId(string name, string description) =>
        Add(name, FieldType.Id, FieldGroup.Register, 0, description, "1000");

    private static CustomerField AssignedInstant(string name, string description) =>
        Add(name, FieldType.Instant, FieldGroup.Register, 0, description, "2022-08-07T15:50:57.000Z");

    private static CustomerField Text(string name, FieldGroup group, string description, string example) =>
        Add(name, FieldType.Text, group, TextLength, description, example);

    private static CustomerField LongText(string name, FieldGroup group, string description, string example) =>
        Add(name, FieldType.Text, group, LongTextLength, description, example);

    private static CustomerField Add(string name, FieldType type, FieldGroup group, int maxLength, string description, string example)
    {
        var field = new CustomerField(Rows.Count, name, type, group, maxLength, description, example);
        Rows.Add(field);
        return field;
    }
}
