using Kundbok.Lookup.Online;
using Kundbok.Server.Lookup;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Server.Tests.Lookup;

/// <summary>A server that asks the fakes.</summary>
public class OnlineServer : TestServer
{
    internal FakeSources Sources { get; } = new();

    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Lookup:Brreg:Enabled"] = "true",
        ["Lookup:Brreg:BaseAddress"] = Sources.Address.ToString(),
        ["Lookup:Qvickly:BaseAddress"] = Sources.Address.ToString(),
        ["RateLimits:Lookup"] = "0",
    };

    public override async ValueTask InitializeAsync()
    {
        await Sources.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        await Sources.DisposeAsync();
    }

    internal async Task SetAccountAsync(long merchant, bool persons) =>
        (await Services.GetRequiredService<QvicklyAccounts>().SetAsync(merchant, new QvicklyAccount("12345", FakeSources.Secret, persons, IsTest: true), CancellationToken.None)).ShouldBeTrue();
}

/// <summary>The same over PostgreSQL.</summary>
public sealed class PostgresOnlineServer : OnlineServer
{
    protected override bool UsesPostgres => true;
}

/// <summary>The same with a clock that a test sets.</summary>
public sealed class OnlineServerWithClock : OnlineServer
{
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    protected override TimeProvider Time => Clock;
}
