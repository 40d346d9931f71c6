using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kundbok.Client.Tests;

/// <summary>The client as a service.</summary>
public sealed class RegistrationTests(ClientServer server) : IClassFixture<ClientServer>
{
    [Fact]
    public async Task One_line_registers_it_and_its_handlers_come_after()
    {
        var token = await server.TokenAsync(await server.AddMerchantAsync());
        var services = new ServiceCollection();
        services.AddKundbokClient(options => (options.BaseAddress, options.Token) = (server.Address, token));
        await using var provider = services.BuildServiceProvider(validateScopes: true);

        (await provider.GetRequiredService<KundbokClient>().Customers.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Options_can_come_from_other_services()
    {
        var services = new ServiceCollection();
        services.AddScoped(_ => new Session(""));
        services.AddKundbokClient((options, provider) =>
        {
            options.BaseAddress = server.Address;
            options.GetToken = _ => ValueTask.FromResult<string?>(provider.GetRequiredService<Session>().Token);
        });
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Session>().Token = await server.TokenAsync(await server.AddMerchantAsync());

        (await scope.ServiceProvider.GetRequiredService<KundbokClient>().Customers.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Neither_the_number_that_is_looked_up_nor_the_text_that_is_searched_for_is_logged()
    {
        var token = await server.TokenAsync(await server.AddMerchantAsync());
        using var log = new KeptLog();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        services.AddKundbokClient(options => (options.BaseAddress, options.Token) = (server.Address, token));
        services.AddHttpClient("other");
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<KundbokClient>();
        using var other = provider.GetRequiredService<IHttpClientFactory>().CreateClient("other");

        await client.Customers.LookUpAsync("198211059954");
        await client.Customers.CountAsync(CustomerFilter.All.Containing("alma"));
        await other.GetAsync(new Uri(server.Address, "/health/live?other"));

        var lines = string.Join('\n', log.Lines);
        lines.ShouldContain("/health/live"); // what the factory logs without being told otherwise
        lines.ShouldNotContain("198211059954");
        lines.ShouldNotContain("alma");
        lines.ShouldNotContain(token);
    }

    private sealed class Session(string token)
    {
        public string Token { get; set; } = token;
    }

    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue(state.ToString()!);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
