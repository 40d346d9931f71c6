using System.Globalization;
using System.Text.Json;
using Kundbok.Contracts;

namespace Kundbok.Lookup.Online;

/// <summary>Patentti- ja rekisterihallitus: organisations of Finland.</summary>
/// <remarks>
/// The path, the parameter and the fields are published, in the schema of the YTJ API version 3; so are a company's <c>endDate</c> and an
/// address's <c>country</c> and <c>freeAddressLine</c>, of which there may be none. That the types of names are texts and those of
/// addresses numbers is as recorded by public clients: either is read as either. No live call has been made.
/// </remarks>
internal sealed class PrhSource(OnlineCaller caller, RegistryOptions options) : ILookupSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "prh";

    private const string CurrentName = "1";
    private const string Street = "1";
    private const string Postal = "2";
    private const string Finnish = "1";

    private static readonly Uri Published = new("https://avoindata.prh.fi/opendata-ytj-api/v3/");

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public bool Serves(IdentityNumberKind kind) => kind == IdentityNumberKind.FinnishOrganisation;

    /// <inheritdoc/>
    public ValueTask<LookupAnswer> AskAsync(long merchant, IdentityNumberResult.Valid number, CancellationToken cancellation) =>
        caller.AskAsync("", number, () => FetchAsync($"{number.Canonical[..^1]}-{number.Canonical[^1]}"), cancellation);

    private async Task<LookupAnswer> FetchAsync(string businessId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.BaseAddress ?? Published, $"companies?businessId={businessId}"));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        using var document = (await caller.SendAsync(request, "/companies?businessId={businessId}")).Json();

        // A list that is missing is no empty list.
        var companies = document.RootElement.GetProperty("companies").EnumerateArray().ToList();
        if (companies.Count == 0) return new LookupAnswer.NotFound();

        var company = companies.Find(company => company.Find("businessId") is not { } id || IdOf(id) == businessId);
        if (company.ValueKind == JsonValueKind.Undefined) throw SourceException.Nonsense();

        var name = company.List("names").Where(name => name.Text("type") == CurrentName && IsCurrent(name)).Select(name => name.Text("name")).FirstOrDefault(name => name.Length > 0);
        if (name is null || !IsCurrent(company)) return new LookupAnswer.NotFound { Reason = "no longer in the register" };

        return new LookupAnswer.Found(PartyOf(name, company));
    }

    private static string IdOf(JsonElement id) => id.ValueKind == JsonValueKind.Object ? id.Text("value") : SourceFields.Text(id);

    private static bool IsCurrent(JsonElement dated) => dated.Text("endDate").Length == 0;

    private static Party PartyOf(string name, JsonElement company)
    {
        var addresses = company.List("addresses").Where(IsCurrent).ToList();
        var address = addresses.Find(address => address.Text("type") == Postal);
        if (address.ValueKind == JsonValueKind.Undefined) address = addresses.Find(address => address.Text("type") == Street);
        if (address.ValueKind == JsonValueKind.Undefined) return new Party("", "", name, "", "", "", "", "", "");

        var country = SourceFields.Country(address.Text("country"));
        return new Party("", "", name, StreetOf(address), address.Zip("postCode"), CityOf(address), country.Length > 0 ? country : "FI", "", "");
    }

    private static string StreetOf(JsonElement address)
    {
        var box = address.Text("postOfficeBox");
        if (int.TryParse(box, NumberStyles.None, CultureInfo.InvariantCulture, out _)) return $"PL {box}";
        if (box.Length > 0) return box;

        var street = $"{address.Text("street")} {address.Text("buildingNumber")}".Trim();
        return street.Length > 0 ? street : address.Text("freeAddressLine");
    }

    private static string CityOf(JsonElement address)
    {
        var offices = address.List("postOffices").ToList();
        var office = offices.Find(office => office.Text("languageCode") == Finnish);
        if (office.ValueKind == JsonValueKind.Undefined) office = offices.FirstOrDefault();
        return office.ValueKind == JsonValueKind.Undefined ? "" : office.Text("city");
    }
}
