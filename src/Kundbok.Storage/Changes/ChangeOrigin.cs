namespace Kundbok.Storage;

/// <summary>Where a change comes from.</summary>
/// <param name="Actor">Who makes it.</param>
/// <param name="Key">What tells a repeated request from a new one; null when the client sent nothing of the kind.</param>
public sealed record ChangeOrigin(Actor Actor, RetryKey? Key = null);

/// <summary>
/// What tells a repeated request from a new one: within 24 hours the same key with the same request gives what was done before. Hashes
/// only: keys and requests may hold personal data.
/// </summary>
/// <param name="Key">SHA-256 of the key that the client chose. It belongs to the merchant.</param>
/// <param name="Request">SHA-256 of everything that makes the request what it is.</param>
public sealed record RetryKey(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Request);

/// <summary>The versions of a customer that a change is meant for; on any other it must not be made.</summary>
/// <param name="Versions">The versions.</param>
public sealed record VersionCondition(IReadOnlyCollection<long> Versions);
