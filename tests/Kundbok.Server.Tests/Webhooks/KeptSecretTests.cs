using System.Text;
using System.Text.Json.Nodes;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>What becomes of webhooks' secrets: sealed in the database, sealed again with a new secret file, lost with a lost one.</summary>
public sealed class KeptSecretTests : IDisposable
{
    private const string Customer = """{"name":"A customer"}""";

    private readonly TemporaryDirectory _directory = new();

    private string Data => _directory.File("data");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_secret_is_not_in_the_database_in_clear()
    {
        const string Secret = "whsec_SMOeciBlbiBow6RybGlnIGhlbWxpZ2hldCBpIGtsYXJ0ZXh0IQ==";
        var key = Convert.FromBase64String(Secret["whsec_".Length..]);
        await using var server = await ServerProcess.StartAsync(Data);
        using var client = server.Client(server.GreetingToken());
        var webhook = await client.AddWebhookAsync("https://shop.example/kundbok", $""","secret":"{Secret}" """);
        await client.SendAsync(HttpMethod.Post, $"{webhook.Path()}/rotate").JsonAsync();

        string[] files = [.. Directory.GetFiles(Data).Where(file => !file.EndsWith("-lock", StringComparison.Ordinal))]; // those are empty, and held
        files.Length.ShouldBeGreaterThan(1);
        var isStored = false;
        foreach (var file in files)
        {
            var bytes = await BytesOfAsync(file);
            bytes.AsSpan().IndexOf(key).ShouldBe(-1, file);
            bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Secret["whsec_".Length..])).ShouldBe(-1, file);
            isStored |= bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(webhook.Text("id"))) >= 0;
        }

        isStored.ShouldBeTrue("else this looks at the wrong files");
    }

    [Fact]
    public async Task After_key_rotate_messages_are_signed_right_even_when_the_old_secret_of_the_file_is_gone()
    {
        await using var receiver = Receiver.Answering("200 OK");
        string token;
        JsonNode active, paused;
        await using (var server = await ServerProcess.StartAsync(Data))
        {
            using var client = server.Client(server.GreetingToken());
            active = await client.AddWebhookAsync(receiver.Url);
            paused = await client.AddWebhookAsync(receiver.Url);
            await client.ChangeWebhookAsync(paused, """{"status":"paused"}""");

            (await ServerProcess.RunAsync(null, "key", "rotate", "--data", Data)).ExitCode.ShouldBe(0);
            await client.CreateAsync(Customer); // with the token from before
            SignatureOfThePage.IsRight(active.Text("secret"), await receiver.NextAsync()).ShouldBeTrue();
            await client.UntilAsync(active, webhook => webhook["behind"]!.GetValue<int>() == 0);
        }

        DropOldSecrets();
        token = await NewTokenAsync();
        await using var again = await ServerProcess.StartAsync(Data);
        using var later = again.Client(token);
        await later.CreateAsync(Customer);
        SignatureOfThePage.IsRight(active.Text("secret"), await receiver.NextAsync()).ShouldBeTrue();
        await later.UntilAsync(active, webhook => webhook["behind"]!.GetValue<int>() == 0);

        await later.ChangeWebhookAsync(paused, """{"status":"active"}""");
        for (var i = 0; i < 2; i++) SignatureOfThePage.IsRight(paused.Text("secret"), await receiver.NextAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_lost_secret_file_pauses_a_webhook_until_it_is_given_another_secret()
    {
        await using var receiver = Receiver.Answering("200 OK");
        JsonNode webhook;
        await using (var server = await ServerProcess.StartAsync(Data))
        {
            using var client = server.Client(server.GreetingToken());
            webhook = await client.AddWebhookAsync(receiver.Url);
        }

        File.Delete(Path.Combine(Data, "secret.json"));
        await using var again = await ServerProcess.StartAsync(Data);
        using var later = again.Client(await NewTokenAsync());
        await later.CreateAsync(Customer);

        var paused = await later.UntilAsync(webhook, found => found.Text("status") == "paused");
        paused.Text("pausedReason").ShouldBe("secret_lost");
        (await later.SendAsync(HttpMethod.Post, $"{webhook.Path()}/test").JsonAsync()).Text("outcome").ShouldBe("secret_lost");
        receiver.Connections.ShouldBe(0);

        var mended = await later.SendAsync(HttpMethod.Post, $"{webhook.Path()}/rotate").JsonAsync();
        mended.Text("status").ShouldBe("active");
        var request = await receiver.NextAsync();
        SignatureOfThePage.IsRight(mended.Text("secret"), request).ShouldBeTrue();
        request.Headers["webhook-signature"].Split(' ').Length.ShouldBe(1, "the old secret cannot sign along");
        again.Errors.ShouldContain($"The webhook {webhook.Text("id")} is paused: secret_lost");
    }

    [Fact]
    public async Task The_code_of_the_page_is_the_code_that_is_tested()
    {
        var page = await File.ReadAllTextAsync(RepositoryFile.Path("docs", "api.md"));
        var tested = await File.ReadAllTextAsync(RepositoryFile.Path("tests", "Kundbok.Server.Tests", "Webhooks", "SignatureOfThePage.cs"));
        const string Start = "static bool IsSigned(";
        var shown = page[page.IndexOf(Start, StringComparison.Ordinal)..];
        shown = shown[..shown.IndexOf("\n```", StringComparison.Ordinal)];

        tested.ReplaceLineEndings("\n").Replace("\n    ", "\n", StringComparison.Ordinal).ShouldContain(shown);
    }

    private async Task<string> NewTokenAsync()
    {
        var (exitCode, output, errors) = await ServerProcess.RunAsync(null, "token", "--merchant", "1", "--data", Data);
        exitCode.ShouldBe(0, errors);
        return output.Trim();
    }

    private void DropOldSecrets()
    {
        var file = Path.Combine(Data, "secret.json");
        var content = JsonNode.Parse(File.ReadAllText(file))!;
        var secrets = content["secrets"]!.AsArray();
        secrets.Count.ShouldBe(2);
        secrets.RemoveAt(1);
        File.WriteAllText(file, content.ToJsonString());
    }

    // The server has it open.
    private static async Task<byte[]> BytesOfAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
