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
    private const int CustomersAtOnce = 20_000;
    private const int MostDirectoryCustomers = 10_000;

    private readonly IAccessStore _access = open.Register.Access;

    public async Task GiveAsync(CancellationToken cancellation)
    {
        await output.WriteLineAsync($"Kundbok listens on {string.Join(" and ", server.Urls)}");
        await using var alone = await open.Register.Maintenance.LockSetUpAsync(cancellation); // nodes that start at once make one merchant
        var isFirst = (await _access.ListUsersAsync(null, cancellation)).Count == 0;
        var admin = isFirst ? await AddUserAsync(await FirstMerchantAsync(cancellation), FirstUser, cancellation) : null;
        var demo = open.Settings.Demo > 0 ? await AddDemoAsync(cancellation) : null;

        if ((demo ?? admin) is { } user) await ShowRequestAsync(user, cancellation);
        else await output.WriteLineAsync($"For a token, POST /login a user name and a password, or run: {ThisProgram()} token --merchant 1 --data {Path.GetFullPath(open.Settings.Data)}{(open.Settings.Database is null ? "" : " --database …")}");
        await output.FlushAsync(cancellation);
    }

    private async Task<Merchant> FirstMerchantAsync(CancellationToken cancellation)
    {
        var merchants = await _access.ListMerchantsAsync(cancellation);
        return merchants.Count > 0 ? merchants[0] : await _access.AddMerchantAsync(FirstMerchant, cancellation);
    }

    private async Task<User?> AddDemoAsync(CancellationToken cancellation)
    {
        if (await open.CountCustomersAsync(cancellation) > 0)
        {
            await output.WriteLineAsync("The register has customers already: none were invented.");
            return null;
        }

        var merchants = await _access.ListMerchantsAsync(cancellation);
        var merchant = merchants.FirstOrDefault(known => known.Name == DemoMerchant) ?? await _access.AddMerchantAsync(DemoMerchant, cancellation);
        var user = await AddUserAsync(merchant, DemoUser, cancellation);
        var now = open.Time.GetUtcNow();
        var stored = ValueTask.FromResult<CustomerWrite.NumberTaken?>(null);
        foreach (var batch in DemoCustomers.Create(open.Settings.Demo, now).Chunk(CustomersAtOnce)) // the next are invented while these are stored
        {
            await stored;
            stored = open.Register.Customers.CreateManyAsync(merchant.Id, batch, Actor.Command("demo"), cancellation);
        }

        await stored;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Merchant {merchant.Id} ({merchant.Name}) has {open.Settings.Demo} invented customers."));
        await AddDirectoryAsync(now, cancellation);
        return user;
    }

    // One that was loaded is not touched.
    private async Task AddDirectoryAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (await open.Register.Directory.ReadStatusAsync(cancellation) is not null) return;

        var organisations = DemoDirectory.Create(DemoCustomers.Create(Math.Min(open.Settings.Demo, MostDirectoryCustomers), now), Instants.ToDate(now));
        await using var load = await open.Register.Directory.BeginLoadAsync(cancellation);
        await load.AddAsync(organisations, cancellation);
        await load.PutInPlaceAsync([DemoDirectory.Source(organisations.Count, now)], evenIfSmaller: false, cancellation);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The directory of organisations has {organisations.Count} invented ones, such as {DemoDirectory.Example}."));
    }

    // Null when somebody has the name already. The password is shown as soon as it is in force: whatever happens next, it is known.
    private async Task<User?> AddUserAsync(Merchant merchant, string userName, CancellationToken cancellation)
    {
        var password = Passwords.Generate();
        var user = await _access.AddUserAsync(new User(merchant.Id, userName, Name: "", Email: "", Passwords.Hash(password)), cancellation);
        if (user is null) return null;

        await output.WriteLineAsync($"Merchant {merchant.Id} has the user {userName} with the password {password}   (shown this once)");
        await output.FlushAsync(cancellation);
        return user;
    }

    private async Task ShowRequestAsync(User user, CancellationToken cancellation)
    {
        var token = await server.Services.GetRequiredService<TokenIssuer>().IssueAsync(user, cancellation);
        await output.WriteLineAsync(
            $"""
            The API is described at {Address()}/docs. List customers:

              curl -H "Authorization: Bearer {token!.Text}" {Address()}{CustomerEndpoints.Path}

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
}
