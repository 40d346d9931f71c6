using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kundbok.Contracts;
using Kundbok.Lookup.Online;
using Kundbok.Server.Access;

namespace Kundbok.Server.Lookup;

/// <summary>
/// HMAC-SHA256 of numbers, under keys that are derived from the secret file: without it, even trying every number does not tell whose an HMAC
/// is. After <c>key rotate</c> they are others.
/// </summary>
internal sealed class NumberHashes(SecretKeys secrets) : INumberHasher
{
    /// <summary>The number as the keys of the cache have it.</summary>
    public string Hash(IdentityNumberResult.Valid number) => Convert.ToHexStringLower(HashFor("lookup cache", number));

    /// <summary>The number as it is audited.</summary>
    public byte[] HashForAudit(IdentityNumberResult.Valid number) => HashFor("lookup audit", number);

    private byte[] HashFor(string purpose, IdentityNumberResult.Valid number) =>
        HMACSHA256.HashData(secrets.Derive(purpose), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number.CountryCode} {number.Canonical} {number.YearOfBirth}")));
}
