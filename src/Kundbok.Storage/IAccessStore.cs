namespace Kundbok.Storage;

/// <summary>The merchants of the register, who may sign in for them, and the tokens that were issued.</summary>
/// <remarks>Every method may throw <see cref="RegisterUnavailableException"/>; nothing of the call was stored then.</remarks>
public interface IAccessStore
{
    /// <summary>Every merchant, by id.</summary>
    ValueTask<IReadOnlyList<Merchant>> ListMerchantsAsync(CancellationToken cancellation);

    /// <summary>Adds a merchant under the next id, from 1.</summary>
    ValueTask<Merchant> AddMerchantAsync(string name, CancellationToken cancellation);

    /// <summary>Every user, or those of one merchant, by user name.</summary>
    ValueTask<IReadOnlyList<User>> ListUsersAsync(long? merchant, CancellationToken cancellation);

    /// <summary>The user of that name, which is compared without regard to ASCII case; null when there is none.</summary>
    ValueTask<User?> FindUserAsync(string userName, CancellationToken cancellation);

    /// <summary>Adds a user; null when the name is taken, by whichever merchant, or the merchant does not exist.</summary>
    ValueTask<User?> AddUserAsync(User user, CancellationToken cancellation);

    /// <summary>Sets a user's password, revokes the user's tokens and ends a lock-out. False when there is no such user.</summary>
    ValueTask<bool> SetPasswordAsync(string userName, string passwordHash, CancellationToken cancellation);

    /// <summary>Changes a user of the merchant's.</summary>
    ValueTask<UserOutcome> UpdateUserAsync(long merchant, string userName, UserChange change, CancellationToken cancellation);

    /// <summary>Removes a user of the merchant's, and revokes the user's tokens.</summary>
    ValueTask<UserOutcome> RemoveUserAsync(long merchant, string userName, CancellationToken cancellation);

    /// <summary>
    /// Replaces a user's password hash by one of the same password, made with newer settings, unless the password was changed
    /// meanwhile. Tokens stay.
    /// </summary>
    ValueTask RehashPasswordAsync(string userName, string oldHash, string newHash, CancellationToken cancellation);

    /// <summary>
    /// Counts a failed sign-in under that name, whether or not a user has it, and locks the name out from the fifth on, for a
    /// time that doubles up to an hour.
    /// </summary>
    ValueTask CountFailedLoginAsync(string userName, CancellationToken cancellation);

    /// <summary>Until when the name is locked out; null when it is not.</summary>
    ValueTask<DateTimeOffset?> FindLockoutAsync(string userName, CancellationToken cancellation);

    /// <summary>Forgets the failed sign-ins under that name.</summary>
    ValueTask ForgetFailedLoginsAsync(string userName, CancellationToken cancellation);

    /// <summary>Remembers a token that is being issued. Tokens out of date are forgotten on the way.</summary>
    /// <param name="token">The token.</param>
    /// <param name="passwordHash">What the user's password was compared with; null for a token without a user.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>False when the user has another password by now: nothing is remembered then.</returns>
    ValueTask<bool> AddTokenAsync(IssuedToken token, string? passwordHash, CancellationToken cancellation);

    /// <summary>What is remembered of a token, revoked or not; null when it was never issued here, or is out of date.</summary>
    ValueTask<IssuedToken?> FindTokenAsync(string tokenId, CancellationToken cancellation);

    /// <summary>The tokens that are not out of date, revoked ones included, newest first.</summary>
    ValueTask<IReadOnlyList<IssuedToken>> ListTokensAsync(long? merchant, CancellationToken cancellation);

    /// <summary>Revokes a token. False when there is no such token, or it is out of date.</summary>
    ValueTask<bool> RevokeTokenAsync(string tokenId, CancellationToken cancellation);

    /// <summary>The secrets that the secret files of this register's nodes have had, oldest first.</summary>
    ValueTask<IReadOnlyList<SecretMark>> ListSecretsAsync(CancellationToken cancellation);

    /// <summary>Notes a secret of the register's secret file; it becomes the newest.</summary>
    ValueTask AddSecretAsync(SecretMark secret, CancellationToken cancellation);
}

/// <summary>What a register knows of a secret file's secret: enough to tell whether a node has the same, and not the secret.</summary>
/// <param name="Id">Its id in the file.</param>
/// <param name="Proof">What is derived from it for this purpose alone.</param>
public sealed record SecretMark(string Id, string Proof);

/// <summary>A merchant: the owner of customers.</summary>
/// <param name="Id">From 1; <c>mm3servicesid</c> on the wire.</param>
/// <param name="Name">For people.</param>
public sealed record Merchant(long Id, string Name);

/// <summary>Somebody who signs in for a merchant.</summary>
/// <param name="Merchant">The merchant's id.</param>
/// <param name="UserName">1 to 100 characters, none of them a control character; unique over all merchants, without regard to ASCII case.</param>
/// <param name="Name">For people; may be empty.</param>
/// <param name="Email">May be empty.</param>
/// <param name="PasswordHash">As ASP.NET Core's PasswordHasher makes it.</param>
/// <param name="IsAdmin">Whether the user may manage the merchant's users, tokens and settings; else the user is a member.</param>
public sealed record User(long Merchant, string UserName, string Name, string Email, string PasswordHash, bool IsAdmin = true)
{
    /// <summary>The most characters of a user name.</summary>
    public const int LongestUserName = 100;

    /// <summary>Whether a user can have that name.</summary>
    public static bool IsUserName(string text) => text.Length is > 0 and <= LongestUserName && !text.Any(char.IsControl);
}

/// <summary>What is remembered of a token; not the token itself.</summary>
/// <param name="Id">Its <c>jti</c>.</param>
/// <param name="Merchant">The merchant it is for.</param>
/// <param name="UserName">The user who signed in; null for a token made on the command line.</param>
/// <param name="Scopes">What it allows, separated by spaces.</param>
/// <param name="Issued">When it was made, in whole seconds.</param>
/// <param name="Expires">When it goes out of date, in whole seconds.</param>
/// <param name="Revoked">When it was revoked; null when it was not.</param>
/// <param name="Name">What it is called by whoever made it: up to 100 characters, none of them a control character; empty when it has no name.</param>
public sealed record IssuedToken(
    string Id, long Merchant, string? UserName, string Scopes, DateTimeOffset Issued, DateTimeOffset Expires, DateTimeOffset? Revoked, string Name = "")
{
    /// <summary>The most characters of a name.</summary>
    public const int LongestName = 100;

    /// <summary>Whether a token can be called that; it need not be called anything.</summary>
    public static bool IsName(string text) => text.Length <= LongestName && !text.Any(char.IsControl);
}
