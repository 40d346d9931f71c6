using System.Net;

namespace Kundbok.Server.Tests.Changes;

/// <summary>Versions of customers as HTTP has them: ETag, If-None-Match and If-Match.</summary>
public abstract class VersionTests(TestServer server)
{
    [Fact]
    public async Task Get_create_and_update_answer_with_the_version_as_a_strong_entity_tag()
    {
        using var client = await server.NewMerchantAsync();

        using var created = await client.SendAsync(HttpMethod.Post, "/customers", """{"name":"A"}""");
        using var read = await client.GetAsync(created.Headers.Location);
        using var changed = await client.SendAsync(HttpMethod.Patch, created.Headers.Location!.ToString(), """{"name":"B"}""");
        using var unchanged = await client.SendAsync(HttpMethod.Patch, created.Headers.Location.ToString(), """{"name":"B"}""");

        (created.Headers.ETag!.Tag, created.Headers.ETag.IsWeak).ShouldBe(("\"1\"", false));
        read.Headers.ETag.ShouldBe(created.Headers.ETag);
        changed.Headers.ETag!.Tag.ShouldBe("\"2\"");
        unchanged.Headers.ETag.ShouldBe(changed.Headers.ETag);
    }

    [Theory]
    [InlineData("\"1\"", 304)]
    [InlineData("W/\"1\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"7\", \"1\"", 304)]
    [InlineData("\"2\"", 200)]
    [InlineData("\"01x\"", 200)]
    [InlineData("1", 200)]
    public async Task What_the_client_has_already_is_not_sent_again(string tags, int status)
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");

        using var answer = await SendAsync(client, HttpMethod.Get, $"/customers/{id}", "If-None-Match", tags);

        ((int)answer.StatusCode).ShouldBe(status);
        answer.Headers.ETag!.Tag.ShouldBe("\"1\"");
        if (status == 304) (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"2\"", 200)]
    [InlineData("*", 200)]
    [InlineData("\"9\", \"2\"", 200)]
    [InlineData("\"1\"", 412)]
    [InlineData("W/\"2\"", 412)]
    [InlineData("\"not ours\"", 412)]
    public async Task A_change_and_a_removal_are_made_for_the_version_they_are_meant_for_alone(string tags, int status)
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");
        await client.SendAsync(HttpMethod.Patch, $"/customers/{id}", """{"name":"B"}""").JsonAsync();

        foreach (var (method, body) in ((HttpMethod, string?)[])[(HttpMethod.Patch, """{"fax":""}"""), (HttpMethod.Delete, null)])
        {
            using var answer = await SendAsync(client, method, $"/customers/{id}", "If-Match", tags, body);
            if (status == 200)
            {
                answer.StatusCode.ShouldBe(HttpStatusCode.OK);
                continue;
            }

            answer.Headers.ETag!.Tag.ShouldBe("\"2\"");
            await Task.FromResult(answer).ProblemAsync(412, "version_mismatch");
            (await client.GetJsonAsync($"/customers/{id}"))["name"]!.GetValue<string>().ShouldBe("B");
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1")]
    [InlineData("")]
    public async Task A_condition_that_cannot_be_read_is_an_error_and_nothing_is_changed(string tags)
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");

        await SendAsync(client, HttpMethod.Patch, $"/customers/{id}", "If-Match", tags, """{"name":"B"}""").ProblemAsync(400, "invalid_request");

        (await client.GetJsonAsync($"/customers/{id}"))["name"]!.GetValue<string>().ShouldBe("A");
    }

    [Fact]
    public async Task A_customer_that_is_not_there_is_not_found_whatever_the_condition_is()
    {
        using var client = await server.NewMerchantAsync();

        await SendAsync(client, HttpMethod.Patch, "/customers/12345", "If-Match", "\"1\"", """{"name":"B"}""").ProblemAsync(404, "customer_not_found");
        await SendAsync(client, HttpMethod.Delete, "/customers/12345", "If-Match", "*").ProblemAsync(404, "customer_not_found");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string header, string value, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Requests.Json(body) };
        request.Headers.TryAddWithoutValidation(header, value);
        return await client.SendAsync(request);
    }

    public sealed class OnSqlite(TestServer server) : VersionTests(server), IClassFixture<TestServer>;

    public sealed class OnPostgres(PostgresTestServer server) : VersionTests(server), IClassFixture<PostgresTestServer>;
}
