using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kundbok.Storage;

/// <summary>Where a directory came from, as it is stored: JSON, which nobody looks into.</summary>
[JsonSerializable(typeof(IReadOnlyList<DirectorySource>))]
internal sealed partial class DirectorySources : JsonSerializerContext
{
    public static string Write(IReadOnlyList<DirectorySource> sources) => JsonSerializer.Serialize(sources, Default.IReadOnlyListDirectorySource);

    public static IReadOnlyList<DirectorySource> Read(string stored) => JsonSerializer.Deserialize(stored, Default.IReadOnlyListDirectorySource)!;
}
