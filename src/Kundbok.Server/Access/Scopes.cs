namespace Kundbok.Server.Access;

/// <summary>What a token may allow. A token of ours that is made without naming any allows all there are then.</summary>
internal static class Scopes
{
    /// <summary>List, count and get; the history of customers and the feed of their changes.</summary>
    public const string CustomersRead = "customers:read";

    /// <summary>Create, update and delete; restore, revert and undo.</summary>
    public const string CustomersWrite = "customers:write";

    /// <summary>The exports and their schema; the dossier of a customer.</summary>
    public const string CustomersExport = "customers:export";

    /// <summary>Erasing the data of a customer for good.</summary>
    public const string CustomersErase = "customers:erase";

    /// <summary>Looking up an organisation number.</summary>
    public const string Lookup = "lookup";

    /// <summary>Webhooks and their deliveries.</summary>
    public const string Webhooks = "webhooks";

    /// <summary>Users, tokens and the accounts of look-up sources of the merchant.</summary>
    public const string Admin = "admin";

    /// <summary>Every scope.</summary>
    public static IReadOnlyList<string> All { get; } = [CustomersRead, CustomersWrite, CustomersExport, CustomersErase, Lookup, Webhooks, Admin];

    /// <summary>What a user who is no admin may do.</summary>
    public static IReadOnlyList<string> OfMember { get; } = [CustomersRead, CustomersWrite, CustomersExport, Lookup];

    /// <summary>Lets only tokens in that have the scope.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(scope);
}
