using System.Net;
using System.Net.Sockets;

namespace Kundbok.Server.Webhooks;

/// <summary>Finds the addresses of a host, such as <see cref="Dns.GetHostAddressesAsync(string, CancellationToken)"/> does.</summary>
internal delegate Task<IPAddress[]> HostResolver(string host, CancellationToken cancellation);

/// <summary>
/// Connects to receivers at addresses that may be reached, and at no others. A host is looked up once for a connection, and the connection
/// goes to an address that was looked at: a name that says something else the next moment changes nothing.
/// </summary>
/// <param name="allows">Whether an address may be reached.</param>
/// <param name="resolve">Looks a host up.</param>
internal sealed class TargetConnections(Func<IPAddress, bool> allows, HostResolver resolve)
{
    public TargetConnections(TargetGuard guard)
        : this(guard.Allows, Dns.GetHostAddressesAsync)
    {
    }

    /// <summary>Connects; for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="TargetNotAllowedException">The host has addresses, and none of them may be reached.</exception>
    /// <exception cref="TargetNotFoundException">The host has no address.</exception>
    /// <exception cref="SocketException">None of the addresses that may be reached answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var endpoint = context.DnsEndPoint;
        var addresses = await FindAsync(endpoint.Host, cancellation);
        if (addresses.Length == 0) throw new TargetNotFoundException();

        var allowed = Array.FindAll(addresses, address => allows(address));
        if (allowed.Length == 0) throw new TargetNotAllowedException();

        for (var i = 0; ; i++)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(allowed[i], endpoint.Port), cancellation);
            }
            catch (SocketException) when (i < allowed.Length - 1)
            {
                // the next one
            }
        }
    }

    private async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out var address)) return [Unmapped(address)];
        try
        {
            // A look-up of the operating system does not stop when it is told to.
            return Array.ConvertAll(await resolve(host, cancellation).WaitAsync(cancellation), Unmapped);
        }
        catch (SocketException)
        {
            return [];
        }
    }

    private static async Task<Stream> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellation)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}

/// <summary>All addresses of a target's host are such as webhooks may not reach.</summary>
internal sealed class TargetNotAllowedException() : IOException("No address of the host may be reached by webhooks.");

/// <summary>A target's host has no address.</summary>
internal sealed class TargetNotFoundException() : IOException("The host has no address.");
