using System.Text;
using Kundbok.Contracts;
using Kundbok.Server.Tests.Changes;

namespace Kundbok.Server.Tests.Durability;

/// <summary>An invented person whose texts nobody else has, who lives in a register of the real program until being erased.</summary>
internal sealed class ErasedPerson(string mark)
{
    // Published by Skatteverket for tests.
    private const string PersonalNumber = "19900118-9811";

    private string Name => $"Öqvistzj {mark} Åsäxqv";

    private string Address => $"Göxjqvägen {mark} 77";

    private string Number => $"KX-77Q-{mark}";

    /// <summary>Each text in every form in which the register writes it.</summary>
    public IReadOnlyList<string> Texts =>
    [
        .. ((string[])[Name, Address, Number, PersonalNumber, mark]).SelectMany(text => (string[])[text, TextFold.Fold(text), NameSortKey.Of(text)])
            .Concat([IdentityNumber.Canonical(PersonalNumber), "9001189811", "900118-9811"])
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>What the search index takes the texts apart into, where nobody else has that.</summary>
    public IReadOnlyList<string> Trigrams =>
    [
        .. ((string[])[Name, Address, Number]).Select(TextFold.Fold)
            .SelectMany(text => Enumerable.Range(0, text.Length - 2).Select(i => text[i..(i + 3)]))
            .Where(term => term.AsSpan().ContainsAny("zqxj"))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Adds the person under a key, and changes, removes and restores the person; the id.</summary>
    public async Task<long> LiveAsync(HttpClient client)
    {
        using var create = new HttpRequestMessage(HttpMethod.Post, "/customers")
        {
            Content = Requests.Json($$"""{"name":"{{Name}}","address":"{{Address}}","customerid":"{{Number}}","companyno":"{{PersonalNumber}}"}"""),
            Headers = { { "Idempotency-Key", mark } },
        };
        var id = (await client.SendAsync(create).JsonAsync())["mexcParamvaluesetsid"]!.GetValue<long>();
        for (var i = 0; i < 3; i++)
        {
            await client.UpdateAsync(id, $$"""{"name":"{{i}} {{Name}}","notes":"{{new StringBuilder().Insert(0, $"{mark} zjäxqvwö. ", 40 * i)}}"}""");
            await client.UpdateAsync(id, $$"""{"name":"{{Name}}","notes":""}""");
        }

        await client.RemoveAsync(id);
        await client.RestoreAsync(id).JsonAsync();
        (await client.GetJsonAsync($"/customers?filter=search&search={mark}")).AsArray().ShouldHaveSingleItem();
        return id;
    }

    /// <summary>Those of the texts that are in any file of the directory, each with the file's name.</summary>
    public IReadOnlyList<string> FindIn(string directory)
    {
        var wanted = Texts.Select(text => (Text: text, Bytes: Encoding.UTF8.GetBytes(text))).ToList();
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            if (new FileInfo(file).Length == 0) continue; // locks, which a server holds
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            found.AddRange(wanted.Where(text => bytes.AsSpan(0, read).IndexOf(text.Bytes) >= 0).Select(text => $"{Path.GetFileName(file)}: {text.Text}"));
        }

        return found;
    }
}
