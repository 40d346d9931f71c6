using System.Net;
using Kundbok.Client;

namespace Kundbok.Portal.Tests.OneCustomer;

/// <summary>Somebody at work: what is sent is kept, and an answer can be lost.</summary>
public sealed class Person : IDisposable
{
    private readonly Wire _wire;

    public Person(PortalServer server, string token)
    {
        _wire = new Wire { InnerHandler = new SocketsHttpHandler() };
        Http = new HttpClient(_wire) { BaseAddress = server.Address };
        Http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Client = new KundbokClient(Http, new KundbokClientOptions { Retries = 0, Timeout = TimeSpan.FromMinutes(5) });
    }

    /// <summary>Somebody of a merchant that has nothing yet.</summary>
    public static async Task<Person> OfAsync(PortalServer server, params string[] scopes) => new(server, await server.TokenAsync(await server.AddMerchantAsync(), scopes));

    public HttpClient Http { get; }

    public KundbokClient Client { get; }

    public CustomersClient Customers => Client.Customers;

    /// <summary>Each write: method, version, key and body.</summary>
    public IReadOnlyList<Sent> Writes => [.. _wire.Sent.Where(sent => sent.Method != "GET")];

    /// <summary>The answers to that many next writes do not arrive, although they are made.</summary>
    public void Lose(int writes) => _wire.Lost = writes;

    /// <summary>That many next requests are answered with this instead, and do not reach the register.</summary>
    public void Answer(int requests, HttpStatusCode status, string problem) => (_wire.Answered, _wire.Instead) = (requests, (status, problem));

    public void Dispose() => Http.Dispose();

    private sealed class Wire : DelegatingHandler
    {
        public List<Sent> Sent { get; } = [];

        public int Lost { get; set; }

        public int Answered { get; set; }

        public (HttpStatusCode Status, string Problem) Instead { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            Sent.Add(new Sent(
                request.Method.Method, request.Headers.IfMatch.FirstOrDefault()?.Tag, request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.First() : null, body));
            if (Answered > 0)
            {
                Answered--;
                return new HttpResponseMessage(Instead.Status) { Content = new StringContent(Instead.Problem, System.Text.Encoding.UTF8, "application/problem+json") };
            }

            var response = await base.SendAsync(request, cancellationToken);
            if (request.Method == HttpMethod.Get || Lost == 0) return response;
            Lost--;
            response.Dispose();
            throw new HttpRequestException("The connection was lost.");
        }
    }
}

/// <summary>A request as it was sent.</summary>
public sealed record Sent(string Method, string? Version, string? Key, string Body);
