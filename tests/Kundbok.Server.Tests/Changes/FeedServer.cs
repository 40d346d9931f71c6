using Kundbok.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Server.Tests.Changes;

/// <summary>A server whose clock stands still, so that nothing is polled and no wait is over before a test says so; and a way to its register past it.</summary>
public class FeedServer : TestServer
{
    private ServerSettings? _settings;

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    protected override TimeProvider Time => Clock;

    /// <summary>The same register, opened once more, as another node or a command does.</summary>
    internal IRegister OpenAnother() => ServerBuilder.OpenRegister(_settings!, TimeProvider.System);

    private protected override IRegister OpenRegister(ServerSettings settings)
    {
        _settings = settings;
        return base.OpenRegister(settings);
    }
}

/// <summary>The same over PostgreSQL.</summary>
public sealed class PostgresFeedServer : FeedServer
{
    protected override bool UsesPostgres => true;
}
