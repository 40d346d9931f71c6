using Kundbok.Contracts;

namespace Kundbok.Lookup.Online;

/// <summary>Makes of a number what it can be recognised by but not read from: an HMAC under a key that only this register has.</summary>
public interface INumberHasher
{
    /// <summary>The number's HMAC, in hexadecimal. Of two people whose digits are the same a hundred years apart, two different ones.</summary>
    string Hash(IdentityNumberResult.Valid number);
}
