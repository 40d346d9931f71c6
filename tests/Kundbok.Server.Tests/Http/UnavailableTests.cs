using Kundbok.Storage.Sqlite;

namespace Kundbok.Server.Tests.Http;

/// <summary>What clients see while the disk is full.</summary>
public sealed class UnavailableTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task While_the_disk_is_full_writes_are_refused_reads_go_on_and_then_all_is_as_before()
    {
        using var client = await server.NewMerchantAsync();
        var kept = await client.CreateAsync("""{"name":"Kept"}""");
        await AllowAsync("page_count");

        var stored = 1;
        var long4k = new string('x', 4_000);
        HttpResponseMessage answer;
        while ((answer = await client.SendAsync(HttpMethod.Post, "/customers", $$"""{"name":"A","notes":"{{long4k}}"}""")).IsSuccessStatusCode)
        {
            answer.Dispose();
            stored++;
        }

        await Task.FromResult(answer).ProblemAsync(503, "unavailable");
        answer.Headers.RetryAfter.ShouldNotBeNull();
        (await client.Typed().Customers.CountAsync()).ShouldBe(stored);
        (await client.GetJsonAsync($"/customers/{kept}"))["name"]!.GetValue<string>().ShouldBe("Kept");
        await client.SendAsync(HttpMethod.Patch, $"/customers/{kept}", $$"""{"notes":"{{long4k}}{{long4k}}"}""").ProblemAsync(503, "unavailable");

        await AllowAsync("4294967294");
        (await client.SendAsync(HttpMethod.Patch, $"/customers/{kept}", """{"notes":"room again"}""").JsonAsync())["notes"]!.GetValue<string>().ShouldBe("room again");
    }

    private async Task AllowAsync(string pages) =>
        await ((SqliteRegister)server.Register).Writer.WriteAsync(
            pages,
            static (session, pages) =>
            {
                var most = pages == "page_count" ? session.Prepared("PRAGMA page_count").ExecuteScalar() : pages;
                return session.Prepared($"PRAGMA max_page_count = {most}").ExecuteScalar();
            },
            CancellationToken.None);
}
