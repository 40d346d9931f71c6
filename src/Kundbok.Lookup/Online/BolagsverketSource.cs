using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Kundbok.Contracts;

namespace Kundbok.Lookup.Online;

/// <summary>Bolagsverket's "värdefulla datamängder": organisations of Sweden.</summary>
/// <remarks>
/// Published: the addresses, the request, the fields, the kinds of <c>fel</c>, and the limit of 60 requests a minute. Recorded by public
/// clients: that an unknown number is a 200 with <c>ORGANISATION_FINNS_EJ</c> on the name, and that <c>land</c> is null for Sweden. No live call
/// has been made.
/// </remarks>
internal sealed class BolagsverketSource(OnlineCaller caller, BolagsverketToken tokens, BolagsverketOptions options) : ILookupSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "bolagsverket";

    /// <summary>How many requests are made in <see cref="TurnWindow"/>: however a minute falls over four such windows, it has no more than 60.</summary>
    public const int Turns = 15;

    private static readonly Uri Published = new("https://gw.api.bolagsverket.se/vardefulla-datamangder/v1/");

    // What land can say beside a code; a country that is not here is left out rather than guessed.
    private static readonly Dictionary<string, string> Countries = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SVERIGE"] = "SE",
        ["NORGE"] = "NO",
        ["DANMARK"] = "DK",
        ["FINLAND"] = "FI",
        ["TYSKLAND"] = "DE",
        ["STORBRITANNIEN"] = "GB",
    };

    /// <summary>The span of time for which requests are counted.</summary>
    public static TimeSpan TurnWindow { get; } = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public bool Serves(IdentityNumberKind kind) => kind == IdentityNumberKind.SwedishOrganisation;

    /// <inheritdoc/>
    public ValueTask<LookupAnswer> AskAsync(long merchant, IdentityNumberResult.Valid number, CancellationToken cancellation) =>
        caller.AskAsync("", number, () => FetchAsync(number.Canonical), cancellation);

    private async Task<LookupAnswer> FetchAsync(string number)
    {
        var token = await tokens.GetAsync();
        var response = await PostAsync(number, token);
        if (response.Status is 401)
        {
            // It may have been withdrawn before its time: once more with another.
            tokens.Forget(token);
            response = await PostAsync(number, await tokens.GetAsync());
        }

        using var document = response.Json();
        var organisations = document.RootElement.GetProperty("organisationer").EnumerateArray().Where(organisation => IsAbout(organisation, number)).ToList();
        return organisations.Count == 0 ? throw SourceException.Nonsense() : AnswerOf(organisations);
    }

    private async Task<SourceResponse> PostAsync(string number, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.BaseAddress ?? Published, "organisationer"))
        {
            Content = new StringContent($$"""{"identitetsbeteckning":"{{number}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return await caller.SendAsync(request, "/organisationer");
    }

    // Of a number that is not known, the answer need not repeat it.
    private static bool IsAbout(JsonElement organisation, string number) =>
        organisation.Find("organisationsidentitet")?.Text("identitetsbeteckning") is not { Length: > 0 } told || IdentityNumber.Canonical(told) == number;

    // One number can have several registrations; those that have ended say nothing while another has not.
    private static LookupAnswer AnswerOf(List<JsonElement> organisations)
    {
        var organisation = organisations.Find(organisation => !IsDeregistered(organisation));
        if (organisation.ValueKind == JsonValueKind.Undefined) return new LookupAnswer.NotFound { Reason = "deregistered" };

        switch (FaultOf(organisation, "organisationsnamn"))
        {
            case null: break;
            case "ORGANISATION_FINNS_EJ": return new LookupAnswer.NotFound();
            case "OGILTIG_BEGARAN": return new LookupAnswer.Invalid();
            case "OTILLGANGLIG_UPPGIFTSKALLA" or "TIMEOUT": throw new SourceException("cannot reach its own source", SourceException.Soon);
            default: throw SourceException.Nonsense();
        }

        if (NameOf(organisation) is not { Length: > 0 } name) throw SourceException.Nonsense();

        var isPartial = FaultOf(organisation, "postadressOrganisation") is not null || FaultOf(organisation, "avregistreradOrganisation") is not null;
        var found = organisation.Find("postadressOrganisation")?.Find("postadress") is { } address
            ? new Party("", "", name, StreetOf(address), address.Zip("postnummer"), address.Text("postort"), CountryOf(address), "", "")
            : new Party("", "", name, "", "", "", "", "", "");
        return new LookupAnswer.Found(found) { IsPartial = isPartial };
    }

    private static bool IsDeregistered(JsonElement organisation) => organisation.Find("avregistreradOrganisation")?.Text("avregistreringsdatum") is { Length: > 0 };

    private static string? FaultOf(JsonElement organisation, string wrapper) => organisation.Find(wrapper)?.Find("fel")?.Text("typ");

    private static string? NameOf(JsonElement organisation)
    {
        var names = organisation.Find("organisationsnamn")?.List("organisationsnamnLista").ToList() ?? [];
        var name = names.Find(name => name.Find("organisationsnamntyp")?.Text("kod") == "FORETAGSNAMN");
        if (name.ValueKind == JsonValueKind.Undefined) name = names.FirstOrDefault();
        return name.ValueKind == JsonValueKind.Undefined ? null : name.Text("namn");
    }

    private static string StreetOf(JsonElement address) => address.Text("utdelningsadress") is { Length: > 0 } street ? street : address.Text("coAdress");

    private static string CountryOf(JsonElement address) => address.Text("land") is not { Length: > 0 } land ? "SE" : Countries.GetValueOrDefault(land, SourceFields.Country(land));
}
