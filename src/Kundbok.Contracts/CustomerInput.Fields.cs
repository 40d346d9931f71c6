namespace Kundbok.Contracts;

/// <content>The texts by name, a property for each text of <see cref="CustomerFields"/>: null is not sent, the empty string clears. A test holds the two together.</content>
public sealed partial class CustomerInput
{
    /// <summary><c>customerid</c>: The merchant's own customer number. Unique within the merchant.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Number
    {
        get => this[CustomerFields.Number];
        set => this[CustomerFields.Number] = value;
    }

    /// <summary><c>name</c>: Name of the person or company.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Name
    {
        get => this[CustomerFields.Name];
        set => this[CustomerFields.Name] = value;
    }

    /// <summary><c>address</c>: Street address.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Address
    {
        get => this[CustomerFields.Address];
        set => this[CustomerFields.Address] = value;
    }

    /// <summary><c>postcode</c>: Postal code.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? PostalCode
    {
        get => this[CustomerFields.PostalCode];
        set => this[CustomerFields.PostalCode] = value;
    }

    /// <summary><c>postoffice</c>: City.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? City
    {
        get => this[CustomerFields.City];
        set => this[CustomerFields.City] = value;
    }

    /// <summary><c>state</c>: State, county or region.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? State
    {
        get => this[CustomerFields.State];
        set => this[CustomerFields.State] = value;
    }

    /// <summary><c>countrycode</c>: Country, ISO 3166-1 alpha-2.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? CountryCode
    {
        get => this[CustomerFields.CountryCode];
        set => this[CustomerFields.CountryCode] = value;
    }

    /// <summary><c>telephone</c>: Telephone.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Telephone
    {
        get => this[CustomerFields.Telephone];
        set => this[CustomerFields.Telephone] = value;
    }

    /// <summary><c>fax</c>: Fax.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Fax
    {
        get => this[CustomerFields.Fax];
        set => this[CustomerFields.Fax] = value;
    }

    /// <summary><c>mobile</c>: Mobile telephone.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Mobile
    {
        get => this[CustomerFields.Mobile];
        set => this[CustomerFields.Mobile] = value;
    }

    /// <summary><c>deliveryaddress</c>: Delivery: street address.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? DeliveryAddress
    {
        get => this[CustomerFields.DeliveryAddress];
        set => this[CustomerFields.DeliveryAddress] = value;
    }

    /// <summary><c>deliverypostcode</c>: Delivery: postal code.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? DeliveryPostalCode
    {
        get => this[CustomerFields.DeliveryPostalCode];
        set => this[CustomerFields.DeliveryPostalCode] = value;
    }

    /// <summary><c>deliverypostoffice</c>: Delivery: city.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? DeliveryCity
    {
        get => this[CustomerFields.DeliveryCity];
        set => this[CustomerFields.DeliveryCity] = value;
    }

    /// <summary><c>email</c>: Billing e-mail.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Email
    {
        get => this[CustomerFields.Email];
        set => this[CustomerFields.Email] = value;
    }

    /// <summary><c>reference</c>: The customer's reference person for invoices.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Reference
    {
        get => this[CustomerFields.Reference];
        set => this[CustomerFields.Reference] = value;
    }

    /// <summary><c>companyno</c>: Organisation number, or personal identity number of a private person.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? CompanyNumber
    {
        get => this[CustomerFields.CompanyNumber];
        set => this[CustomerFields.CompanyNumber] = value;
    }

    /// <summary><c>vatregno</c>: VAT registration number.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? VatNumber
    {
        get => this[CustomerFields.VatNumber];
        set => this[CustomerFields.VatNumber] = value;
    }

    /// <summary><c>paymentterms</c>: Payment terms.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? PaymentTerms
    {
        get => this[CustomerFields.PaymentTerms];
        set => this[CustomerFields.PaymentTerms] = value;
    }

    /// <summary><c>rebate</c>: Discount.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Discount
    {
        get => this[CustomerFields.Discount];
        set => this[CustomerFields.Discount] = value;
    }

    /// <summary><c>currency</c>: Invoice currency, ISO 4217.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Currency
    {
        get => this[CustomerFields.Currency];
        set => this[CustomerFields.Currency] = value;
    }

    /// <summary><c>language</c>: Invoice language, ISO 639-1.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Language
    {
        get => this[CustomerFields.Language];
        set => this[CustomerFields.Language] = value;
    }

    /// <summary><c>export</c>: Whether the customer is invoiced as export.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Export
    {
        get => this[CustomerFields.Export];
        set => this[CustomerFields.Export] = value;
    }

    /// <summary><c>handlingcharge</c>: Handling charge.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? HandlingCharge
    {
        get => this[CustomerFields.HandlingCharge];
        set => this[CustomerFields.HandlingCharge] = value;
    }

    /// <summary><c>reversetax</c>: Whether the buyer accounts for VAT (reverse charge): '1' or 'true' when so.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? ReverseTax
    {
        get => this[CustomerFields.ReverseTax];
        set => this[CustomerFields.ReverseTax] = value;
    }

    /// <summary><c>country</c>: Country in words.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Country
    {
        get => this[CustomerFields.Country];
        set => this[CustomerFields.Country] = value;
    }

    /// <summary><c>creditlimit</c>: Credit limit.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? CreditLimit
    {
        get => this[CustomerFields.CreditLimit];
        set => this[CustomerFields.CreditLimit] = value;
    }

    /// <summary><c>customertypecode</c>: Kind of customer, as the merchant codes it.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? TypeCode
    {
        get => this[CustomerFields.TypeCode];
        set => this[CustomerFields.TypeCode] = value;
    }

    /// <summary><c>deliveryterms</c>: Delivery terms.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? DeliveryTerms
    {
        get => this[CustomerFields.DeliveryTerms];
        set => this[CustomerFields.DeliveryTerms] = value;
    }

    /// <summary><c>deliverymethod</c>: Delivery method.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? DeliveryMethod
    {
        get => this[CustomerFields.DeliveryMethod];
        set => this[CustomerFields.DeliveryMethod] = value;
    }

    /// <summary><c>deliveryname</c>: Delivery: name.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? DeliveryName
    {
        get => this[CustomerFields.DeliveryName];
        set => this[CustomerFields.DeliveryName] = value;
    }

    /// <summary><c>deliveryaddress2</c>: Delivery: second address line.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? DeliveryAddress2
    {
        get => this[CustomerFields.DeliveryAddress2];
        set => this[CustomerFields.DeliveryAddress2] = value;
    }

    /// <summary><c>deliverycountrycode</c>: Delivery: country, ISO 3166-1 alpha-2.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? DeliveryCountryCode
    {
        get => this[CustomerFields.DeliveryCountryCode];
        set => this[CustomerFields.DeliveryCountryCode] = value;
    }

    /// <summary><c>deliverycountry</c>: Delivery: country in words.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? DeliveryCountry
    {
        get => this[CustomerFields.DeliveryCountry];
        set => this[CustomerFields.DeliveryCountry] = value;
    }

    /// <summary><c>profile</c>: Profile.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Profile
    {
        get => this[CustomerFields.Profile];
        set => this[CustomerFields.Profile] = value;
    }

    /// <summary><c>name2</c>: Second name line.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Name2
    {
        get => this[CustomerFields.Name2];
        set => this[CustomerFields.Name2] = value;
    }

    /// <summary><c>address2</c>: Second address line.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Address2
    {
        get => this[CustomerFields.Address2];
        set => this[CustomerFields.Address2] = value;
    }

    /// <summary><c>propertydesignation</c>: Property designation (fastighetsbeteckning), for household tax deductions.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? PropertyDesignation
    {
        get => this[CustomerFields.PropertyDesignation];
        set => this[CustomerFields.PropertyDesignation] = value;
    }

    /// <summary><c>housingassociationregno</c>: Organisation number of the housing association.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? HousingAssociationNumber
    {
        get => this[CustomerFields.HousingAssociationNumber];
        set => this[CustomerFields.HousingAssociationNumber] = value;
    }

    /// <summary><c>status</c>: Status.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Status
    {
        get => this[CustomerFields.Status];
        set => this[CustomerFields.Status] = value;
    }

    /// <summary><c>statuslog</c>: Free-text log of the status. Long text.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? StatusLog
    {
        get => this[CustomerFields.StatusLog];
        set => this[CustomerFields.StatusLog] = value;
    }

    /// <summary><c>longitude</c>: Longitude.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Longitude
    {
        get => this[CustomerFields.Longitude];
        set => this[CustomerFields.Longitude] = value;
    }

    /// <summary><c>latitude</c>: Latitude.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Latitude
    {
        get => this[CustomerFields.Latitude];
        set => this[CustomerFields.Latitude] = value;
    }

    /// <summary><c>glncode</c>: Global Location Number.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Gln
    {
        get => this[CustomerFields.Gln];
        set => this[CustomerFields.Gln] = value;
    }

    /// <summary><c>reference_order</c>: Reference person for orders.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? OrderReference
    {
        get => this[CustomerFields.OrderReference];
        set => this[CustomerFields.OrderReference] = value;
    }

    /// <summary><c>email_order</c>: E-mail for orders.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? OrderEmail
    {
        get => this[CustomerFields.OrderEmail];
        set => this[CustomerFields.OrderEmail] = value;
    }

    /// <summary><c>reference_offer</c>: Reference person for offers.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? OfferReference
    {
        get => this[CustomerFields.OfferReference];
        set => this[CustomerFields.OfferReference] = value;
    }

    /// <summary><c>email_offer</c>: E-mail for offers.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? OfferEmail
    {
        get => this[CustomerFields.OfferEmail];
        set => this[CustomerFields.OfferEmail] = value;
    }

    /// <summary><c>notes</c>: Notes. Long text.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Notes
    {
        get => this[CustomerFields.Notes];
        set => this[CustomerFields.Notes] = value;
    }

    /// <summary><c>origin</c>: Where the record came from.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? Origin
    {
        get => this[CustomerFields.Origin];
        set => this[CustomerFields.Origin] = value;
    }

    /// <summary><c>pricelist</c>: Price list.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? PriceList
    {
        get => this[CustomerFields.PriceList];
        set => this[CustomerFields.PriceList] = value;
    }

    /// <summary><c>crediflowPartyId</c>: Party id at the e-invoice operator; set when the customer can receive e-invoices.</summary>
    /// <exception cref="ArgumentException">Set: the text breaks a rule of <see cref="TextRules"/>.</exception>
    public string? EInvoiceParty
    {
        get => this[CustomerFields.EInvoiceParty];
        set => this[CustomerFields.EInvoiceParty] = value;
    }
}
