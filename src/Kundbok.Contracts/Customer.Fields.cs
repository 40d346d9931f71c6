namespace Kundbok.Contracts;

/// <content>The texts by name, a property for each text of <see cref="CustomerFields"/>; the empty string when one is not set. A test holds the two together.</content>
public sealed partial class Customer
{
    /// <summary><c>customerid</c>: The merchant's own customer number. Unique within the merchant.</summary>
    public string Number => this[CustomerFields.Number];

    /// <summary><c>name</c>: Name of the person or company.</summary>
    public string Name => this[CustomerFields.Name];

    /// <summary><c>address</c>: Street address.</summary>
    public string Address => this[CustomerFields.Address];

    /// <summary><c>postcode</c>: Postal code.</summary>
    public string PostalCode => this[CustomerFields.PostalCode];

    /// <summary><c>postoffice</c>: City.</summary>
    public string City => this[CustomerFields.City];

    /// <summary><c>state</c>: State, county or region.</summary>
    public string State => this[CustomerFields.State];

    /// <summary><c>countrycode</c>: Country, ISO 3166-1 alpha-2.</summary>
    public string CountryCode => this[CustomerFields.CountryCode];

    /// <summary><c>telephone</c>: Telephone.</summary>
    public string Telephone => this[CustomerFields.Telephone];

    /// <summary><c>fax</c>: Fax.</summary>
    public string Fax => this[CustomerFields.Fax];

    /// <summary><c>mobile</c>: Mobile telephone.</summary>
    public string Mobile => this[CustomerFields.Mobile];

    /// <summary><c>deliveryaddress</c>: Delivery: street address.</summary>
    public string DeliveryAddress => this[CustomerFields.DeliveryAddress];

    /// <summary><c>deliverypostcode</c>: Delivery: postal code.</summary>
    public string DeliveryPostalCode => this[CustomerFields.DeliveryPostalCode];

    /// <summary><c>deliverypostoffice</c>: Delivery: city.</summary>
    public string DeliveryCity => this[CustomerFields.DeliveryCity];

    /// <summary><c>email</c>: Billing e-mail.</summary>
    public string Email => this[CustomerFields.Email];

    /// <summary><c>reference</c>: The customer's reference person for invoices.</summary>
    public string Reference => this[CustomerFields.Reference];

    /// <summary><c>companyno</c>: Organisation number, or personal identity number of a private person.</summary>
    public string CompanyNumber => this[CustomerFields.CompanyNumber];

    /// <summary><c>vatregno</c>: VAT registration number.</summary>
    public string VatNumber => this[CustomerFields.VatNumber];

    /// <summary><c>paymentterms</c>: Payment terms.</summary>
    public string PaymentTerms => this[CustomerFields.PaymentTerms];

    /// <summary><c>rebate</c>: Discount.</summary>
    public string Discount => this[CustomerFields.Discount];

    /// <summary><c>currency</c>: Invoice currency, ISO 4217.</summary>
    public string Currency => this[CustomerFields.Currency];

    /// <summary><c>language</c>: Invoice language, ISO 639-1.</summary>
    public string Language => this[CustomerFields.Language];

    /// <summary><c>export</c>: Whether the customer is invoiced as export.</summary>
    public string Export => this[CustomerFields.Export];

    /// <summary><c>handlingcharge</c>: Handling charge.</summary>
    public string HandlingCharge => this[CustomerFields.HandlingCharge];

    /// <summary><c>reversetax</c>: Whether the buyer accounts for VAT (reverse charge): '1' or 'true' when so.</summary>
    public string ReverseTax => this[CustomerFields.ReverseTax];

    /// <summary><c>country</c>: Country in words.</summary>
    public string Country => this[CustomerFields.Country];

    /// <summary><c>creditlimit</c>: Credit limit.</summary>
    public string CreditLimit => this[CustomerFields.CreditLimit];

    /// <summary><c>customertypecode</c>: Kind of customer, as the merchant codes it.</summary>
    public string TypeCode => this[CustomerFields.TypeCode];

    /// <summary><c>deliveryterms</c>: Delivery terms.</summary>
    public string DeliveryTerms => this[CustomerFields.DeliveryTerms];

    /// <summary><c>deliverymethod</c>: Delivery method.</summary>
    public string DeliveryMethod => this[CustomerFields.DeliveryMethod];

    /// <summary><c>deliveryname</c>: Delivery: name.</summary>
    public string DeliveryName => this[CustomerFields.DeliveryName];

    /// <summary><c>deliveryaddress2</c>: Delivery: second address line.</summary>
    public string DeliveryAddress2 => this[CustomerFields.DeliveryAddress2];

    /// <summary><c>deliverycountrycode</c>: Delivery: country, ISO 3166-1 alpha-2.</summary>
    public string DeliveryCountryCode => this[CustomerFields.DeliveryCountryCode];

    /// <summary><c>deliverycountry</c>: Delivery: country in words.</summary>
    public string DeliveryCountry => this[CustomerFields.DeliveryCountry];

    /// <summary><c>profile</c>: Profile.</summary>
    public string Profile => this[CustomerFields.Profile];

    /// <summary><c>name2</c>: Second name line.</summary>
    public string Name2 => this[CustomerFields.Name2];

    /// <summary><c>address2</c>: Second address line.</summary>
    public string Address2 => this[CustomerFields.Address2];

    /// <summary><c>propertydesignation</c>: Property designation (fastighetsbeteckning), for household tax deductions.</summary>
    public string PropertyDesignation => this[CustomerFields.PropertyDesignation];

    /// <summary><c>housingassociationregno</c>: Organisation number of the housing association.</summary>
    public string HousingAssociationNumber => this[CustomerFields.HousingAssociationNumber];

    /// <summary><c>status</c>: Status.</summary>
    public string Status => this[CustomerFields.Status];

    /// <summary><c>statuslog</c>: Free-text log of the status. Long text.</summary>
    public string StatusLog => this[CustomerFields.StatusLog];

    /// <summary><c>longitude</c>: Longitude.</summary>
    public string Longitude => this[CustomerFields.Longitude];

    /// <summary><c>latitude</c>: Latitude.</summary>
    public string Latitude => this[CustomerFields.Latitude];

    /// <summary><c>glncode</c>: Global Location Number.</summary>
    public string Gln => this[CustomerFields.Gln];

    /// <summary><c>reference_order</c>: Reference person for orders.</summary>
    public string OrderReference => this[CustomerFields.OrderReference];

    /// <summary><c>email_order</c>: E-mail for orders.</summary>
    public string OrderEmail => this[CustomerFields.OrderEmail];

    /// <summary><c>reference_offer</c>: Reference person for offers.</summary>
    public string OfferReference => this[CustomerFields.OfferReference];

    /// <summary><c>email_offer</c>: E-mail for offers.</summary>
    public string OfferEmail => this[CustomerFields.OfferEmail];

    /// <summary><c>notes</c>: Notes. Long text.</summary>
    public string Notes => this[CustomerFields.Notes];

    /// <summary><c>origin</c>: Where the record came from.</summary>
    public string Origin => this[CustomerFields.Origin];

    /// <summary><c>pricelist</c>: Price list.</summary>
    public string PriceList => this[CustomerFields.PriceList];

    /// <summary><c>crediflowPartyId</c>: Party id at the e-invoice operator; set when the customer can receive e-invoices.</summary>
    public string EInvoiceParty => this[CustomerFields.EInvoiceParty];
}
