using Kundbok.Client;
using Kundbok.Portal;
using Kundbok.Portal.Layout;
using Kundbok.Portal.Session;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using MudBlazor;
using MudBlazor.Services;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");

var server = new Uri(new Uri(builder.HostEnvironment.BaseAddress), "/");
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddScoped<Browser>();
builder.Services.AddScoped<Preferences>();
builder.Services.AddScoped(services => new PortalSession(Http(Browserly()), services.GetRequiredService<Browser>()));
builder.Services.AddScoped(services => new KundbokClient(Http(new PortalHandler(services.GetRequiredService<PortalSession>()) { InnerHandler = Browserly() })));
builder.Services.AddMudServices(mud =>
{
    mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
    mud.SnackbarConfiguration.ShowTransitionDuration = mud.SnackbarConfiguration.HideTransitionDuration = 100;
    mud.SnackbarConfiguration.VisibleStateDuration = 6000;
});
builder.Services.AddScoped<MudLocalizer, ComponentTexts>();

var app = builder.Build();
await app.Services.GetRequiredService<Preferences>().LoadAsync();
await app.RunAsync();

HttpClient Http(HttpMessageHandler handler) => new(handler) { BaseAddress = server };

static PortalHeader Browserly() => new() { InnerHandler = new HttpClientHandler() };
