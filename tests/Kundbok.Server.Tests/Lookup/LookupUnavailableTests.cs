using System.Reflection;
using Kundbok.Storage;

namespace Kundbok.Server.Tests.Lookup;

public sealed class LookupUnavailableTests(LookupUnavailableTests.ServerWithoutCustomers server) : IClassFixture<LookupUnavailableTests.ServerWithoutCustomers>
{
    private const string Path = "/customers/searchByOrgNumber/";

    [Fact]
    public async Task Could_not_ask_is_not_told_as_not_found()
    {
        using var client = await server.NewMerchantAsync();
        using var response = await client.SendAsync(HttpMethod.Get, $"{Path}5592440001");

        await Task.FromResult(response).ProblemAsync(503, "lookup_unavailable");
        response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task What_is_no_number_need_not_be_asked_for()
    {
        using var client = await server.NewMerchantAsync();

        await client.SendAsync(HttpMethod.Get, $"{Path}5592440002").ProblemAsync(400, "invalid_org_number");
    }

    /// <summary>A server whose database can say who signs in, but nothing about customers.</summary>
    public sealed class ServerWithoutCustomers : TestServer
    {
        private protected override IRegister OpenRegister(ServerSettings settings) => new WithoutCustomers(base.OpenRegister(settings));
    }

    private sealed class WithoutCustomers(IRegister register) : IRegister
    {
        public ICustomerStore Customers { get; } = DispatchProxy.Create<ICustomerStore, Unavailable>();

        public IChangeLog Changes => register.Changes;

        public IAccessStore Access => register.Access;

        public IWebhookStore Webhooks => register.Webhooks;

        public ILookupStore Lookups => register.Lookups;

        public IOrganisationDirectory Directory => register.Directory;

        public IRegisterMaintenance Maintenance => register.Maintenance;

        public IRegisterBackup? Backup => register.Backup;

        public IRegisterTransfer Transfer => register.Transfer;

        public ValueTask DisposeAsync() => register.DisposeAsync();
    }

    public class Unavailable : DispatchProxy
    {
        protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => throw new RegisterUnavailableException("It is away.");
    }
}
