using Kundbok.Contracts;
using Kundbok.Storage;

namespace Kundbok.Portal.Tests;

/// <summary>The server with the portal. Each test takes a merchant of its own.</summary>
public sealed class PortalServer : TestServer
{
    /// <summary>The organisation that the directory has.</summary>
    public const string InDirectory = "4020000016";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var load = await Register.Directory.BeginLoadAsync(CancellationToken.None);
        await load.AddAsync(
            [new Organisation(InDirectory, "Norrskens Bageri AB", "Kungsgatan 12", "", "90325", "UMEÅ", "SE", "AB", OrganisationStatus.Active, NoAdvertising: false, OrganisationRegistry.Bolagsverket)],
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
