using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>
/// A receiver of webhooks on a port of its own of 127.0.0.1, which answers byte for byte as a test wants it to, so that it can misbehave.
/// </summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>();
    private readonly Lock _lock = new();
    private readonly List<Task> _connections = []; // what is served is in it, for whoever takes the lock
    private readonly Func<Stream, CancellationToken, Task<bool>> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;

    /// <param name="answer">Answers a request; false: the connection is closed then.</param>
    /// <param name="certificate">Null: without TLS.</param>
    public Receiver(Func<Stream, CancellationToken, Task<bool>> answer, X509Certificate2? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}/hook";

    /// <summary>How many connections there have been.</summary>
    public int Connections => Served().Length;

    /// <summary>How many requests have come that no test has taken.</summary>
    public int Waiting => _requests.Reader.Count;

    /// <summary>A receiver that always answers so, on connections that it keeps.</summary>
    public static Receiver Answering(string status, string headers = "", X509Certificate2? certificate = null) => new(
        async (stream, stop) =>
        {
            await SendAsync(stream, $"HTTP/1.1 {status}\r\nContent-Length: 2\r\n{headers}\r\nok", stop);
            return true;
        },
        certificate);

    /// <summary>A receiver that sends this, whatever it may be, and closes the connection.</summary>
    public static Receiver Sending(string bytes) => new(async (stream, stop) =>
    {
        await SendAsync(stream, bytes, stop);
        return false;
    });

    public static Task SendAsync(Stream stream, string bytes, CancellationToken stop) => stream.WriteAsync(Encoding.Latin1.GetBytes(bytes), stop).AsTask();

    /// <summary>The next request, when it has come.</summary>
    public Task<Request> NextAsync() => _requests.Reader.ReadAsync(_stop.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Waits until the connections that there have been are over.</summary>
    public Task AllEndedAsync() => Task.WhenAll(Served()).WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(Served());
        _stop.Dispose();
    }

    private Task[] Served()
    {
        lock (_lock) return [.. _connections];
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                lock (_lock) _connections.Add(Task.Run(() => ServeAsync(socket)));
            }
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using Stream plain = new NetworkStream(socket, ownsSocket: true);
            await using var secure = _certificate is null ? null : new SslStream(plain);
            if (secure is not null) await secure.AuthenticateAsServerAsync(Tls(_certificate!), _stop.Token);
            var stream = secure ?? plain;
            while (await ReadAsync(stream) is { } request)
            {
                _requests.Writer.TryWrite(request);
                if (!await _answer(stream, _stop.Token)) return;
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The sender has gone, or the test has.
        }
    }

    // Offline: else this side would fetch what the certificate names.
    private static SslServerAuthenticationOptions Tls(X509Certificate2 certificate) =>
        new() { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true) };

    private async Task<Request?> ReadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0) return null;
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines[1..].Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new Request(lines[0], headers, body);
    }

    internal sealed record Request(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body);
}
