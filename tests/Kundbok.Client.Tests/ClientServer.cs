namespace Kundbok.Client.Tests;

/// <summary>The real server, with a small directory, that lets webhooks send to this machine.</summary>
public sealed class ClientServer : TestServer
{
    /// <summary>The organisation that the directory has.</summary>
    public const string InDirectory = "4020000016";

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal) { ["Webhooks:AllowPrivateTargets"] = "true" };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var load = await Register.Directory.BeginLoadAsync(CancellationToken.None);
        await load.AddAsync(
            [new Organisation(InDirectory, "Norrskens Bageri AB", "Kungsgatan 12", "", "90325", "Umeå", "SE", "AB", OrganisationStatus.Liquidation, NoAdvertising: false, OrganisationRegistry.Bolagsverket)],
            CancellationToken.None);
        await load.PutInPlaceAsync([], evenIfSmaller: false, CancellationToken.None);
    }

    /// <summary>A client of a merchant that has nothing yet.</summary>
    public async Task<KundbokClient> NewClientAsync(params string[] scopes) => ClientWith(await TokenAsync(await AddMerchantAsync(), scopes));

    public KundbokClient ClientWith(string? token) => new(Anonymous(), new KundbokClientOptions { Token = token });
}
