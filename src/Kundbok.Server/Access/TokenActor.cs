using System.Security.Claims;
using System.Text;
using Kundbok.Storage;

namespace Kundbok.Server.Access;

/// <summary>Who a change is put down to, from the token that asks for it.</summary>
internal static class TokenActor
{
    /// <summary>Type of the claim that holds what an accepted token is called; absent when it is not called anything.</summary>
    public const string NameClaim = "name";

    /// <summary>The most characters of an actor's name: a token of ours and a user can have no longer one.</summary>
    private const int LongestName = 100;

    // What an authority says of whoever got the token, the most telling first: RFC 7519, RFC 9068, OpenID Connect Core.
    private static readonly string[] OutsideNames = [OwnTokens.Subject, "client_id", "azp", TokenPrincipal.TokenIdClaim];

    /// <summary>
    /// The user; for a token without one the token, by its name or, when it has none, its id. The name has at most 100 characters, and
    /// U+FFFD in the place of each control character and half surrogate pair.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint lacks its scope.</exception>
    public static Actor Actor(this ClaimsPrincipal principal) => principal.FindFirstValue(OwnTokens.Subject) is { } user
        ? new(ActorKind.User, Storable(user))
        : new(ActorKind.Token, Storable(
            principal.FindFirstValue(NameClaim)
            ?? principal.FindFirstValue(TokenPrincipal.TokenIdClaim)
            ?? throw new InvalidOperationException("The endpoint does not require a scope.")));

    /// <summary>What a token of an outside authority is called: its subject, else the program it was given to, else its id; null when it says none of these.</summary>
    public static string? FindOutsideName(ClaimsPrincipal token) =>
        OutsideNames.Select(token.FindFirstValue).FirstOrDefault(name => !string.IsNullOrEmpty(name));

    private static string Storable(string name)
    {
        var text = new StringBuilder(Math.Min(name.Length, LongestName));
        foreach (var rune in name.EnumerateRunes())
        {
            if (text.Length + rune.Utf16SequenceLength > LongestName) break;
            text.Append((Rune.IsControl(rune) ? Rune.ReplacementChar : rune).ToString());
        }

        return text.ToString();
    }
}
