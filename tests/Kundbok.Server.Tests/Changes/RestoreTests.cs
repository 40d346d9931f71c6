using System.Text.Json.Nodes;

namespace Kundbok.Server.Tests.Changes;

/// <summary>Bringing a removed customer back, and going back to an earlier version, through HTTP.</summary>
public abstract class RestoreTests(TestServer server)
{
    [Fact]
    public async Task A_removed_customer_comes_back_under_its_id_as_it_was()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"Åkerström","companyno":"556016-0680"}""");
        var before = await client.GetStringAsync($"/customers/{id}");
        await client.RemoveAsync(id);
        await client.GetAsync($"/customers/{id}").ProblemAsync(404, "customer_not_found");

        using var answer = await client.RestoreAsync(id);

        (await answer.Content.ReadAsStringAsync()).ShouldBe(before);
        (await client.GetStringAsync($"/customers/{id}")).ShouldBe(before);
        answer.Version().ShouldBe(3);
        (await client.VersionAsync(id)).ShouldBe(3);
    }

    [Fact]
    public async Task A_customer_that_is_back_is_found_counted_and_exported_as_before()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"Åkerström","companyno":"556016-0680"}""");
        var export = await client.GetStringAsync("/customers/export/csv");
        await client.RemoveAsync(id);
        (await client.GetJsonAsync("/customers?filter=search&search=akerstrom")).AsArray().ShouldBeEmpty();

        await client.RestoreAsync(id).JsonAsync();

        (await client.GetJsonAsync("/customers?filter=search&search=akerstrom")).AsArray().ShouldHaveSingleItem();
        (await client.GetJsonAsync("/customers/count?filter=isCompany"))["count"]!.GetValue<int>().ShouldBe(1);
        (await client.Typed().Customers.CountAsync()).ShouldBe(1);
        (await client.GetJsonAsync("/customers/searchByOrgNumber/5560160680"))["company"]!.GetValue<string>().ShouldBe("Åkerström");
        (await client.GetStringAsync("/customers/export/csv")).ShouldBe(export);
        (await server.Register.Maintenance.CheckAsync(CancellationToken.None).ToListAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_customer_whose_number_is_taken_stays_away_until_it_is_free()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A","customerid":"K-1"}""");
        await client.RemoveAsync(id);
        var holder = await client.CreateAsync("""{"name":"B","customerid":"K-1"}""");

        var problem = await client.RestoreAsync(id).ProblemAsync(409, "customerid_taken");
        problem["existing"]!.GetValue<long>().ShouldBe(holder);
        (await client.KindsAsync(id)).ShouldBe(["removed", "created"]);

        await client.UpdateAsync(holder, """{"customerid":"K-2"}""");
        (await client.RestoreAsync(id).JsonAsync())["customerid"]!.GetValue<string>().ShouldBe("K-1");
    }

    [Fact]
    public async Task Numbers_given_after_a_customer_is_back_are_not_its()
    {
        using var client = await server.NewMerchantAsync();
        var ids = new[] { await client.CreateAsync("""{"name":"A"}"""), await client.CreateAsync("""{"name":"B","customerid":"5000"}""") };
        await client.RemoveAsync(ids);
        foreach (var id in ids) await client.RestoreAsync(id).JsonAsync();

        await client.CreateAsync("""{"name":"C"}""");

        (await client.GetJsonAsync("/customers")).AsArray().Select(customer => customer!["customerid"]!.GetValue<string>()).ShouldBe(["1001", "5000", "5001"]);
    }

    [Fact]
    public async Task What_is_there_or_never_was_or_is_another_merchants_is_not_restored()
    {
        using var client = await server.NewMerchantAsync();
        using var other = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");

        await client.RestoreAsync(id).ProblemAsync(409, "not_removed");
        await other.RestoreAsync(id).ProblemAsync(404, "customer_not_found");
        await client.RemoveAsync(id);
        await other.RestoreAsync(id).ProblemAsync(404, "customer_not_found");
        await client.RestoreAsync(id + 1_000_000).ProblemAsync(404, "customer_not_found");
        await client.RestoreAsync(0).ProblemAsync(404, "customer_not_found");
        await client.SendAsync(HttpMethod.Post, "/customers/x/restore").ProblemAsync(404, "customer_not_found");
    }

    [Fact]
    public async Task Two_who_restore_at_once_get_one_customer()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");
        await client.RemoveAsync(id);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.RestoreAsync(id)));

        answers.Select(answer => (int)answer.StatusCode).Order().ShouldBe([200, 409, 409, 409, 409, 409, 409, 409]);
        (await client.KindsAsync(id)).ShouldBe(["restored", "removed", "created"]);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task Going_back_is_a_new_change_and_can_be_gone_back_from()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A","email":"a@example.com"}""");
        var first = await client.GetStringAsync($"/customers/{id}");
        await client.UpdateAsync(id, """{"name":"B","email":""}""");
        var second = await client.GetStringAsync($"/customers/{id}");

        using var back = await client.RevertAsync(id, 1);
        (await back.Content.ReadAsStringAsync()).ShouldBe(first);
        back.Version().ShouldBe(3);
        (await client.GetStringAsync($"/customers/{id}")).ShouldBe(first);
        (await client.GetJsonAsync("/customers?filter=search&search=A")).AsArray().ShouldHaveSingleItem();

        (await client.RevertAsync(id, 2).JsonAsync()).ToJsonString().ShouldBe(JsonNode.Parse(second)!.ToJsonString());
        var versions = await client.HistoryAsync(id);
        versions.Select(version => version["kind"]!.GetValue<string>()).ShouldBe(["reverted", "reverted", "updated", "created"]);
        versions[1]["changed"]!.ToJsonString().ShouldBe("""{"name":{"from":"B","to":"A"},"email":{"from":"","to":"a@example.com"}}""");
    }

    [Fact]
    public async Task Going_back_to_what_it_is_makes_no_version()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");

        using var answer = await client.RevertAsync(id, 1);

        answer.Version().ShouldBe(1);
        (await client.KindsAsync(id)).ShouldBe(["created"]);
    }

    [Fact]
    public async Task A_version_of_another_customer_or_of_the_future_or_without_a_document_is_none_of_this_one()
    {
        using var client = await server.NewMerchantAsync();
        using var other = await server.NewMerchantAsync();
        var first = await client.CreateAsync("""{"name":"A"}""");
        var second = await client.CreateAsync("""{"name":"B"}""");
        await client.RemoveAsync(first);
        await client.RestoreAsync(first).JsonAsync();
        var foreign = await other.CreateAsync("""{"name":"C"}""");

        await client.RevertAsync(second, 1).ProblemAsync(404, "version_not_found");
        await client.RevertAsync(first, 5).ProblemAsync(404, "version_not_found");
        await client.RevertAsync(first, long.MaxValue).ProblemAsync(404, "version_not_found");
        await client.RevertAsync(first, 3).ProblemAsync(404, "version_not_found"); // its removal
        await client.RevertAsync(foreign, 1).ProblemAsync(404, "customer_not_found");
        (await client.GetJsonAsync($"/customers/{second}"))["name"]!.GetValue<string>().ShouldBe("B");
    }

    [Fact]
    public async Task A_removed_customer_is_restored_before_it_goes_back()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");
        await client.UpdateAsync(id, """{"name":"B"}""");
        await client.RemoveAsync(id);

        await client.RevertAsync(id, 1).ProblemAsync(404, "customer_not_found");
        await client.RestoreAsync(id).JsonAsync();
        (await client.RevertAsync(id, 1).JsonAsync())["name"]!.GetValue<string>().ShouldBe("A");
    }

    [Fact]
    public async Task Going_back_is_refused_when_somebody_has_changed_the_customer_meanwhile()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");
        await client.UpdateAsync(id, """{"name":"B"}""");
        await client.UpdateAsync(id, """{"name":"C"}""");

        using var stale = Revert(id, "\"2\"");
        using var refused = await client.SendAsync(stale);
        refused.Version().ShouldBe(3);
        await Task.FromResult(refused).ProblemAsync(412, "version_mismatch");
        (await client.VersionAsync(id)).ShouldBe(3);

        using var fresh = Revert(id, "\"3\"");
        (await client.SendAsync(fresh).JsonAsync())["name"]!.GetValue<string>().ShouldBe("A");
    }

    [Fact]
    public async Task Going_back_to_a_number_that_another_has_is_refused()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A","customerid":"K-1"}""");
        await client.UpdateAsync(id, """{"customerid":"K-2"}""");
        var holder = await client.CreateAsync("""{"name":"B","customerid":"K-1"}""");

        var problem = await client.RevertAsync(id, 1).ProblemAsync(409, "customerid_taken");

        problem["existing"]!.GetValue<long>().ShouldBe(holder);
        (await client.GetJsonAsync($"/customers/{id}"))["customerid"]!.GetValue<string>().ShouldBe("K-2");
    }

    [Fact]
    public async Task The_same_key_restores_and_goes_back_once()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");
        await client.UpdateAsync(id, """{"name":"B"}""");
        client.DefaultRequestHeaders.Add("Idempotency-Key", "one");
        using var reverted = await client.RevertAsync(id, 1);
        using var again = await client.RevertAsync(id, 1);
        again.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        again.Version().ShouldBe(reverted.Version());
        (await again.Content.ReadAsStringAsync()).ShouldBe(await reverted.Content.ReadAsStringAsync());
        await client.RevertAsync(id, 2).ProblemAsync(422, "idempotency_key_reused");

        client.DefaultRequestHeaders.Remove("Idempotency-Key");
        await client.RemoveAsync(id);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "two");
        using var restored = await client.RestoreAsync(id);
        using var restoredAgain = await client.RestoreAsync(id);
        restoredAgain.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        (await restoredAgain.Content.ReadAsStringAsync()).ShouldBe(await restored.Content.ReadAsStringAsync());
        (await client.KindsAsync(id)).ShouldBe(["restored", "removed", "reverted", "updated", "created"]);
    }

    [Theory]
    [InlineData("""{"version":"1"}""", "version")]
    [InlineData("""{"version":1.0}""", "version")]
    [InlineData("""{"version":1e0}""", "version")]
    [InlineData("""{"version":0}""", "version")]
    [InlineData("""{"version":-1}""", "version")]
    [InlineData("""{"version":null}""", "version")]
    [InlineData("""{"version":[1]}""", "version")]
    [InlineData("""{"version":99999999999999999999}""", "version")]
    [InlineData("""{"version":1,"version":1}""", "version")]
    [InlineData("""{"version":1,"Version":1}""", "Version")]
    [InlineData("""{"name":{"deep":[1]},"version":1}""", "name")]
    [InlineData("""{"\ud800":1,"version":1}""", "body")]
    [InlineData("{}", "body")]
    [InlineData("[1]", "body")]
    [InlineData("1", "body")]
    [InlineData("null", "body")]
    public async Task A_body_that_names_no_version_is_refused_with_what_is_wrong(string body, string named)
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");
        await client.UpdateAsync(id, """{"name":"B"}""");

        var problem = await client.SendAsync(HttpMethod.Post, $"/customers/{id}/revert", body).ProblemAsync(400, "invalid_version");

        problem["errors"]![named].ShouldNotBeNull(problem.ToJsonString());
        (await client.VersionAsync(id)).ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("""{"version":1}x""")]
    [InlineData("""{"version":01}""")]
    public async Task A_body_that_is_no_json_is_refused(string body)
    {
        using var client = await server.NewMerchantAsync();
        await client.SendAsync(HttpMethod.Post, $"/customers/{await client.CreateAsync("""{"name":"A"}""")}/revert", body).ProblemAsync(400, "invalid_json");
    }

    private static HttpRequestMessage Revert(long id, string ifMatch) =>
        new(HttpMethod.Post, $"/customers/{id}/revert") { Content = Requests.Json("""{"version":1}"""), Headers = { { "If-Match", ifMatch } } };

    public sealed class OnSqlite(TestServer server) : RestoreTests(server), IClassFixture<TestServer>;

    public sealed class OnPostgres(PostgresTestServer server) : RestoreTests(server), IClassFixture<PostgresTestServer>;
}
