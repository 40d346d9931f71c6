using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Lookup;

namespace Kundbok.Server.OpenApi;

/// <summary>Users, tokens and accounts for examples.</summary>
internal static class AdministrationExamples
{
    public const string TokenId = "3f0c4b1e9d7a4c52a6e8b0d1f2a3c4e5";

    public static readonly UserAnswer Maja = new("maja", "Maja Exempel", "maja@example.com", UserInput.Admin);

    public static readonly UserAnswer Nils = new("nils", "Nils Exempel", "nils@example.com", UserInput.Member);

    public static readonly TokenAnswer Token = new(TokenId, "The shop", null, [Scopes.CustomersRead, Scopes.CustomersWrite], "2026-01-15T09:30:00.000Z", "2026-04-15T09:30:00.000Z", null);

    public static readonly LookupAccountAnswer Account = new(QvicklyAccounts.Source, "12345", Persons: false, Test: false);
}
