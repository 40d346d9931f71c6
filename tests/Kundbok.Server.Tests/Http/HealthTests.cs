using Kundbok.Storage;

namespace Kundbok.Server.Tests.Http;

public sealed class HealthTests(HealthTests.ServerWithoutDatabase broken, TestServer server) : IClassFixture<HealthTests.ServerWithoutDatabase>, IClassFixture<TestServer>
{
    [Theory]
    [InlineData("/health/live", "alive")]
    [InlineData("/health/ready", "ready")]
    public async Task A_server_that_can_answer_is_alive_and_ready(string path, string text)
    {
        using var client = server.Anonymous();
        (await client.GetStringAsync(path)).ShouldBe(text);
    }

    [Fact]
    public async Task Without_its_database_a_server_is_alive_but_not_ready()
    {
        using var client = broken.Anonymous();

        (await client.GetStringAsync("/health/live")).ShouldBe("alive");
        await client.SendAsync(HttpMethod.Get, "/health/ready").ProblemAsync(503, "unavailable");
    }

    public sealed class ServerWithoutDatabase : TestServer
    {
        private protected override IRegister OpenRegister(ServerSettings settings) => new Away(base.OpenRegister(settings));
    }

    private sealed class Away(IRegister register) : IRegister, IRegisterMaintenance
    {
        public ICustomerStore Customers => register.Customers;

        public IChangeLog Changes => register.Changes;

        public IAccessStore Access => register.Access;

        public IWebhookStore Webhooks => register.Webhooks;

        public ILookupStore Lookups => register.Lookups;

        public IOrganisationDirectory Directory => register.Directory;

        public IRegisterMaintenance Maintenance => this;

        public IRegisterBackup? Backup => register.Backup;

        public IRegisterTransfer Transfer => register.Transfer;

        public ValueTask PingAsync(CancellationToken cancellation) => throw new RegisterUnavailableException("It is away.");

        public IAsyncEnumerable<string> CheckAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<long> ReindexAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<IAsyncDisposable> LockSetUpAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => register.DisposeAsync();
    }
}
