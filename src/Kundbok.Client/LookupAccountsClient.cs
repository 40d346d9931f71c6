using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>
/// The merchant's accounts with sources that know who a number belongs to. Takes the scope <c>admin</c>. Secrets go in and never out. The register keeps
/// no keys of these writes: all but <see cref="SetAsync"/>, which done twice comes to the same, are sent once.
/// </summary>
public sealed class LookupAccountsClient
{
    private const string Path = "lookup/accounts";

    private readonly RequestSender _sender;

    internal LookupAccountsClient(RequestSender sender) => _sender = sender;

    /// <summary>The accounts that are set.</summary>
    public async Task<IReadOnlyList<LookupAccountAnswer>> ListAsync(CancellationToken cancellation = default) =>
        await _sender.SendAsync(ApiRequest.Get(Path), ClientJson.Default.ListLookupAccountAnswer, cancellation).ConfigureAwait(false);

    /// <summary>Sets an account, in the place of the one there is.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.InvalidAccount"/>; <see cref="ProblemCode.AccountNotFound"/>: there is no such source.</exception>
    public Task<LookupAccountAnswer> SetAsync(string source, LookupAccount account, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        var body = new LookupAccountBody(account.Id, account.Secret, account.Persons, account.IsTest);
        return _sender.SendAsync(ApiRequest.Put(Of(source)).WithJson(body, ClientJson.Default.LookupAccountBody), ClientJson.Default.LookupAccountAnswer, cancellation);
    }

    /// <summary>Removes an account: the source is asked no more.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.AccountNotFound"/>.</exception>
    public Task DeleteAsync(string source, CancellationToken cancellation = default) =>
        _sender.SendAsync(new ApiRequest(HttpMethod.Delete, Of(source)), ClientJson.Default.RemovedLookupAccount, cancellation);

    /// <summary>Asks the source, and it alone, for a number. It is noted like every look-up.</summary>
    /// <param name="source">The source.</param>
    /// <param name="number">A number, of an organisation rather than a person.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>What it said; not who it is.</returns>
    /// <exception cref="KundbokException"><see cref="ProblemCode.AccountNotFound"/>, <see cref="ProblemCode.InvalidOrgNumber"/>.</exception>
    public Task<LookupTest> TestAsync(string source, string number, CancellationToken cancellation = default) => _sender.SendAsync(
        ApiRequest.Post($"{Of(source)}/test").WithJson(new LookupTestBody(number), ClientJson.Default.LookupTestBody), ClientJson.Default.LookupTest, cancellation);

    private static string Of(string source) => $"{Path}/{ApiRequest.Segment(source)}";
}

/// <summary>An account with a source.</summary>
/// <param name="Id">The merchant's id there.</param>
public sealed record LookupAccount(string Id)
{
    /// <summary>The secret; null: the one that is kept already.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether persons' numbers are sent there, and not only those of organisations.</summary>
    public bool Persons { get; init; }

    /// <summary>Whether the source is asked in test mode.</summary>
    public bool IsTest { get; init; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => Id;
}
