using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Kundbok.Storage;

namespace Kundbok.Server.Access;

/// <summary>
/// The keys that are derived from the secret file, one a purpose (HKDF-SHA256). Safe to use from many threads; what another process
/// changes in the file is seen after <see cref="Refresh"/>.
/// </summary>
internal sealed class SecretKeys
{
    private const int KeyBytes = 32;

    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string Secret, string Purpose), byte[]> _derived = new();
    private volatile State _state;

    private SecretKeys(string file, TimeProvider time)
    {
        _file = file;
        _time = time;
        _state = Load();
    }

    /// <summary>The secret file's path.</summary>
    public string FilePath => _file;

    /// <summary>The secrets that are in force, newest first: the one that signs, then those whose tokens are still accepted.</summary>
    public IEnumerable<string> Ids => InForce().Select(secret => secret.Id);

    /// <summary>Opens the secret file of the data directory.</summary>
    /// <exception cref="RegisterUnusableException">The file is missing or damaged, or others may read it.</exception>
    public static SecretKeys Open(string directory, TimeProvider time) => new(Path.Combine(directory, SecretFile.Name), time);

    /// <summary>Opens the secret file of the data directory, or makes it when there is none.</summary>
    /// <exception cref="RegisterUnusableException">The file is damaged, or others may read it.</exception>
    public static SecretKeys OpenOrCreate(string directory, TimeProvider time)
    {
        var file = Path.Combine(directory, SecretFile.Name);
        if (!File.Exists(file)) Create(file, time);
        return new SecretKeys(file, time);
    }

    /// <summary>The key for the purpose, of the newest secret.</summary>
    public byte[] Derive(string purpose) => Derive(_state.Secrets[0], purpose);

    /// <summary>The keys for the purpose, of every secret in force, newest first.</summary>
    public IEnumerable<byte[]> DeriveEach(string purpose) => InForce().Select(secret => Derive(secret, purpose));

    /// <summary>The key for the purpose, of the secret with that id; null when it is not in force.</summary>
    public byte[]? DeriveOf(string id, string purpose) => InForce().FirstOrDefault(secret => secret.Id == id) is { } found ? Derive(found, purpose) : null;

    /// <summary>Makes a new secret, with which everything is signed from now on.</summary>
    /// <param name="oldVerifyUntil">Until when tokens signed before are accepted: when the last of them is out of date.</param>
    public void Rotate(DateTimeOffset oldVerifyUntil)
    {
        using var _ = FileLock.Take(_file + ".lock"); // of two rotations at once, one's secret would be lost
        var now = _time.GetUtcNow();
        var kept = SecretFile.Read(_file)
            .Select(secret => secret with { VerifiesUntil = secret.VerifiesUntil ?? oldVerifyUntil })
            .Where(secret => secret.VerifiesUntil > now);
        SecretFile.Write(_file, [SecretFile.Create(now), .. kept], replace: true);
        _state = Load();
    }

    /// <summary>Reads the file again when it has changed. A file that cannot be read is a fault, and what was read before stays in force.</summary>
    public void Refresh()
    {
        if (File.GetLastWriteTimeUtc(_file) != _state.Written) _state = Load();
    }

    private static void Create(string file, TimeProvider time)
    {
        try
        {
            SecretFile.Write(file, [SecretFile.Create(time.GetUtcNow())], replace: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another process that starts at the same time was first: its secret is the one.
        }
    }

    private State Load()
    {
        var written = File.Exists(_file) ? File.GetLastWriteTimeUtc(_file) : throw new RegisterUnusableException($"The secret file {_file} is gone: bring it back from where it is kept.");
        return new State(SecretFile.Read(_file), written);
    }

    private IEnumerable<Secret> InForce()
    {
        var now = _time.GetUtcNow();
        return _state.Secrets.Where(secret => secret.VerifiesUntil is null || secret.VerifiesUntil > now);
    }

    private byte[] Derive(Secret secret, string purpose) => _derived.GetOrAdd(
        (secret.Id, purpose),
        static (derived, key) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyBytes, info: Encoding.UTF8.GetBytes($"kundbok {derived.Purpose}")),
        secret.Key);

    private sealed record State(IReadOnlyList<Secret> Secrets, DateTime Written);
}
