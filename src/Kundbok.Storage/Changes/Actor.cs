namespace Kundbok.Storage;

/// <summary>What kind of actor makes a change.</summary>
public enum ActorKind
{
    /// <summary>Somebody who signed in.</summary>
    User,

    /// <summary>A program, with a token.</summary>
    Token,

    /// <summary>The register's own program: a command, or a migration.</summary>
    Program,
}

/// <summary>Who makes a change.</summary>
/// <param name="Kind">What kind of actor.</param>
/// <param name="Name">The user's name, the token's name (its id when it has none), or the command's.</param>
public sealed record Actor(ActorKind Kind, string Name)
{
    private static readonly string[] Kinds = ["user", "token", "program"];

    /// <summary>The kind as it is stored and sent: <c>user</c>, <c>token</c> or <c>program</c>.</summary>
    public string KindName => Kinds[(int)Kind];

    /// <summary>A command of the program.</summary>
    public static Actor Command(string name) => new(ActorKind.Program, name);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static Actor Parse(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var kind = space < 0 ? -1 : Array.IndexOf(Kinds, text[..space]);
        return kind < 0 ? throw new FormatException("The text is no actor.") : new Actor((ActorKind)kind, text[(space + 1)..]);
    }

    /// <summary>Kind and name, as they are stored: <c>user maja</c>.</summary>
    public override string ToString() => $"{KindName} {Name}";
}
