using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kundbok.Portal.Customers;

/// <summary>What an entry of the browser's history knows of a list beside the address: it stays in this tab.</summary>
/// <param name="Search">The text that is searched for.</param>
/// <param name="Before">Where the pages before this one begin, from the first, which is the empty string. Empty on the first page, and on a page whose address came from elsewhere.</param>
public sealed record ListMemory(string Search, IReadOnlyList<string> Before)
{
    // Browsers keep some hundred kilobytes for an entry.
    private const int MostPages = 500;

    /// <summary>Nothing.</summary>
    public static ListMemory None { get; } = new("", []);

    /// <summary>Where the page before begins; null when it is the first, or not known, so that the first is the way back.</summary>
    [JsonIgnore]
    public string? Previous => Before is [.., { Length: > 0 } last] ? last : null;

    /// <summary>Reads the state of an entry; nothing when it is not ours.</summary>
    public static ListMemory Read(string? state)
    {
        try
        {
            return state is null ? None : JsonSerializer.Deserialize(state, ListJson.Default.ListMemory) is { Search: not null, Before: not null } memory ? memory : None;
        }
        catch (JsonException)
        {
            return None;
        }
    }

    /// <summary>The state of an entry.</summary>
    public string Write() => JsonSerializer.Serialize(this, ListJson.Default.ListMemory);

    /// <summary>The same, one page back.</summary>
    public ListMemory Back() => this with { Before = [.. Before.SkipLast(1)] };

    /// <summary>The same, one page further.</summary>
    /// <param name="after">Where the page that is left begins.</param>
    public ListMemory Further(string? after) => this with { Before = Before.Count < MostPages ? [.. Before, after ?? ""] : ["", .. Before.Skip(2), after ?? ""] };
}

[JsonSerializable(typeof(ListMemory))]
internal sealed partial class ListJson : JsonSerializerContext;
