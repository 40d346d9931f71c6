using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Kundbok.Server.Changes;
using Kundbok.Storage;
using Kundbok.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Kundbok.Server.Tests.Changes;

/// <summary>A dossier that cannot be finished does not look finished, and one of a damaged register has what there is.</summary>
public sealed class DossierFaultTests(DossierFaultTests.FaultyServer server) : IClassFixture<DossierFaultTests.FaultyServer>
{
    [Fact]
    public async Task A_register_that_fails_before_anything_is_sent_is_told_and_nothing_else()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(await server.TokenAsync(merchant));
        var id = await client.CreateAsync("""{"name":"Xenia"}""");
        server.Fails[merchant] = true;

        using var answer = await client.GetAsync($"/customers/{id}/dossier");

        (await Task.FromResult(answer).ProblemAsync(503, "unavailable")).ToJsonString().ShouldNotContain("Xenia");
        answer.Content.Headers.ContentDisposition.ShouldBeNull();
    }

    [Fact]
    public async Task A_register_that_fails_midway_breaks_it_off()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(await server.TokenAsync(merchant));
        var id = await client.CreateAsync("""{"name":"Xenia"}""");
        for (var i = 0; i < 3; i++) await client.UpdateAsync(id, $$"""{"notes":"{{i}}{{new string('x', 60_000)}}"}""");
        server.Fails[merchant] = true;

        using var answer = await client.GetAsync($"/customers/{id}/dossier", HttpCompletionOption.ResponseHeadersRead);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var fault = await Should.ThrowAsync<Exception>(answer.Content.ReadAsByteArrayAsync);
        (fault is HttpRequestException or HttpIOException or IOException).ShouldBeTrue(fault.ToString());
    }

    [Fact]
    public async Task Of_a_customer_that_the_log_does_not_have_there_is_what_there_is()
    {
        var merchant = await server.AddMerchantAsync();
        using var client = server.WithToken(await server.TokenAsync(merchant));
        var id = await client.CreateAsync("""{"name":"Xenia"}""");
        using (var session = new SqliteSession(Path.Combine(server.DataDirectory, SqliteRegister.FileName), readOnly: false)) session.Execute($"DELETE FROM change WHERE customer = {id}");

        var dossier = await client.GetJsonAsync($"/customers/{id}/dossier").WaitAsync(TimeSpan.FromSeconds(60));

        dossier["customer"]!["name"]!.GetValue<string>().ShouldBe("Xenia");
        dossier["versions"]!.AsArray().ShouldBeEmpty();
    }

    /// <summary>A server whose dossiers have a part that cannot be read of some merchants.</summary>
    public sealed class FaultyServer : TestServer
    {
        public ConcurrentDictionary<long, bool> Fails { get; } = [];

        protected override void SetUpServices(IServiceCollection services) => services.AddSingleton<IDossierSection>(new FaultySection(Fails));
    }

    private sealed class FaultySection(ConcurrentDictionary<long, bool> fails) : IDossierSection
    {
        public string Name => "faulty";

        public async IAsyncEnumerable<Action<Utf8JsonWriter>> ReadAsync(long merchant, long customer, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.Yield();
            if (fails.ContainsKey(merchant)) throw new RegisterUnavailableException("It is away.");
            yield return json => json.WriteNumberValue(customer);
        }
    }
}
