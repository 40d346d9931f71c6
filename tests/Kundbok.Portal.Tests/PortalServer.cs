using Kundbok.Contracts;
using Kundbok.Storage;

namespace Kundbok.Portal.Tests;

/// <summary>The server with the portal and a small directory, that lets webhooks send to this machine. Each test takes a merchant of its own.</summary>
public class PortalServer : TestServer
{
    /// <summary>The organisation that the directory has.</summary>
    public const string InDirectory = "4020000016";

    /// <summary>The state that the organisation is in.</summary>
    protected virtual OrganisationStatus InDirectoryIs => OrganisationStatus.Active;

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal) { ["Webhooks:AllowPrivateTargets"] = "true" };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var load = await Register.Directory.BeginLoadAsync(CancellationToken.None);
        await load.AddAsync(
            [new Organisation(InDirectory, "Norrskens Bageri AB", "Kungsgatan 12", "", "90325", "Umeå", "SE", "AB", InDirectoryIs, NoAdvertising: false, OrganisationRegistry.Bolagsverket)],
            CancellationToken.None);
        await load.PutInPlaceAsync([], evenIfSmaller: false, CancellationToken.None);
    }

    /// <summary>Adds somebody with all rights, of a merchant that has nothing yet.</summary>
    public async Task<PortalUser> NewUserAsync()
    {
        var merchant = await AddMerchantAsync();
        var user = new PortalUser(merchant, $"maja-{merchant}", "Vinterkväll-i-Umeå");
        await AddUserAsync(merchant, user.Name, user.Password);
        return user;
    }

    /// <summary>Adds customers.</summary>
    public async Task AddAsync(long merchant, params IEnumerable<(CustomerField Field, string Text)[]> customers)
    {
        var inputs = customers.Select(fields =>
        {
            var input = new CustomerInput();
            foreach (var (field, text) in fields) input[field] = text;
            return new NewCustomer(input);
        });
        foreach (var batch in inputs.Chunk(1000)) (await Register.Customers.CreateManyAsync(merchant, batch, CancellationToken.None)).ShouldBeNull();
    }
}

/// <summary>Somebody who can sign in.</summary>
public sealed record PortalUser(long Merchant, string Name, string Password);
