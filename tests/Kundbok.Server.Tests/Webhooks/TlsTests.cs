using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kundbok.Server.Webhooks;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>Which certificates are good, and that looking at one sends no requests.</summary>
public sealed class TlsTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly X509Certificate2 _authority;

    public TlsTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=An authority of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _authority = request.CreateSelfSigned(Now.AddDays(-2), Now.AddDays(2));
    }

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("receiver.example", 1, true, "delivered")]
    [InlineData("other.example", 1, true, "tls_failed")]
    [InlineData("receiver.example", -1, true, "tls_failed")] // out of date
    [InlineData("receiver.example", 1, false, "tls_failed")] // of an authority that nobody knows
    public async Task A_receiver_needs_a_certificate_that_is_valid_for_its_host(string name, int days, bool isKnown, string reason)
    {
        using var certificate = Certificate(name, Now.AddDays(days));
        await using var receiver = Receiver.Answering("200 OK", certificate: certificate);
        using var sender = Sender(isKnown);

        (await sender.TrySendAsync($"https://receiver.example:{receiver.Port}/")).Reason.ShouldBe(reason);
        receiver.Waiting.ShouldBe(reason == "delivered" ? 1 : 0);
    }

    [Fact]
    public async Task A_receiver_that_does_not_speak_TLS_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener);
        using var sender = Sender(isKnown: true);

        (await sender.TrySendAsync($"https://receiver.example:{((IPEndPoint)listener.LocalEndpoint).Port}/")).Reason.ShouldBe("tls_failed");
        await answering;
    }

    [Fact]
    public async Task A_certificate_cannot_name_an_address_to_fetch_from()
    {
        await using var inside = Receiver.Answering("200 OK");
        using var certificate = Certificate("receiver.example", Now.AddDays(1), issuerAt: $"http://127.0.0.1:{inside.Port}/issuer.crt", revokedAt: $"http://127.0.0.1:{inside.Port}/revoked.crl");
        await using var receiver = Receiver.Answering("200 OK", certificate: certificate);
        using var unknown = Sender(isKnown: false);
        using var known = Sender(isKnown: true);

        (await unknown.TrySendAsync($"https://receiver.example:{receiver.Port}/")).Reason.ShouldBe("tls_failed");
        (await known.TrySendAsync($"https://receiver.example:{receiver.Port}/")).Reason.ShouldBe("delivered");

        inside.Connections.ShouldBe(0);
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().ReadExactlyAsync(new byte[5]); // of the sender's hello
        await Receiver.SendAsync(client.GetStream(), "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", CancellationToken.None);
        await client.GetStream().CopyToAsync(Stream.Null).ContinueWith(static _ => { }, TaskScheduler.Default); // until the sender has gone
    }

    private WebhookSender Sender(bool isKnown)
    {
        var handler = Senders.Handler(_ => true, Senders.Resolving("127.0.0.1"));
        if (isKnown)
        {
            var policy = handler.SslOptions.CertificateChainPolicy!;
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.Add(_authority);
        }

        return new WebhookSender(Senders.Guard(allowPrivate: false), handler, TimeProvider.System, WebhookSender.DefaultTimeout);
    }

    private X509Certificate2 Certificate(string name, DateTimeOffset until, string? issuerAt = null, string? revokedAt = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        if (issuerAt is not null) request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: null, caIssuersUris: [issuerAt]));
        if (revokedAt is not null) request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([revokedAt]));
        using var signed = request.Create(_authority, Now.AddDays(-2), until, RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), password: null);
    }
}
