using Kundbok.Storage;

namespace Kundbok.Server.Access;

/// <summary>
/// Tells whether a node's secret file is the register's. The register knows of each secret what is derived from it for this purpose; a
/// node with another file would refuse the tokens of the others, and they its own.
/// </summary>
internal static class SecretMarks
{
    private const string Purpose = "register";

    /// <summary>Compares the file with what the register knows, and tells the register of secrets that are new in it.</summary>
    /// <param name="access">Where the register keeps what it knows.</param>
    /// <param name="secrets">The file's secrets.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <param name="adopt">Whether the file is the register's from now on, whatever it was before.</param>
    /// <exception cref="RegisterUnusableException">The file is another register's, or older than the register's.</exception>
    public static async Task EnsureAsync(IAccessStore access, SecretKeys secrets, CancellationToken cancellation, bool adopt = false)
    {
        var known = await access.ListSecretsAsync(cancellation);
        if (!adopt && !IsOf(secrets, known))
            throw new RegisterUnusableException(
                $"The secret file {secrets.FilePath} is not the one of this register: copy {SecretFile.Name} from another node's data directory; or, when it is lost everywhere, run key adopt, which makes all tokens invalid.");

        foreach (var secret in secrets.Ids.Reverse().Select(id => MarkOf(secrets, id)).Where(secret => adopt || !known.Contains(secret)))
            await access.AddSecretAsync(secret, cancellation);
    }

    /// <summary>Whether the file has the newest secret that the register knows; a register that knows none takes any.</summary>
    public static bool IsOf(SecretKeys secrets, IReadOnlyList<SecretMark> known) =>
        known.Count == 0 || (secrets.Ids.Contains(known[^1].Id, StringComparer.Ordinal) && MarkOf(secrets, known[^1].Id) == known[^1]);

    private static SecretMark MarkOf(SecretKeys secrets, string id) => new(id, Convert.ToHexStringLower(secrets.DeriveOf(id, Purpose)!));
}
