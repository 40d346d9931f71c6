using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kundbok.Storage;

namespace Kundbok.Server.Access;

/// <summary>
/// The one secret file, <c>secret.json</c> in the data directory, readable by its owner only: the secrets from which every key of the
/// program is derived, newest first. A copied database alone can forge no token.
/// </summary>
internal static class SecretFile
{
    public const string Name = "secret.json";

    private const int SecretBytes = 32;

    /// <summary>Reads the secrets.</summary>
    /// <exception cref="RegisterUnusableException">The file is damaged, or others may read it.</exception>
    public static IReadOnlyList<Secret> Read(string file)
    {
        if (OwnerOnly.IsOpenToOthers(file))
            throw new RegisterUnusableException($"The secret file {file} can be read by others than its owner: run chmod 600 on it, and key rotate if somebody may have read it.");

        try
        {
            var content = JsonSerializer.Deserialize(File.ReadAllBytes(file), SecretJson.Default.SecretFileContent);
            if (content?.Secrets is { Count: > 0 } secrets && secrets.All(secret => secret is { Key.Length: SecretBytes, Id.Length: > 0 })) return secrets;
        }
        catch (JsonException)
        {
            // told below, like everything else that is wrong with it
        }

        throw new RegisterUnusableException($"The secret file {file} is damaged: bring it back from where it is kept, or delete it to begin with a new one, which makes all tokens invalid.");
    }

    /// <summary>Writes the secrets: whole, on disk, and in the place of the file at once.</summary>
    /// <exception cref="IOException">The file exists and is not to be replaced, or cannot be written.</exception>
    public static void Write(string file, IReadOnlyList<Secret> secrets, bool replace)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}";
        try
        {
            using (var stream = OwnerOnly.CreateFile(temporary))
            {
                JsonSerializer.Serialize(stream, new SecretFileContent(secrets), SecretJson.Default.SecretFileContent);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, file, replace);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>A new secret.</summary>
    public static Secret Create(DateTimeOffset now) =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), RandomNumberGenerator.GetBytes(SecretBytes), now, VerifiesUntil: null);
}

/// <summary>A secret of the file.</summary>
/// <param name="Id">Tells it from the others; the <c>kid</c> of the tokens signed with a key derived from it.</param>
/// <param name="Key">32 random bytes.</param>
/// <param name="Created">When it was made.</param>
/// <param name="VerifiesUntil">Null for the newest; until when the tokens of a retired one are still accepted.</param>
internal sealed record Secret(string Id, byte[] Key, DateTimeOffset Created, DateTimeOffset? VerifiesUntil);

internal sealed record SecretFileContent(IReadOnlyList<Secret> Secrets);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(SecretFileContent))]
internal sealed partial class SecretJson : JsonSerializerContext;
