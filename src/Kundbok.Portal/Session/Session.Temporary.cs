namespace Kundbok.Contracts;

public sealed record Session(SessionUser User, SessionMerchant Merchant, IReadOnlyList<string> Scopes, DateTimeOffset Expires);
public sealed record SessionUser(string Name, string Username, string Email, bool Admin);
public sealed record SessionMerchant(long Id, string Name);
