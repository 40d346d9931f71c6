using System.Text;
using System.Text.Json.Nodes;

namespace Kundbok.Server.Tests.Customers;

/// <summary>Requests that must be refused: each with its status and code, and nothing is changed by any of them.</summary>
public abstract class BadInputTests(TestServer server)
{
    private const string? NoBody = null;

    // A name of its own for every row, so that a failing one can be found.
    private static readonly BadRequest[] Table =
    [
        // Bodies of a customer.
        new("no body", "POST", "/customers", "", 400, "invalid_json"),
        new("only a byte order mark", "POST", "/customers", "\uFEFF", 400, "invalid_json"),
        new("only white space", "POST", "/customers", " \r\n\t ", 400, "invalid_json"),
        new("truncated object", "POST", "/customers", """{"name":"A" """, 400, "invalid_json"),
        new("truncated text", "POST", "/customers", """{"name":"A""", 400, "invalid_json"),
        new("truncated escape", "POST", "/customers", """{"name":"A\u00""", 400, "invalid_json"),
        new("trailing comma", "POST", "/customers", """{"name":"A",}""", 400, "invalid_json"),
        new("comment", "POST", "/customers", """{"name":"A"/* no */}""", 400, "invalid_json"),
        new("single quotes", "POST", "/customers", "{'name':'A'}", 400, "invalid_json"),
        new("bare word", "POST", "/customers", "name=A", 400, "invalid_json"),
        new("two values", "POST", "/customers", """{"name":"A"}{"name":"B"}""", 400, "invalid_json"),
        new("NaN", "POST", "/customers", """{"name":NaN}""", 400, "invalid_json"),
        new("leading zero", "POST", "/customers", """{"name":"A","fax":0123}""", 400, "invalid_json"),
        new("raw control character in text", "POST", "/customers", "{\"name\":\"A\u0001\"}", 400, "invalid_json"),
        new("array", "POST", "/customers", """[{"name":"A"}]""", 400, "invalid_customer"),
        new("text", "POST", "/customers", "\"A\"", 400, "invalid_customer"),
        new("number", "POST", "/customers", "1", 400, "invalid_customer"),
        new("null", "POST", "/customers", "null", 400, "invalid_customer"),
        new("empty object", "POST", "/customers", "{}", 400, "invalid_customer"),
        new("no name", "POST", "/customers", """{"customerid":"1"}""", 400, "invalid_customer"),
        new("null name", "POST", "/customers", """{"name":null}""", 400, "invalid_customer"),
        new("blank name", "POST", "/customers", """{"name":" \t\u00a0"}""", 400, "invalid_customer"),
        new("object as value", "POST", "/customers", """{"name":{"first":"A"}}""", 400, "invalid_customer"),
        new("array as value", "POST", "/customers", """{"name":["A"]}""", 400, "invalid_customer"),
        new("unknown property", "POST", "/customers", """{"name":"A","nmae":"B"}""", 400, "invalid_customer"),
        new("unknown property in other case", "POST", "/customers", """{"Name":"A","name":"A"}""", 400, "invalid_customer"),
        new("empty property name", "POST", "/customers", """{"name":"A","":"B"}""", 400, "invalid_customer"),
        new("property twice", "POST", "/customers", """{"name":"A","name":"A"}""", 400, "invalid_customer"),
        new("property twice, once escaped", "POST", "/customers", """{"name":"A","n\u0061me":"A"}""", 400, "invalid_customer"),
        new("read-only property twice", "POST", "/customers", """{"name":"A","date":1,"date":2}""", 400, "invalid_customer"),
        new("too long", "POST", "/customers", $$"""{"name":"{{new string('x', 256)}}"}""", 400, "invalid_customer"),
        new("too long in characters outside the basic plane", "POST", "/customers", $$"""{"name":"{{string.Concat(Enumerable.Repeat("😀", 256))}}"}""", 400, "invalid_customer"),
        new("too long a number", "POST", "/customers", $$"""{"name":"A","fax":{{new string('9', 256)}}}""", 400, "invalid_customer"),
        new("too long notes", "POST", "/customers", $$"""{"name":"A","notes":"{{new string('x', 65_536)}}"}""", 400, "invalid_customer"),
        new("escaped NUL", "POST", "/customers", """{"name":"A\u0000B"}""", 400, "invalid_customer"),
        new("escaped control character", "POST", "/customers", """{"name":"A\u001f"}""", 400, "invalid_customer"),
        new("escaped U+FFFE", "POST", "/customers", """{"name":"A\ufffe"}""", 400, "invalid_customer"),
        new("U+FFFF", "POST", "/customers", "{\"name\":\"A\uFFFF\"}", 400, "invalid_customer"),
        new("high surrogate alone", "POST", "/customers", """{"name":"A\ud83d"}""", 400, "invalid_customer"),
        new("low surrogate alone", "POST", "/customers", """{"name":"\ude00A"}""", 400, "invalid_customer"),
        new("surrogates exchanged", "POST", "/customers", """{"name":"\ude00\ud83d"}""", 400, "invalid_customer"),
        new("lone surrogate in a property name", "POST", "/customers", """{"name":"A","\ud83d":"B"}""", 400, "invalid_customer"),
        new("very deep array", "POST", "/customers", $$"""{"name":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""", 400, "invalid_customer"),
        new("very deep objects", "POST", "/customers", $$"""{"name":{{string.Concat(Enumerable.Repeat("{\"a\":", 50_000))}}1{{new string('}', 50_000)}}}""", 400, "invalid_customer"),
        new("many unknown properties", "POST", "/customers", "{" + string.Join(",", Enumerable.Range(0, 50_000).Select(i => $"\"p{i}\":1")) + "}", 400, "invalid_customer"),
        new("over two mebibytes", "POST", "/customers", $$"""{"name":"{{new string('x', 2 << 20)}}"}""", 413, "body_too_large"),
        new("invalid UTF-8", "POST", "/customers", [.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8], 400, "invalid_json"),
        new("overlong UTF-8", "POST", "/customers", [.. "{\"name\":\""u8, 0xC0, 0x80, .. "\"}"u8], 400, "invalid_json"),
        new("surrogate in UTF-8", "POST", "/customers", [.. "{\"name\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8], 400, "invalid_json"),
        new("UTF-16", "POST", "/customers", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{\"name\":\"A\"}")).ToArray(), 400, "invalid_json"),
        new("form", "POST", "/customers", "name=A", 415, "unsupported_media_type", "application/x-www-form-urlencoded"),
        new("plain text", "POST", "/customers", """{"name":"A"}""", 415, "unsupported_media_type", "text/plain"),
        new("Latin-1", "POST", "/customers", """{"name":"A"}""", 415, "unsupported_media_type", "application/json; charset=iso-8859-1"),
        new("content type that is none", "POST", "/customers", """{"name":"A"}""", 415, "unsupported_media_type", "json"),
        new("not JSON and too large: the type first", "POST", "/customers", new string('x', 3 << 20), 415, "unsupported_media_type", "text/plain"),

        // Updates.
        new("update that blanks the name", "PATCH", "/customers/{id}", """{"name":""}""", 400, "invalid_customer"),
        new("update that nulls the name", "PATCH", "/customers/{id}", """{"name":null,"fax":"1"}""", 400, "invalid_customer"),
        new("update with a wrong type among good fields", "PATCH", "/customers/{id}", """{"fax":"1","notes":[]}""", 400, "invalid_customer"),
        new("update without a body", "PATCH", "/customers/{id}", "", 400, "invalid_json"),
        new("update of none", "PATCH", "/customers/999999999", """{"fax":"1"}""", 404, "customer_not_found"),
        new("bad update of none: the body first", "PATCH", "/customers/999999999", "{", 400, "invalid_json"),
        new("update to a taken number", "PATCH", "/customers/{id}", """{"customerid":"taken"}""", 409, "customerid_taken"),
        new("create with a taken number", "POST", "/customers", """{"name":"A","customerid":"taken"}""", 409, "customerid_taken"),

        // Ids.
        new("id that is text", "GET", "/customers/abc", NoBody, 404, "customer_not_found"),
        new("id zero", "GET", "/customers/0", NoBody, 404, "customer_not_found"),
        new("negative id", "DELETE", "/customers/-1", NoBody, 404, "customer_not_found"),
        new("id with a sign", "GET", "/customers/+1", NoBody, 404, "customer_not_found"),
        new("fraction", "GET", "/customers/1.0", NoBody, 404, "customer_not_found"),
        new("id past int64", "GET", "/customers/9223372036854775808", NoBody, 404, "customer_not_found"),
        new("largest id", "DELETE", "/customers/9223372036854775807", NoBody, 404, "customer_not_found"),
        new("id of a size that could wrap around", "DELETE", "/customers/1099511627777", NoBody, 404, "customer_not_found"),
        new("digits of another script", "GET", "/customers/%D9%A1", NoBody, 404, "customer_not_found"),

        // Lists of ids.
        new("bulk delete without a body", "DELETE", "/customers", "", 400, "invalid_json"),
        new("bulk delete of an object", "DELETE", "/customers", """{"ids":[{id}]}""", 400, "invalid_ids"),
        new("bulk delete of text", "DELETE", "/customers", """["{id}"]""", 400, "invalid_ids"),
        new("bulk delete with one bad id", "DELETE", "/customers", "[{id},1.5]", 400, "invalid_ids"),
        new("bulk delete of a fraction", "DELETE", "/customers", "[{id},1.0]", 400, "invalid_ids"),
        new("bulk delete with an exponent", "DELETE", "/customers", "[{id},1e3]", 400, "invalid_ids"),
        new("bulk delete past int64", "DELETE", "/customers", "[{id},9223372036854775808]", 400, "invalid_ids"),
        new("bulk delete with null", "DELETE", "/customers", "[{id},null]", 400, "invalid_ids"),
        new("bulk delete of nested ids", "DELETE", "/customers", "[[{id}]]", 400, "invalid_ids"),
        new("bulk delete of too many", "DELETE", "/customers", "[{id}" + string.Concat(Enumerable.Repeat(",1", 10_000)) + "]", 400, "invalid_ids"),
        new("bulk delete that is truncated", "DELETE", "/customers", "[{id}", 400, "invalid_json"),
        new("bulk delete over one mebibyte", "DELETE", "/customers", "[{id}" + new string(' ', 1 << 20) + "]", 413, "body_too_large"),
        new("bulk delete as a form", "DELETE", "/customers", "[{id}]", 415, "unsupported_media_type", "application/x-www-form-urlencoded"),
        new("export of text", "POST", "/customers/export/xml", """["1"]""", 400, "invalid_ids"),
        new("export of too many", "POST", "/customers/export/csv", "[1" + string.Concat(Enumerable.Repeat(",1", 10_000)) + "]", 400, "invalid_ids"),
        new("export of one that is not there", "POST", "/customers/export/csv", "[{id},999999999]", 404, "customer_not_found"),
        new("export in an unknown profile", "GET", "/customers/export/csv?profile=excel", NoBody, 400, "invalid_filter"),

        // Pages and filters.
        new("limit zero", "GET", "/customers?limit=0", NoBody, 400, "invalid_page"),
        new("limit over the most", "GET", "/customers?limit=10001", NoBody, 400, "invalid_page"),
        new("negative limit", "GET", "/customers?limit=-1", NoBody, 400, "invalid_page"),
        new("limit of text", "GET", "/customers?limit=ten", NoBody, 400, "invalid_page"),
        new("empty limit", "GET", "/customers?limit=", NoBody, 400, "invalid_page"),
        new("limit with a space", "GET", "/customers?limit=%2010", NoBody, 400, "invalid_page"),
        new("limit in other digits", "GET", "/customers?limit=%D9%A1", NoBody, 400, "invalid_page"),
        new("limit twice", "GET", "/customers?limit=1&limit=2", NoBody, 400, "invalid_page"),
        new("limit with a subscript", "GET", "/customers?limit[]=1", NoBody, 400, "invalid_page"),
        new("negative start", "GET", "/customers?start=-1", NoBody, 400, "invalid_page"),
        new("fractional start", "GET", "/customers?start=1.5", NoBody, 400, "invalid_page"),
        new("start past int64", "GET", "/customers?start=9223372036854775808", NoBody, 400, "invalid_page"),
        new("unknown sort", "GET", "/customers?sort=email", NoBody, 400, "invalid_page"),
        new("sort twice reversed", "GET", "/customers?sort=--name", NoBody, 400, "invalid_page"),
        new("empty sort", "GET", "/customers?sort=", NoBody, 400, "invalid_page"),
        new("cursor of our own making", "GET", "/customers?after=MTIz", NoBody, 400, "invalid_page"),
        new("cursor that is no text of ours", "GET", "/customers?after=%00%F0%9F%98%80", NoBody, 400, "invalid_page"),
        new("empty cursor", "GET", "/customers?after=", NoBody, 400, "invalid_page"),
        new("changes with limit zero", "GET", "/customers/changes?limit=0", NoBody, 400, "invalid_page"),
        new("changes with a limit over the most", "GET", "/customers/changes?limit=10001", NoBody, 400, "invalid_page"),
        new("no newest changes", "GET", "/customers/changes?newest=0", NoBody, 400, "invalid_page"),
        new("more newest changes than are told", "GET", "/customers/changes?newest=101", NoBody, 400, "invalid_page"),
        new("newest changes after a cursor", "GET", "/customers/changes?newest=1&after=z-1-17", NoBody, 400, "invalid_page"),
        new("longer wait than any", "GET", "/customers/changes?wait=61", NoBody, 400, "invalid_page"),
        new("negative wait", "GET", "/customers/changes?wait=-1", NoBody, 400, "invalid_page"),
        new("fractional wait", "GET", "/customers/changes?wait=0.5", NoBody, 400, "invalid_page"),
        new("empty wait", "GET", "/customers/changes?wait=", NoBody, 400, "invalid_page"),
        new("wait twice", "GET", "/customers/changes?wait=1&wait=1", NoBody, 400, "invalid_page"),
        new("changes after a cursor of our own making", "GET", "/customers/changes?after=17", NoBody, 400, "invalid_page"),
        new("changes after a cursor of another register", "GET", "/customers/changes?after=z-1-17", NoBody, 410, "cursor_expired"),
        new("unknown filter", "GET", "/customers/count?filter=x", NoBody, 400, "invalid_filter"),
        new("date that does not exist", "GET", "/customers?filter=rangeByDate&from=2023-02-29&to=2023-03-01", NoBody, 400, "invalid_filter"),
        new("more terms than a search takes", "GET", "/customers?filter=search" + string.Concat(Enumerable.Repeat("&search=a", 51)), NoBody, 400, "invalid_filter"),

        // Places and methods.
        new("unknown path", "GET", "/nothing", NoBody, 404, "not_found"),
        new("unknown path below a customer", "GET", "/customers/1/2/3", NoBody, 404, "not_found"),
        new("root", "POST", "/", NoBody, 404, "not_found"),
        new("unknown method", "BREW", "/customers", NoBody, 405, "method_not_allowed"),
        new("method that is not for it", "PUT", "/customers/{id}", """{"name":"A"}""", 405, "method_not_allowed"),
        new("method that is not for the figures", "DELETE", "/customers/summary", NoBody, 405, "method_not_allowed"),
        new("method that is not for the count", "POST", "/customers/count", "{}", 405, "method_not_allowed"),
        new("method that is not for the changes", "DELETE", "/customers/changes", NoBody, 405, "method_not_allowed"),
        new("organisation number with a wrong check digit", "GET", "/customers/searchByOrgNumber/5560160681", NoBody, 400, "invalid_org_number"),
        new("organisation number of letters", "GET", "/customers/searchByOrgNumber/%C3%A5%C3%A4%C3%B6", NoBody, 400, "invalid_org_number"),
    ];

    public static TheoryData<string> Names => [.. Table.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_refused_and_changes_nothing(string name)
    {
        var row = Array.Find(Table, row => row.Name == name)!;
        using var client = await server.NewMerchantAsync();
        var id = await client.CreateAsync("""{"name":"Kept","customerid":"kept"}""");
        await client.CreateAsync("""{"name":"Other","customerid":"taken"}""");
        var before = await client.GetStringAsync("/customers");

        using var request = row.Request(id);
        var problem = await client.SendAsync(request).ProblemAsync(row.Status, row.Code);

        ShouldLeakNothing(problem);
        (await client.GetStringAsync("/customers")).ShouldBe(before);
    }

    [Fact]
    public void The_table_has_names_that_tell_its_rows_apart() => Table.Select(row => row.Name).Distinct(StringComparer.Ordinal).Count().ShouldBe(Table.Length);

    private static void ShouldLeakNothing(JsonNode problem)
    {
        var text = problem.ToJsonString();
        foreach (var leak in (string[])["SELECT", "sqlite", "Exception", "   at ", ".cs", "/tmp/"]) text.ShouldNotContain(leak, Case.Insensitive);
    }

    private sealed record BadRequest(string Name, string Method, string Path, byte[]? Body, int Status, string Code, string ContentType = "application/json")
    {
        public BadRequest(string name, string method, string path, string? body, int status, string code, string contentType = "application/json")
            : this(name, method, path, body is null ? null : Encoding.UTF8.GetBytes(body), status, code, contentType)
        {
        }

        public HttpRequestMessage Request(long id)
        {
            var request = new HttpRequestMessage(new HttpMethod(Method), Path.Replace("{id}", $"{id}", StringComparison.Ordinal));
            if (Body is null) return request;

            var template = Encoding.Latin1.GetString(Body).Replace("{id}", $"{id}", StringComparison.Ordinal);
            request.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(template));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            return request;
        }
    }

    public sealed class OnSqlite(TestServer server) : BadInputTests(server), IClassFixture<TestServer>;

    public sealed class OnPostgres(PostgresTestServer server) : BadInputTests(server), IClassFixture<PostgresTestServer>;
}
