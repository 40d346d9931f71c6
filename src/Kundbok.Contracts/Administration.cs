using System.Text.Json.Serialization;

namespace Kundbok.Contracts;

/// <summary>A user of a merchant's.</summary>
/// <param name="UserName">What the user signs in with.</param>
/// <param name="Name">For people; may be empty.</param>
/// <param name="Email">May be empty.</param>
/// <param name="Role"><c>admin</c> or <c>member</c>.</param>
public sealed record UserAnswer([property: JsonPropertyName("username")] string UserName, string Name, string Email, string Role);

/// <summary>What removing a user did.</summary>
/// <param name="UserName">Who was removed.</param>
public sealed record RemovedUser([property: JsonPropertyName("username"), JsonPropertyOrder(1)] string UserName)
{
    /// <summary>Always <c>Removed</c>.</summary>
    [JsonPropertyOrder(0)]
    public string Result { get; init; } = "Removed";
}

/// <summary>A token of a merchant's; not the token itself. Instants are as <see cref="Instants.Format"/> writes them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called; empty when it has no name.</param>
/// <param name="UserName">The user who signed in; null for a program's.</param>
/// <param name="Scopes">What it allows.</param>
/// <param name="Issued">When it was made.</param>
/// <param name="Expires">When it goes out of date.</param>
/// <param name="Revoked">When it was revoked; null when it was not.</param>
public sealed record TokenAnswer(
    string Id, string Name, [property: JsonPropertyName("username")] string? UserName, IReadOnlyList<string> Scopes, string Issued, string Expires, string? Revoked)
{
    /// <summary>The token itself, in the answer that makes it; else null, and not on the wire.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }

    /// <summary>The token's id: the token itself gets into no log by way of the record.</summary>
    public override string ToString() => Id;
}

/// <summary>What revoking a token did.</summary>
/// <param name="Id">The id of the token.</param>
public sealed record RevokedToken([property: JsonPropertyOrder(1)] string Id)
{
    /// <summary>Always <c>Revoked</c>.</summary>
    [JsonPropertyOrder(0)]
    public string Result { get; init; } = "Revoked";
}

/// <summary>A merchant's account with a source that knows who a number belongs to, without its secret.</summary>
/// <param name="Source">The source: <c>qvickly</c>.</param>
/// <param name="Id">The merchant's id there; null when the account cannot be opened any more, and has to be set again.</param>
/// <param name="Persons">Whether persons' numbers are sent there, and not only those of organisations.</param>
/// <param name="Test">Whether the source is asked in test mode.</param>
public sealed record LookupAccountAnswer(string Source, string? Id, bool Persons, bool Test);

/// <summary>What removing an account did.</summary>
/// <param name="Source">The source whose account was removed.</param>
public sealed record RemovedLookupAccount([property: JsonPropertyOrder(1)] string Source)
{
    /// <summary>Always <c>Removed</c>.</summary>
    [JsonPropertyOrder(0)]
    public string Result { get; init; } = "Removed";
}

/// <summary>What a source said when it was tried; not who it is.</summary>
/// <param name="Source">The source.</param>
/// <param name="Outcome"><c>found</c>, <c>not_found</c>, <c>invalid</c>, <c>unavailable</c>, or <c>not_asked</c>: it does not have such numbers.</param>
/// <param name="Reason">Why, in a few words; may be empty.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record LookupTest(string Source, string Outcome, string Reason, long Milliseconds);
