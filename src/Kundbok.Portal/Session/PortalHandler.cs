using System.Net;

namespace Kundbok.Portal.Session;

/// <summary>
/// Marks requests as the portal's own, without which the cookie counts for no change; and, when the session has ended, has the user sign in
/// and sends the request again: whoever asked just waits.
/// </summary>
public sealed class PortalHandler(PortalSession session) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || session.Current is null) return response;
        if (!await session.SignInAgainAsync(cancellationToken)) return response;

        response.Dispose();
        return await base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Adds the header that a browser sends to no other origin unasked.</summary>
public sealed class PortalHeader : DelegatingHandler
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove(Contracts.Session.PortalHeader); // a request that is sent again has it
        request.Headers.Add(Contracts.Session.PortalHeader, Contracts.Session.PortalHeaderValue);
        return base.SendAsync(request, cancellationToken);
    }
}
