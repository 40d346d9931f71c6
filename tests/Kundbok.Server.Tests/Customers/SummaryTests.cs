using Kundbok.Server.Access;
using Microsoft.Extensions.Time.Testing;

namespace Kundbok.Server.Tests.Customers;

/// <summary>The figures of the overview.</summary>
public abstract class SummaryTests(SummaryTests.ServerWithClock server)
{
    [Fact]
    public async Task The_figures_are_those_of_the_merchants_customers()
    {
        using var client = await server.NewMerchantAsync();
        using var other = await server.NewMerchantAsync();
        await other.CreateAsync("""{"name":"Somebody","countrycode":"is"}""");
        await client.CreateAsync("""{"name":"A","customertypecode":"privat","countrycode":"SE "}""");
        await client.CreateAsync("""{"name":"B","customertypecode":"company","countrycode":"se","crediflowPartyId":"1","reversetax":"ja"}""");
        await client.CreateAsync("""{"name":"C"}""");

        var summary = await client.GetJsonAsync("/customers/summary");

        var months = summary["created"]!["months"]!.AsArray();
        months.Select(month => month!["month"]!.GetValue<string>()).ShouldBe(Enumerable.Range(0, 24).Select(i => new DateTime(2024, 4, 1).AddMonths(i).ToString("yyyy-MM", null)));
        months.Select(month => month!["count"]!.GetValue<int>()).ShouldBe([.. Enumerable.Repeat(0, 23), 3]);
        months.Clear();
        summary.ToJsonString().ShouldBe(
            """{"total":3,"byKind":{"private":1,"company":1,"unknown":1},"eInvoices":1,"reverseTax":1,"byCountry":{"most":[{"code":"se","count":2}],"others":0,"none":1},"created":{"before":0,"months":[]},"asOf":"2026-03-01T12:00:00.000Z"}""");
    }

    [Fact]
    public async Task Of_a_merchant_without_customers_all_figures_are_nothing()
    {
        using var client = await server.NewMerchantAsync();

        var summary = await client.GetJsonAsync("/customers/summary");

        summary["total"]!.GetValue<int>().ShouldBe(0);
        summary["byCountry"]!.ToJsonString().ShouldBe("""{"most":[],"others":0,"none":0}""");
    }

    [Fact]
    public async Task It_takes_the_scope_of_reading()
    {
        using var client = server.WithToken(await server.TokenAsync(await server.AddMerchantAsync(), [.. Scopes.All.Where(scope => scope != Scopes.CustomersRead)]));
        await client.SendAsync(HttpMethod.Get, "/customers/summary").ProblemAsync(403, "forbidden");
    }

    public sealed class OnSqlite(ServerWithClock server) : SummaryTests(server), IClassFixture<ServerWithClock>;

    public sealed class OnPostgres(PostgresServerWithClock server) : SummaryTests(server), IClassFixture<PostgresServerWithClock>;

    public sealed class PostgresServerWithClock : ServerWithClock
    {
        protected override bool UsesPostgres => true;
    }

    public class ServerWithClock : TestServer
    {
        protected override TimeProvider Time { get; } = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    }
}
