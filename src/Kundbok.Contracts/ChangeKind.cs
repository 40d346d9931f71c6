namespace Kundbok.Contracts;

/// <summary>What a change did to a customer. On the wire the name in lower case. The numbers are stored: they never change.</summary>
public enum ChangeKind
{
    /// <summary>Nothing: the customer was there before changes were kept.</summary>
    Existing = 0,

    /// <summary>Added it.</summary>
    Created = 1,

    /// <summary>Changed some of its fields.</summary>
    Updated = 2,

    /// <summary>Removed it.</summary>
    Removed = 3,

    /// <summary>Brought it back after it was removed.</summary>
    Restored = 4,

    /// <summary>Gave it the fields of an earlier version.</summary>
    Reverted = 5,

    /// <summary>Removed it and everything that was kept of it.</summary>
    Erased = 6,
}

/// <summary>How kinds of changes are written on the wire.</summary>
public static class ChangeKinds
{
    private static readonly string[] Names = ["existing", "created", "updated", "removed", "restored", "reverted", "erased"];

    /// <summary>Every name, in the order of the kinds.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The name of a kind.</summary>
    public static string NameOf(ChangeKind kind) => Names[(int)kind];

    /// <summary>The kind of that name; null when there is none, as there may come to be more.</summary>
    public static ChangeKind? Find(string name) => Array.IndexOf(Names, name) is >= 0 and var kind ? (ChangeKind)kind : null;
}
