using System.Globalization;
using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Customers;
using Kundbok.Server.Demo;
using Kundbok.Storage;

namespace Kundbok.Server.Commands;

/// <summary>
/// What a server does and says once it listens: its address; at its first start the first merchant and user, and a request to try;
/// and the demo merchant, when asked for.
/// </summary>
internal sealed class Greeting(WebApplication server, OpenRegister open, TextWriter output)
{
    private const string FirstMerchant = "Merchant 1";
    private const string FirstUser = "admin";
    private const string DemoMerchant = "Demo";
    private const string DemoUser = "demo";
    private const int CustomersAtOnce = 1_000;

    private readonly IAccessStore _access = open.Register.Access;
    private readonly ICustomerStore _customers = open.Register.Customers;

    public async Task GiveAsync(CancellationToken cancellation)
    {
        await output.WriteLineAsync($"Kundbok listens on {string.Join(" and ", server.Urls)}");
        var isFirst = (await _access.ListUsersAsync(null, cancellation)).Count == 0;
        var admin = isFirst ? await AddFirstUserAsync(cancellation) : null;
        var demo = open.Settings.Demo > 0 ? await AddDemoAsync(cancellation) : null;
        foreach (var user in new[] { admin, demo }.OfType<NewUser>())
            await output.WriteLineAsync($"Merchant {user.Merchant} has the user {user.UserName} with the password {user.Password}   (shown this once)");

        if ((demo ?? admin) is { } first) await ShowRequestAsync(first, cancellation);
        else await output.WriteLineAsync($"For a token, POST /login a user name and a password, or run: {ThisProgram()} token --merchant 1 --data {Path.GetFullPath(open.Settings.Data)}");
        await output.FlushAsync(cancellation);
    }

    private async Task<NewUser?> AddFirstUserAsync(CancellationToken cancellation)
    {
        var merchants = await _access.ListMerchantsAsync(cancellation);
        var merchant = merchants.Count > 0 ? merchants[0] : await _access.AddMerchantAsync(FirstMerchant, cancellation);
        return await AddUserAsync(merchant, FirstUser, cancellation);
    }

    private async Task<NewUser?> AddDemoAsync(CancellationToken cancellation)
    {
        var merchants = await _access.ListMerchantsAsync(cancellation);
        foreach (var known in merchants)
        {
            if (await _customers.CountAsync(known.Id, CustomerFilter.All, cancellation) == 0) continue;
            await output.WriteLineAsync("The register has customers already: none were invented.");
            return null;
        }

        var merchant = merchants.FirstOrDefault(known => known.Name == DemoMerchant) ?? await _access.AddMerchantAsync(DemoMerchant, cancellation);
        foreach (var batch in DemoCustomers.Create(open.Settings.Demo, open.Time.GetUtcNow()).Chunk(CustomersAtOnce))
            await _customers.CreateManyAsync(merchant.Id, batch, cancellation);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Merchant {merchant.Id} ({merchant.Name}) has {open.Settings.Demo} invented customers."));
        return await AddUserAsync(merchant, DemoUser, cancellation);
    }

    // Null when somebody has the name already.
    private async Task<NewUser?> AddUserAsync(Merchant merchant, string userName, CancellationToken cancellation)
    {
        var password = Passwords.Generate();
        var user = new User(merchant.Id, userName, Name: "", Email: "", Passwords.Hash(password));
        return await _access.AddUserAsync(user, cancellation) is null ? null : new NewUser(merchant.Id, userName, password);
    }

    private async Task ShowRequestAsync(NewUser user, CancellationToken cancellation)
    {
        var token = await server.Services.GetRequiredService<TokenIssuer>().IssueAsync(user.Merchant, user.UserName, [], OwnTokens.LoginLifetime, cancellation);
        await output.WriteLineAsync(
            $"""
            The API is described at {Address()}/docs. List customers:

              curl -H "Authorization: Bearer {token}" {Address()}{CustomerEndpoints.Path}

            """);
    }

    // What a client on this machine calls: a server may listen on every address of it.
    private string Address()
    {
        var address = BindingAddress.Parse(server.Urls.First());
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return string.Create(CultureInfo.InvariantCulture, $"{address.Scheme}://{host}:{address.Port}{address.PathBase}");
    }

    private static string ThisProgram() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) is { } name && !name.Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? Environment.ProcessPath!
            : $"dotnet {Path.Combine(AppContext.BaseDirectory, typeof(Greeting).Assembly.GetName().Name!)}.dll";

    private sealed record NewUser(long Merchant, string UserName, string Password);
}
