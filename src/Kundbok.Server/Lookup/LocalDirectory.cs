using Kundbok.Contracts;
using Kundbok.Lookup;
using Kundbok.Server.Http;
using Kundbok.Storage;

namespace Kundbok.Server.Lookup;

/// <summary>The directory of Swedish organisations as a source: it needs no network. One that was never loaded has nobody.</summary>
internal sealed class LocalDirectory(IOrganisationDirectory directory) : ILookupSource
{
    private const string Sweden = "SE";

    public string Name => "directory";

    /// <inheritdoc/>
    public bool Serves(IdentityNumberKind kind) => kind == IdentityNumberKind.SwedishOrganisation;

    /// <inheritdoc/>
    public async ValueTask<LookupAnswer> AskAsync(long merchant, IdentityNumberResult.Valid number, CancellationToken cancellation)
    {
        try
        {
            return await directory.FindAsync(number.Canonical, cancellation) is { } organisation ? new LookupAnswer.Found(PartyOf(organisation)) : new LookupAnswer.NotFound();
        }
        catch (RegisterUnavailableException)
        {
            return new LookupAnswer.Unavailable(TimeSpan.FromSeconds(Problems.RetryAfterSeconds));
        }
    }

    private static Party PartyOf(Organisation organisation) => new(
        FirstName: "",
        LastName: "",
        Company: organisation.Name,
        Street: organisation.AddressLine,
        Zip: organisation.PostalCode,
        City: organisation.City,
        Country: organisation.CountryCode.Length > 0 ? organisation.CountryCode : Sweden,
        Phone: "",
        Email: "");
}
