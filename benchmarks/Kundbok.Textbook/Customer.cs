using System.Text.Json.Serialization;

namespace Kundbok.Textbook;

/// <summary>A customer: a property for each field.</summary>
public sealed class Customer
{
    /// <summary>The field mexcParamvaluesetsid.</summary>
    [JsonPropertyName("mexcParamvaluesetsid")]
    public long Id { get; set; }

    /// <summary>The field date.</summary>
    [JsonPropertyName("date")]
    public DateTime Created { get; set; }

    /// <summary>The field customerid.</summary>
    [JsonPropertyName("customerid")]
    public string Number { get; set; } = "";

    /// <summary>The field name.</summary>
    [JsonPropertyName("name")]
    public string Name { get; set; } = "";

    /// <summary>The field address.</summary>
    [JsonPropertyName("address")]
    public string Address { get; set; } = "";

    /// <summary>The field postcode.</summary>
    [JsonPropertyName("postcode")]
    public string PostalCode { get; set; } = "";

    /// <summary>The field postoffice.</summary>
    [JsonPropertyName("postoffice")]
    public string City { get; set; } = "";

    /// <summary>The field state.</summary>
    [JsonPropertyName("state")]
    public string State { get; set; } = "";

    /// <summary>The field countrycode.</summary>
    [JsonPropertyName("countrycode")]
    public string CountryCode { get; set; } = "";

    /// <summary>The field telephone.</summary>
    [JsonPropertyName("telephone")]
    public string Telephone { get; set; } = "";

    /// <summary>The field fax.</summary>
    [JsonPropertyName("fax")]
    public string Fax { get; set; } = "";

    /// <summary>The field mobile.</summary>
    [JsonPropertyName("mobile")]
    public string Mobile { get; set; } = "";

    /// <summary>The field deliveryaddress.</summary>
    [JsonPropertyName("deliveryaddress")]
    public string DeliveryAddress { get; set; } = "";

    /// <summary>The field deliverypostcode.</summary>
    [JsonPropertyName("deliverypostcode")]
    public string DeliveryPostalCode { get; set; } = "";

    /// <summary>The field deliverypostoffice.</summary>
    [JsonPropertyName("deliverypostoffice")]
    public string DeliveryCity { get; set; } = "";

    /// <summary>The field email.</summary>
    [JsonPropertyName("email")]
    public string Email { get; set; } = "";

    /// <summary>The field reference.</summary>
    [JsonPropertyName("reference")]
    public string Reference { get; set; } = "";

    /// <summary>The field companyno.</summary>
    [JsonPropertyName("companyno")]
    public string CompanyNumber { get; set; } = "";

    /// <summary>The field vatregno.</summary>
    [JsonPropertyName("vatregno")]
    public string VatNumber { get; set; } = "";

    /// <summary>The field paymentterms.</summary>
    [JsonPropertyName("paymentterms")]
    public string PaymentTerms { get; set; } = "";

    /// <summary>The field rebate.</summary>
    [JsonPropertyName("rebate")]
    public string Discount { get; set; } = "";

    /// <summary>The field currency.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; set; } = "";

    /// <summary>The field language.</summary>
    [JsonPropertyName("language")]
    public string Language { get; set; } = "";

    /// <summary>The field export.</summary>
    [JsonPropertyName("export")]
    public string Export { get; set; } = "";

    /// <summary>The field handlingcharge.</summary>
    [JsonPropertyName("handlingcharge")]
    public string HandlingCharge { get; set; } = "";

    /// <summary>The field reversetax.</summary>
    [JsonPropertyName("reversetax")]
    public string ReverseTax { get; set; } = "";

    /// <summary>The field mexcModulesid.</summary>
    [JsonPropertyName("mexcModulesid")]
    public long Module { get; set; }

    /// <summary>The field mm3servicesid.</summary>
    [JsonPropertyName("mm3servicesid")]
    public long Merchant { get; set; }

    /// <summary>The field country.</summary>
    [JsonPropertyName("country")]
    public string Country { get; set; } = "";

    /// <summary>The field creditlimit.</summary>
    [JsonPropertyName("creditlimit")]
    public string CreditLimit { get; set; } = "";

    /// <summary>The field customertypecode.</summary>
    [JsonPropertyName("customertypecode")]
    public string TypeCode { get; set; } = "";

    /// <summary>The field deliveryterms.</summary>
    [JsonPropertyName("deliveryterms")]
    public string DeliveryTerms { get; set; } = "";

    /// <summary>The field deliverymethod.</summary>
    [JsonPropertyName("deliverymethod")]
    public string DeliveryMethod { get; set; } = "";

    /// <summary>The field deliveryname.</summary>
    [JsonPropertyName("deliveryname")]
    public string DeliveryName { get; set; } = "";

    /// <summary>The field deliveryaddress2.</summary>
    [JsonPropertyName("deliveryaddress2")]
    public string DeliveryAddress2 { get; set; } = "";

    /// <summary>The field deliverycountrycode.</summary>
    [JsonPropertyName("deliverycountrycode")]
    public string DeliveryCountryCode { get; set; } = "";

    /// <summary>The field deliverycountry.</summary>
    [JsonPropertyName("deliverycountry")]
    public string DeliveryCountry { get; set; } = "";

    /// <summary>The field profile.</summary>
    [JsonPropertyName("profile")]
    public string Profile { get; set; } = "";

    /// <summary>The field name2.</summary>
    [JsonPropertyName("name2")]
    public string Name2 { get; set; } = "";

    /// <summary>The field address2.</summary>
    [JsonPropertyName("address2")]
    public string Address2 { get; set; } = "";

    /// <summary>The field propertydesignation.</summary>
    [JsonPropertyName("propertydesignation")]
    public string PropertyDesignation { get; set; } = "";

    /// <summary>The field housingassociationregno.</summary>
    [JsonPropertyName("housingassociationregno")]
    public string HousingAssociationNumber { get; set; } = "";

    /// <summary>The field status.</summary>
    [JsonPropertyName("status")]
    public string Status { get; set; } = "";

    /// <summary>The field statuslog.</summary>
    [JsonPropertyName("statuslog")]
    public string StatusLog { get; set; } = "";

    /// <summary>The field longitude.</summary>
    [JsonPropertyName("longitude")]
    public string Longitude { get; set; } = "";

    /// <summary>The field latitude.</summary>
    [JsonPropertyName("latitude")]
    public string Latitude { get; set; } = "";

    /// <summary>The field glncode.</summary>
    [JsonPropertyName("glncode")]
    public string Gln { get; set; } = "";

    /// <summary>The field reference_order.</summary>
    [JsonPropertyName("reference_order")]
    public string OrderReference { get; set; } = "";

    /// <summary>The field email_order.</summary>
    [JsonPropertyName("email_order")]
    public string OrderEmail { get; set; } = "";

    /// <summary>The field reference_offer.</summary>
    [JsonPropertyName("reference_offer")]
    public string OfferReference { get; set; } = "";

    /// <summary>The field email_offer.</summary>
    [JsonPropertyName("email_offer")]
    public string OfferEmail { get; set; } = "";

    /// <summary>The field notes.</summary>
    [JsonPropertyName("notes")]
    public string Notes { get; set; } = "";

    /// <summary>The field origin.</summary>
    [JsonPropertyName("origin")]
    public string Origin { get; set; } = "";

    /// <summary>The field pricelist.</summary>
    [JsonPropertyName("pricelist")]
    public string PriceList { get; set; } = "";

    /// <summary>The field crediflowPartyId.</summary>
    [JsonPropertyName("crediflowPartyId")]
    public string EInvoiceParty { get; set; } = "";
}
