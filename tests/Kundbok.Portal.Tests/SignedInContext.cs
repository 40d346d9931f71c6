using System.Net;
using Bunit;
using Kundbok.Client;
using Kundbok.Portal.Language;
using Kundbok.Portal.Session;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Kundbok.Portal.Tests;

/// <summary>Somebody who is signed in and looks at a page, in English, before the real server.</summary>
internal sealed class SignedInContext : BunitContext
{
    private readonly Faults _faults = new();

    static SignedInContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(60);

    private SignedInContext(TestServer server, long merchant, string token)
    {
        Merchant = merchant;
        var http = new HttpClient(_faults) { BaseAddress = server.Address };
        Client = new KundbokClient(http, new KundbokClientOptions { Token = token });
        JSInterop.Mode = JSRuntimeMode.Loose;
        BrowserModule = JSInterop.SetupModule("./portal.js");
        BrowserModule.Mode = JSRuntimeMode.Loose;
        BrowserModule.Setup<string?>("recall", "signed-in").SetResult("yes");
        Services.AddMudServices();
        Services.AddScoped<Browser>();
        Services.AddSingleton(Client);
        Services.AddScoped(services => new PortalSession(server.WithToken(token), services.GetRequiredService<Browser>()));
        Services.AddCascadingValue(_ => Texts.In("en"));
    }

    public long Merchant { get; }

    public KundbokClient Client { get; }

    public BunitJSModuleInterop BrowserModule { get; }

    /// <summary>Which requests, such as <c>POST /users</c>, the server answers with a fault.</summary>
    public Func<string, bool> IsFailing
    {
        set => _faults.IsFailing = value;
    }

    /// <summary>With a token of these scopes, of all when none is named, of a merchant that has nothing yet.</summary>
    public static async Task<SignedInContext> OfAsync(TestServer server, params string[] scopes)
    {
        var merchant = await server.AddMerchantAsync();
        return new SignedInContext(server, merchant, await server.TokenAsync(merchant, scopes));
    }

    /// <summary>As an admin, of a merchant that has nothing else yet.</summary>
    public static async Task<SignedInContext> OfAdminAsync(TestServer server, string name)
    {
        const string Password = "Vinterkväll-i-Umeå";
        var merchant = await server.AddMerchantAsync();
        await server.AddUserAsync(merchant, name, Password);
        return new SignedInContext(server, merchant, (await new KundbokClient(server.Anonymous()).LoginAsync(name, Password)).Token);
    }

    /// <summary>Shows a page, and what opens over it.</summary>
    public async Task<IRenderedComponent<IComponent>> ShowAsync<TPage>(params (string Name, object Value)[] parameters)
        where TPage : IComponent
    {
        await Services.GetRequiredService<PortalSession>().LoadAsync();
        return Render(builder =>
        {
            builder.AddContent(0, Of<MudPopoverProvider>());
            builder.AddContent(1, Of<MudDialogProvider>());
            builder.AddContent(2, Of<MudSnackbarProvider>());
            builder.AddContent(3, Of<TPage>(parameters));
        });
    }

    private static RenderFragment Of<TComponent>(params (string Name, object Value)[] parameters)
        where TComponent : IComponent => builder =>
    {
        builder.OpenComponent<TComponent>(0);
        builder.AddMultipleAttributes(1, parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));
        builder.CloseComponent();
    };

    private sealed class Faults : DelegatingHandler
    {
        public Faults()
            : base(new SocketsHttpHandler())
        {
        }

        public Func<string, bool> IsFailing { get; set; } = _ => false;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            IsFailing($"{request.Method} {request.RequestUri!.AbsolutePath}")
                ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError))
                : base.SendAsync(request, cancellationToken);
    }
}
