using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>
/// A customer register over HTTP. Safe for use by many threads at once; as long-lived as its <see cref="HttpClient"/>. Every method throws
/// <see cref="KundbokException"/> when it does not get what it asks for, and <see cref="OperationCanceledException"/> when it is cancelled.
/// </summary>
public sealed class KundbokClient
{
    private readonly RequestSender _sender;

    /// <summary>A client over an <see cref="HttpClient"/>, which it neither changes nor disposes of.</summary>
    /// <param name="http">What sends; with the register's address in <see cref="HttpClient.BaseAddress"/>, unless the options have it.</param>
    /// <param name="options">Null: as they are when nothing is set.</param>
    /// <exception cref="ArgumentException">Neither says where the register is, or an option is out of its range.</exception>
    public KundbokClient(HttpClient http, KundbokClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        _sender = new RequestSender(http, options ?? new KundbokClientOptions());
        Customers = new CustomersClient(_sender);
        Changes = new ChangesClient(_sender);
        Exports = new ExportsClient(_sender);
        Directory = new DirectoryClient(_sender);
        Webhooks = new WebhooksClient(_sender);
        Users = new UsersClient(_sender);
        Tokens = new TokensClient(_sender);
        LookupAccounts = new LookupAccountsClient(_sender);
    }

    /// <summary>The customers: list, count, get, create, change, remove, and take back; their history; who a number is.</summary>
    public CustomersClient Customers { get; }

    /// <summary>Every change of the customers, in order.</summary>
    public ChangesClient Changes { get; }

    /// <summary>The customers as files.</summary>
    public ExportsClient Exports { get; }

    /// <summary>What of the customers is not as the directory of organisations has it.</summary>
    public DirectoryClient Directory { get; }

    /// <summary>The webhooks and their deliveries.</summary>
    public WebhooksClient Webhooks { get; }

    /// <summary>Who signs in.</summary>
    public UsersClient Users { get; }

    /// <summary>The tokens of programs, and of those who have signed in.</summary>
    public TokensClient Tokens { get; }

    /// <summary>The accounts with sources that know who a number belongs to.</summary>
    public LookupAccountsClient LookupAccounts { get; }

    /// <summary>Signs in. Sent once, never again: a failure counts.</summary>
    /// <returns>A token to make a client with.</returns>
    /// <exception cref="KundbokException"><see cref="ProblemCode.LoginFailed"/>; <see cref="ProblemCode.TooManyRequests"/> after several failures.</exception>
    public Task<LoginAnswer> LoginAsync(string userName, string password, CancellationToken cancellation = default) =>
        _sender.SendAsync(ApiRequest.Post("login").WithJson(new LoginRequest(userName, password), ClientJson.Default.LoginRequest), ClientJson.Default.LoginAnswer, cancellation);

    /// <summary>Who the token is for.</summary>
    public Task<Me> GetMeAsync(CancellationToken cancellation = default) => _sender.SendAsync(ApiRequest.Get("me"), ClientJson.Default.Me, cancellation);
}
