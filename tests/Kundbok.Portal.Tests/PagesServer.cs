using Kundbok.Contracts;

namespace Kundbok.Portal.Tests;

/// <summary>The server, with a small directory, that lets webhooks send to this machine.</summary>
public sealed class PagesServer : TestServer
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal) { ["Webhooks:AllowPrivateTargets"] = "true" };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var load = await Register.Directory.BeginLoadAsync(CancellationToken.None);
        await load.AddAsync(
            [new Organisation("4020000016", "Norrskens Bageri AB", "Kungsgatan 12", "", "90325", "Umeå", "SE", "AB", OrganisationStatus.Liquidation, NoAdvertising: false, OrganisationRegistry.Bolagsverket)],
            CancellationToken.None);
        await load.PutInPlaceAsync([], evenIfSmaller: false, CancellationToken.None);
    }
}
