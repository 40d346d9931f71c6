namespace Kundbok.Storage;

/// <summary>What is to be different about a user; null is what stays.</summary>
public sealed record UserChange
{
    /// <summary>The name for people.</summary>
    public string? Name { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Whether the user is an admin. One that is none any more loses its tokens.</summary>
    public bool? IsAdmin { get; init; }

    /// <summary>The hash of a new password. The user's tokens are revoked then, and a lock-out ends.</summary>
    public string? PasswordHash { get; init; }
}

/// <summary>What became of a change of a user.</summary>
public enum UserOutcome
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>The merchant has no user of that name; nothing is changed.</summary>
    NotFound,

    /// <summary>The merchant would have no admin any more; nothing is changed.</summary>
    LastAdmin,
}
