using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kundbok.Server.Tests.Http;

public sealed class ClientGoneTests(LogPrivacyTests.TalkativeServer server) : IClassFixture<LogPrivacyTests.TalkativeServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("POST /customers")]
    [InlineData("POST /login")]
    [InlineData("DELETE /customers")]
    public async Task A_client_that_breaks_off_in_its_body_is_no_fault_of_the_server(string request)
    {
        var token = await server.TokenAsync(await server.AddMerchantAsync());
        var before = server.Log.Count;
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes(
                $"{request} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n"));
            await socket.ReceiveAsync(new byte[100]); // 100 Continue: the handler waits for the body
            await socket.SendAsync("{"u8.ToArray());
            socket.LingerState = new LingerOption(enable: true, seconds: 0); // closing resets the connection
        }

        using var patience = new CancellationTokenSource(Patience);
        while (!server.Log.Skip(before).Any(line => line.Contains($"{request}/ 499", StringComparison.Ordinal) || line.Contains($"{request} 499", StringComparison.Ordinal)))
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        server.Log.Skip(before).ShouldNotContain(line => line.Contains("Unexpected", StringComparison.Ordinal));
    }
}
