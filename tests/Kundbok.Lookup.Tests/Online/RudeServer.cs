using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kundbok.Lookup.Tests.Online;

/// <summary>A server that takes connections and does not behave: it says nothing, or a byte now and then.</summary>
internal sealed class RudeServer : IAsyncDisposable
{
    private static readonly TimeSpan BetweenBytes = TimeSpan.FromMilliseconds(10);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;
    private readonly bool _drips;

    public RudeServer(bool drips)
    {
        _drips = drips;
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}/");

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(HoldAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task HoldAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            if (!_drips) await Task.Delay(Timeout.Infinite, _stopping.Token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 200000\r\n\r\n"), _stopping.Token);
            while (true)
            {
                await stream.WriteAsync(" "u8.ToArray(), _stopping.Token);
                await Task.Delay(BetweenBytes, _stopping.Token);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            // The test is over, or the client has had enough.
        }
    }
}
