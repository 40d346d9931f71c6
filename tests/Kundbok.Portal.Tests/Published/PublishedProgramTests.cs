using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kundbok.Portal.Tests.Journeys;
using static Microsoft.Playwright.Assertions;

namespace Kundbok.Portal.Tests.Published;

/// <summary>
/// The portal of the published program. Its files are others than those that a build leaves, which all other tests have: trimmed, compressed in
/// another way, and listed by another manifest.
/// </summary>
public sealed partial class PublishedProgramTests(Chromium chromium, PublishedProgram program) : IClassFixture<PublishedProgram>
{
    private const string PageAddress = "/app/";
    private const string Framework = "/app/_framework/";

    private static readonly Dictionary<string, string> MediaTypes = new(StringComparer.Ordinal)
    {
        [".css"] = "text/css",
        [".js"] = "text/javascript",
        [".svg"] = "image/svg+xml",
        [".wasm"] = "application/wasm",
    };

    [Theory]
    [InlineData("/app")]
    [InlineData(PageAddress)]
    [InlineData("/app/customers/17?kind=company")]
    public async Task Every_page_is_the_app_with_its_policy(string path)
    {
        using var client = program.Process.Client();
        using var answer = await client.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("<base href=\"/app/\">");
        answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("script-src 'self' 'wasm-unsafe-eval';");
    }

    [Fact]
    public async Task Nothing_in_the_page_was_left_to_be_filled_in()
    {
        using var client = program.Process.Client();
        var page = await client.GetStringAsync(PageAddress);

        page.ShouldNotContain("#["); // as the place for a fingerprint begins
        var elements = FileElement().Matches(page);
        elements.Count.ShouldBeGreaterThan(3);
        elements.ShouldAllBe(element => element.Groups["address"].Success); // one without is for a list of files
    }

    [Fact]
    public async Task Every_file_that_the_page_and_its_boot_manifest_name_is_there_and_sent_as_brotli()
    {
        using var client = program.Process.Client();
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        var page = Encoding.UTF8.GetString((await DownloadAsync(client, PageAddress)).Content);
        var named = FileElement().Matches(page)
            .Select(element => (Address: new Uri(new Uri(client.BaseAddress!, PageAddress), element.Groups["address"].Value).AbsolutePath, Hash: (string?)null))
            .ToList();
        var booting = Encoding.UTF8.GetString((await DownloadAsync(client, Framework + "dotnet.js")).Content);
        var manifest = JsonNode.Parse(BootManifest().Match(booting).Groups["json"].Value)!;
        named.AddRange(FilesOf(manifest["resources"]!).Select(file => (Framework + file.Name, file.Hash)));

        var assemblies = named.FindAll(file => file.Address.EndsWith(".wasm", StringComparison.Ordinal));
        assemblies.Count.ShouldBeGreaterThan(20);
        assemblies.ShouldAllBe(file => file.Hash != null);
        foreach (var (address, hash) in named)
        {
            var (mediaType, encoding, content) = await DownloadAsync(client, address);
            mediaType.ShouldBe(MediaTypes[Path.GetExtension(address)], address);
            encoding.ShouldBe("br", address);
            content.ShouldNotBeEmpty(address);
            if (hash is not null) $"sha256-{Convert.ToBase64String(SHA256.HashData(content))}".ShouldBe(hash, address); // or the browser would refuse it
        }
    }

    [Fact]
    public async Task Whoever_signs_in_sees_the_customers()
    {
        await using var visit = await Visit.BeginAsync(chromium, program.Process.Address);

        await visit.SignInAsync("demo", Password().Match(program.Process.Greeting).Groups["password"].Value);
        await visit.GoAsync("/app/customers");

        await Expect(visit.Page.Locator("table.customers tbody tr")).ToHaveCountAsync(PublishedProgram.Customers);
    }

    private static async Task<(string? MediaType, string Encoding, byte[] Content)> DownloadAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
        var encoding = string.Join(',', answer.Content.Headers.ContentEncoding);
        await using var sent = await answer.Content.ReadAsStreamAsync();
        await using var read = encoding == "br" ? new BrotliStream(sent, CompressionMode.Decompress) : sent;
        using var content = new MemoryStream();
        await read.CopyToAsync(content);
        return (answer.Content.Headers.ContentType?.MediaType, encoding, content.ToArray());
    }

    // Each kind of resource is a list of files with their names, wherever in the manifest; those that the browser checks have a hash.
    private static IEnumerable<(string Name, string? Hash)> FilesOf(JsonNode node) => node switch
    {
        JsonObject file when file["name"] is JsonValue name => [(name.GetValue<string>(), file["hash"]?.GetValue<string>())],
        JsonObject parts => parts.SelectMany(part => part.Value is null ? [] : FilesOf(part.Value)),
        JsonArray list => list.SelectMany(item => FilesOf(item!)),
        _ => [],
    };

    [GeneratedRegex("""<(?:script|link|img)\b(?:[^>]*?\s(?:src|href)="(?<address>[^"]+)")?[^>]*>""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileElement();

    [GeneratedRegex(@"/\*json-start\*/(?<json>.*)/\*json-end\*/", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BootManifest();

    [GeneratedRegex("has the user demo with the password (?<password>[^ ]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Password();
}
