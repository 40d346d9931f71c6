using System.Buffers;
using System.Security.Cryptography;

namespace Kundbok.Storage;

/// <summary>Where a merchant wants to be told of changes.</summary>
/// <param name="Id">See <see cref="NewId"/>.</param>
/// <param name="Merchant">The merchant's id.</param>
/// <param name="Url">Where to. It may hold what only the merchant should know: it reaches no log.</param>
/// <param name="Description">For people; may be empty. Neither it nor the address has a control character.</param>
/// <param name="Kinds">Which changes.</param>
/// <param name="Created">When it was added, in whole milliseconds.</param>
/// <param name="Secrets">What its messages are signed with.</param>
/// <param name="State">How far it is.</param>
public sealed record Webhook(
    string Id, long Merchant, string Url, string Description, WantedKinds Kinds, DateTimeOffset Created, WebhookSecrets Secrets, WebhookState State)
{
    /// <summary>The most webhooks of a merchant.</summary>
    public const int MostPerMerchant = 20;

    private const string Prefix = "wh_";
    private const int IdCharacters = 26;

    // Crockford's: no letter that is taken for a digit.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private static readonly SearchValues<char> IdAlphabet = SearchValues.Create(Alphabet);

    /// <summary>A new id: <c>wh_</c> and 26 random digits and letters, 130 bits.</summary>
    public static string NewId() => Prefix + RandomNumberGenerator.GetString(Alphabet, IdCharacters);

    /// <summary>Whether a webhook can have that id.</summary>
    public static bool IsId(string text) =>
        text.Length == Prefix.Length + IdCharacters && text.StartsWith(Prefix, StringComparison.Ordinal) && !text.AsSpan(Prefix.Length).ContainsAnyExcept(IdAlphabet);
}

/// <summary>How far a webhook is. Instants are in whole milliseconds.</summary>
/// <param name="Position">The sequence of the merchant's log up to which everything was delivered, or not wanted.</param>
/// <param name="Failures">How many attempts at what comes behind the position have failed, one after the other.</param>
/// <param name="FailingSince">When the first of these was; null when there is none.</param>
/// <param name="NextAttempt">Nothing is to be delivered before; null: at once.</param>
/// <param name="PausedReason">Why nothing is delivered, one of <see cref="PausedReasons"/>; null when it is active.</param>
public sealed record WebhookState(long Position, int Failures = 0, DateTimeOffset? FailingSince = null, DateTimeOffset? NextAttempt = null, string? PausedReason = null)
{
    /// <summary>Whether it is delivered to.</summary>
    public bool IsActive => PausedReason is null;
}

/// <summary>Why a webhook is paused, as it is stored and sent.</summary>
public static class PausedReasons
{
    /// <summary>Somebody of the merchant's paused it.</summary>
    public const string ByUser = "by_user";

    /// <summary>It failed for too long.</summary>
    public const string Failing = "failing";

    /// <summary>The other end said that it wants no more.</summary>
    public const string Gone = "gone";

    /// <summary>What was to be delivered next is no longer in the log.</summary>
    public const string Expired = "expired";

    /// <summary>Its secret was sealed with a secret file that is lost.</summary>
    public const string SecretLost = "secret_lost";
}

/// <summary>What to change of a webhook; null leaves a property as it is.</summary>
public sealed record WebhookChange
{
    /// <summary>Where to.</summary>
    public string? Url { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>Which changes.</summary>
    public WantedKinds? Kinds { get; init; }

    /// <summary>Whether it is delivered to. One that is paused already keeps the reason.</summary>
    public bool? IsActive { get; init; }
}
