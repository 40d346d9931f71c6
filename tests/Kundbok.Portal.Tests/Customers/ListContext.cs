using System.Net;
using System.Text;
using Bunit;
using Kundbok.Client;
using Kundbok.Portal.Customers;
using Kundbok.Portal.Language;
using Kundbok.Portal.Session;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Kundbok.Portal.Tests.Customers;

/// <summary>The page of customers, before the real server, of which a test may hold answers back.</summary>
internal sealed class ListContext : BunitContext
{
    private const string Me = """{"user":{"name":"Maja","username":"maja","email":"maja@example.com","admin":false},"merchant":{"id":1,"name":"A merchant"},"scopes":["customers:read","customers:write","customers:export"],"expires":"2030-01-01T00:00:00Z"}""";

    static ListContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(60);

    private ListContext(HttpClient http, AnswersHeld held)
    {
        Held = held;
        Client = new KundbokClient(http);
        JSInterop.Mode = JSRuntimeMode.Loose;
        BrowserModule = JSInterop.SetupModule("./portal.js");
        BrowserModule.Mode = JSRuntimeMode.Loose;
        BrowserModule.Setup<string?>("recall", "signed-in").SetResult("yes");
        var module = JSInterop.SetupModule("./Customers/CustomersPage.razor.js");
        module.Mode = JSRuntimeMode.Loose;
        module.SetupModule("attach", _ => true).Mode = JSRuntimeMode.Loose;
        Services.AddMudServices(mud => mud.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddSingleton(TimeProvider.System);
        Services.AddScoped<Browser>();
        Services.AddSingleton(Client);
        Services.AddScoped(services => new PortalSession(new HttpClient(new SignedIn()) { BaseAddress = new Uri("http://register.example") }, services.GetRequiredService<Browser>()));
        Services.AddCascadingValue(_ => Texts.In("en"));
    }

    public KundbokClient Client { get; }

    public AnswersHeld Held { get; }

    public BunitJSModuleInterop BrowserModule { get; }

    public NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    /// <summary>Of a merchant that has nothing yet.</summary>
    public static async Task<ListContext> OfAsync(TestServer server)
    {
        var held = new AnswersHeld();
        return new ListContext(await server.NewMerchantAsync(held), held);
    }

    /// <summary>Shows the page, signed in.</summary>
    public async Task<IRenderedComponent<CustomersPage>> ShowAsync()
    {
        await Services.GetRequiredService<PortalSession>().LoadAsync();
        return Render<CustomersPage>();
    }

    /// <summary>The names in the table.</summary>
    public static string[] Names(IRenderedComponent<CustomersPage> page) => [.. page.FindAll("tbody a.to").Select(link => link.TextContent)];

    /// <summary>Adds customers of these names, in this order.</summary>
    public async Task AddAsync(params string[] names)
    {
        foreach (var name in names) await Client.Customers.CreateAsync(new Contracts.CustomerInput { Name = name, TypeCode = "private" });
    }

    private sealed class SignedIn : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent(Me, Encoding.UTF8, "application/json") });
    }
}

/// <summary>Holds answers back, or loses them, as a test says.</summary>
internal sealed class AnswersHeld : DelegatingHandler
{
    private readonly Lock _lock = new();
    private readonly List<string> _asked = [];

    public AnswersHeld()
        : base(new SocketsHttpHandler())
    {
    }

    /// <summary>Whose answers are not handed on before <see cref="Release"/>. They come even when nobody waits for them any longer.</summary>
    public Func<string, bool> IsHeld { get; set; } = _ => false;

    public TaskCompletionSource Release { get; } = new();

    /// <summary>Which requests the server answers with a fault.</summary>
    public Func<string, bool> IsFailing { get; set; } = _ => false;

    /// <summary>The addresses that were asked for.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_lock) return [.. _asked];
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!.PathAndQuery;
        lock (_lock) _asked.Add(address);
        if (IsFailing(address)) return new HttpResponseMessage(HttpStatusCode.InternalServerError);
        var isHeld = IsHeld(address);
        var response = await base.SendAsync(request, isHeld ? CancellationToken.None : cancellationToken);
        if (isHeld) await Release.Task;
        return response;
    }
}
