using WireMock.Matchers;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace Kundbok.Lookup.Tests.Online;

/// <summary>A source on loopback that answers what a test says.</summary>
internal sealed class FakeRegistry : IDisposable
{
    private readonly WireMockServer _server = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"] });

    /// <summary>Its address, with a slash at the end.</summary>
    public Uri Address => new(_server.Urls[0].TrimEnd('/') + "/");

    /// <summary>What it was asked, without tokens being fetched.</summary>
    public IReadOnlyList<WireMock.Logging.ILogEntry> Asked => [.. _server.LogEntries.Where(entry => entry.RequestMessage!.AbsolutePath != "/token")];

    /// <summary>How often a token was fetched.</summary>
    public IReadOnlyList<WireMock.Logging.ILogEntry> TokensFetched => [.. _server.LogEntries.Where(entry => entry.RequestMessage!.AbsolutePath == "/token")];

    /// <summary>Answers everything with this from now on, but requests for a token.</summary>
    public void Answers(int status, string body, params (string Name, string Value)[] headers) => Set(Request.Create().WithPath(new WildcardMatcher(MatchBehaviour.RejectOnMatch, "/token")), priority: 10, status, body, headers);

    /// <summary>Answers requests for a token with this from now on.</summary>
    public void AnswersToken(int status, string body) => Set(Request.Create().WithPath("/token"), priority: 5, status, body, []);

    public void Dispose() => _server.Dispose();

    private void Set(IRequestBuilder request, int priority, int status, string body, (string Name, string Value)[] headers)
    {
        var response = Response.Create().WithStatusCode(status).WithBody(body);
        foreach (var (name, value) in headers) response = response.WithHeader(name, value);
        _server.Given(request).AtPriority(priority).RespondWith(response);
    }
}
