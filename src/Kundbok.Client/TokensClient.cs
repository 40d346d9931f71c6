using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>
/// The tokens of the merchant. Takes the scope <c>admin</c>. The register keeps no keys of these writes, so they are sent once: when no answer
/// comes, look before asking again.
/// </summary>
public sealed class TokensClient
{
    private const string Path = "tokens";

    private readonly RequestSender _sender;

    internal TokensClient(RequestSender sender) => _sender = sender;

    /// <summary>Every token that is not out of date; not the tokens themselves.</summary>
    public async Task<IReadOnlyList<TokenAnswer>> ListAsync(CancellationToken cancellation = default) =>
        await _sender.SendAsync(ApiRequest.Get(Path), ClientJson.Default.ListTokenAnswer, cancellation).ConfigureAwait(false);

    /// <summary>Makes a token for a program.</summary>
    /// <returns>With the token itself in <see cref="TokenAnswer.Token"/>, which is shown this once.</returns>
    /// <exception cref="KundbokException"><see cref="ProblemCode.InvalidNewToken"/>.</exception>
    public Task<TokenAnswer> CreateAsync(NewToken token, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        var body = new TokenBody(token.Name, token.Scopes, token.Days);
        return _sender.SendAsync(ApiRequest.Post(Path).WithJson(body, ClientJson.Default.TokenBody), ClientJson.Default.TokenAnswer, cancellation);
    }

    /// <summary>Revokes a token.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.TokenNotFound"/>.</exception>
    public Task RevokeAsync(string id, CancellationToken cancellation = default) =>
        _sender.SendAsync(new ApiRequest(HttpMethod.Delete, $"{Path}/{ApiRequest.Segment(id)}"), ClientJson.Default.RevokedToken, cancellation);
}

/// <summary>A token to make.</summary>
/// <param name="Scopes">What it allows, such as <c>customers:read</c>; at least one.</param>
public sealed record NewToken(IReadOnlyList<string> Scopes)
{
    /// <summary>What it is called in the history of customers; null: its id.</summary>
    public string? Name { get; init; }

    /// <summary>For how many days it is good; null: 365.</summary>
    public int? Days { get; init; }
}
