using System.Text.Json;
using Kundbok.Contracts;

namespace Kundbok.Lookup.Online;

/// <summary>Brønnøysundregistrene: organisations of Norway.</summary>
/// <remarks>
/// Everything here is published: the paths, the media type, the fields and the answers of Enhetsregisteret's API, 410 for what was removed
/// and <c>SlettetEnhet</c> for what was deleted among them. No live call has been made.
/// </remarks>
internal sealed class BrregSource(OnlineCaller caller, RegistryOptions options) : ILookupSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "brreg";

    private const string MediaType = "application/vnd.brreg.enhetsregisteret.enhet.v2+json";

    private static readonly Uri Published = new("https://data.brreg.no/enhetsregisteret/api/");

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public bool Serves(IdentityNumberKind kind) => kind == IdentityNumberKind.NorwegianOrganisation;

    /// <inheritdoc/>
    public ValueTask<LookupAnswer> AskAsync(long merchant, IdentityNumberResult.Valid number, CancellationToken cancellation) =>
        caller.AskAsync("", number, () => FetchAsync(number.Canonical), cancellation);

    private async Task<LookupAnswer> FetchAsync(string number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.BaseAddress ?? Published, $"enheter/{number}"));
        request.Headers.TryAddWithoutValidation("Accept", MediaType);
        var response = await caller.SendAsync(request, "/enheter/{orgnr}");
        if (response.Status is 404) return new LookupAnswer.NotFound();
        if (response.Status is 410) return new LookupAnswer.NotFound { Reason = "removed from the register" };

        using var document = response.Json();
        var unit = document.RootElement;
        if (unit.Text("organisasjonsnummer") is { Length: > 0 } told && told != number) throw SourceException.Nonsense();
        if (unit.Text("respons_klasse") == "SlettetEnhet") return new LookupAnswer.NotFound { Reason = "deleted from the register" };
        if (unit.Text("navn") is not { Length: > 0 } name) throw SourceException.Nonsense();

        var address = unit.Find("postadresse") ?? unit.Find("forretningsadresse") ?? default;
        var hasAddress = address.ValueKind != JsonValueKind.Undefined;
        return new LookupAnswer.Found(new Party(
            FirstName: "",
            LastName: "",
            Company: name,
            Street: hasAddress ? string.Join(", ", address.List("adresse").Select(SourceFields.Text).Where(line => line.Length > 0)) : "",
            Zip: hasAddress ? address.Zip("postnummer") : "", // a foreign address may have none
            City: hasAddress ? address.Text("poststed") : "",
            Country: hasAddress ? SourceFields.Country(address.Text("landkode")) : "",
            Phone: unit.Text("telefon") is { Length: > 0 } phone ? phone : unit.Text("mobil"),
            Email: unit.Text("epostadresse")));
    }
}
