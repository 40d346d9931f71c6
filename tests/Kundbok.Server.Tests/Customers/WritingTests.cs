using System.Text.Json.Nodes;

namespace Kundbok.Server.Tests.Customers;

/// <summary>Creating, updating and deleting, through HTTP; the rules of the store itself are tested with the store.</summary>
public abstract class WritingTests(TestServer server)
{
    [Theory]
    [InlineData("12341", "12341")]
    [InlineData("1.50", "1.50")]
    [InlineData("1e400", "1e400")]
    [InlineData("-0", "-0")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("null", "")]
    [InlineData("\"\"", "")]
    [InlineData("\"  kept as sent \\t\\r\\n\"", "  kept as sent \t\r\n")]
    [InlineData("\"Åsa \\ud83d\\ude00 <&> \\\"'%_\"", "Åsa 😀 <&> \"'%_")]
    public async Task A_value_is_stored_as_text(string json, string stored)
    {
        using var client = await server.NewMerchantAsync();

        var customer = await client.SendAsync(HttpMethod.Post, "/customers", $$"""{"name":"A","notes":{{json}}}""").JsonAsync();

        customer["notes"]!.GetValue<string>().ShouldBe(stored);
        (await client.GetJsonAsync($"/customers/{customer["mexcParamvaluesetsid"]}"))["notes"]!.GetValue<string>().ShouldBe(stored);
    }

    [Fact]
    public async Task A_body_with_a_byte_order_mark_or_without_a_content_type_is_read()
    {
        using var client = await server.NewMerchantAsync();
        using var content = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. "{\"name\":\"Bom\"}"u8]);

        using var answer = await client.PostAsync("/customers/", content);

        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["name"]!.GetValue<string>().ShouldBe("Bom");
    }

    [Fact]
    public async Task The_longest_texts_fit_counted_in_characters_and_not_in_bytes()
    {
        using var client = await server.NewMerchantAsync();
        var emoji = string.Concat(Enumerable.Repeat("😀", 255));
        var notes = string.Concat(Enumerable.Repeat("å😀", 32_767)) + "!";

        var customer = await client.SendAsync(HttpMethod.Post, "/customers", new JsonObject { ["name"] = emoji, ["notes"] = notes }.ToJsonString()).JsonAsync();

        customer["name"]!.GetValue<string>().ShouldBe(emoji);
        customer["notes"]!.GetValue<string>().ShouldBe(notes);
    }

    [Fact]
    public async Task Read_only_fields_are_ignored_whatever_they_hold()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A","mexcParamvaluesetsid":{"deep":[1]},"date":"tomorrow","mm3servicesid":null}""");

        var customer = await client.SendAsync(HttpMethod.Patch, $"/customers/{id}", """{"mexcModulesid":"9","date":7}""").JsonAsync();

        customer["mexcParamvaluesetsid"]!.GetValue<long>().ShouldBe(id);
    }

    [Fact]
    public async Task An_unknown_property_is_named_with_the_field_that_was_probably_meant()
    {
        using var client = await server.NewMerchantAsync();

        var problem = await client.SendAsync(HttpMethod.Post, "/customers", """{"name":"A","companyNo":"1","customer_id":"2","zzzzzzz":"3"}""").ProblemAsync(400, "invalid_customer");

        problem["errors"]!["companyNo"]![0]!.GetValue<string>().ShouldContain("Did you mean companyno?");
        problem["errors"]!["customer_id"]![0]!.GetValue<string>().ShouldContain("Did you mean customerid?");
        problem["errors"]!["zzzzzzz"]![0]!.GetValue<string>().ShouldNotContain("mean");
    }

    [Fact]
    public async Task A_taken_customer_number_is_told_with_who_has_it()
    {
        using var client = await server.NewMerchantAsync();
        var first = await client.CreateAsync("""{"name":"A","customerid":"K-1"}""");
        var second = await client.CreateAsync("""{"name":"B","customerid":"K-2"}""");

        var onCreate = await client.SendAsync(HttpMethod.Post, "/customers", """{"name":"C","customerid":"K-1"}""").ProblemAsync(409, "customerid_taken");
        var onUpdate = await client.SendAsync(HttpMethod.Patch, $"/customers/{second}", """{"name":"C","customerid":"K-1"}""").ProblemAsync(409, "customerid_taken");

        onCreate["existing"]!.GetValue<long>().ShouldBe(first);
        onUpdate["existing"]!.GetValue<long>().ShouldBe(first);
        (await client.GetJsonAsync($"/customers/{second}"))["name"]!.GetValue<string>().ShouldBe("B");
    }

    [Fact]
    public async Task An_update_changes_only_what_is_sent_and_an_empty_one_nothing()
    {
        using var client = await server.NewMerchantAsync();
        var before = await client.SendAsync(HttpMethod.Post, "/customers", SeedDocument.Body).JsonAsync();
        var path = $"/customers/{before["mexcParamvaluesetsid"]}";

        JsonNode.DeepEquals(await client.SendAsync(HttpMethod.Patch, path, "{}").JsonAsync(), before).ShouldBeTrue();
        var after = await client.SendAsync(HttpMethod.Patch, path, """{"fax":null,"telephone":"","notes":"new","customerid":""}""").JsonAsync();

        before["fax"] = "";
        before["telephone"] = "";
        before["notes"] = "new";
        JsonNode.DeepEquals(after, before).ShouldBeTrue();
    }

    [Fact]
    public async Task Another_merchants_customer_is_as_good_as_none()
    {
        using var owner = await server.NewMerchantAsync();
        using var other = await server.NewMerchantAsync();
        var id = await owner.CreateAsync("""{"name":"Mine"}""");

        await other.SendAsync(HttpMethod.Get, $"/customers/{id}").ProblemAsync(404, "customer_not_found");
        await other.SendAsync(HttpMethod.Patch, $"/customers/{id}", """{"name":"Yours"}""").ProblemAsync(404, "customer_not_found");
        await other.SendAsync(HttpMethod.Delete, $"/customers/{id}").ProblemAsync(404, "customer_not_found");
        (await other.SendAsync(HttpMethod.Delete, "/customers", $"[{id}]").JsonAsync())["count"]!.GetValue<int>().ShouldBe(0);
        await other.SendAsync(HttpMethod.Post, "/customers/export/csv", $"[{id}]").ProblemAsync(404, "customer_not_found");
        (await other.GetJsonAsync("/customers/count"))["count"]!.GetValue<int>().ShouldBe(0);
        (await owner.GetJsonAsync($"/customers/{id}"))["name"]!.GetValue<string>().ShouldBe("Mine");
    }

    [Fact]
    public async Task Concurrent_changes_of_different_fields_all_remain()
    {
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"A"}""");
        var fields = SeedDocument.WritableFields.Where(field => field.Name != "name").ToList();

        await Task.WhenAll(fields.Select(field => client.SendAsync(HttpMethod.Patch, $"/customers/{id}", $$"""{"{{field.Name}}":"changed {{field.Name}}"}""").JsonAsync()));

        var customer = await client.GetJsonAsync($"/customers/{id}");
        foreach (var field in fields) customer[field.Name]!.GetValue<string>().ShouldBe($"changed {field.Name}");
    }

    public sealed class OnSqlite(TestServer server) : WritingTests(server), IClassFixture<TestServer>;

    public sealed class OnPostgres(PostgresTestServer server) : WritingTests(server), IClassFixture<PostgresTestServer>;
}
