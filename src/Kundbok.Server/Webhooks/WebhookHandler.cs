using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Kundbok.Server.Webhooks;

/// <summary>Makes what webhooks are sent with: HTTP that does what the sender says, and nothing that the receiver would like.</summary>
internal static class WebhookHandler
{
    /// <summary>The most of an answer's headers, in kilobytes (of 1024 bytes).</summary>
    public const int MostHeaderKilobytes = 16;

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(3); // then its host is looked up again

    /// <summary>The handler; its owner disposes of it.</summary>
    /// <param name="connections">Makes the connections.</param>
    /// <param name="connectTimeout">How long one may take, with TLS.</param>
    public static SocketsHttpHandler Create(TargetConnections connections, TimeSpan connectTimeout) => new()
    {
        ConnectCallback = connections.ConnectAsync,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = MostHeaderKilobytes,
        MaxResponseDrainSize = 0, // what the sender has not read is not read at all
        ActivityHeadersPropagator = null, // no trace, which would have the address, and nothing of ours in the receiver's
        SslOptions = new SslClientAuthenticationOptions
        {
            // A certificate names addresses of its issuer and of revocation lists: whoever makes one would choose where we send requests to.
            CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
        },
    };
}
