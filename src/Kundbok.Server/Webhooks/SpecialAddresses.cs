using System.Net;
using System.Net.Sockets;

namespace Kundbok.Server.Webhooks;

/// <summary>
/// The addresses that are not, or not surely, somebody else's place on the internet: this machine, its networks, and what leads to them.
/// After the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890), read strictly: what is used for no receiver is special.
/// </summary>
internal static class SpecialAddresses
{
    private static readonly IPNetwork[] InIPv4 = Networks(
        "0.0.0.0/8", // this network, and unspecified
        "10.0.0.0/8", // private
        "100.64.0.0/10", // behind carrier-grade NAT
        "127.0.0.0/8", // loopback
        "168.63.129.16/32", // inside Azure, the host of a virtual machine
        "169.254.0.0/16", // link-local, with the metadata of most clouds
        "172.16.0.0/12", // private
        "192.0.0.0/24", // protocol assignments
        "192.0.2.0/24", // documentation
        "192.88.99.0/24", // what were relays to 6to4
        "192.168.0.0/16", // private
        "198.18.0.0/15", // benchmarks
        "198.51.100.0/24", // documentation
        "203.0.113.0/24", // documentation
        "224.0.0.0/4", // multicast
        "240.0.0.0/4"); // reserved, and broadcast

    // All that is given to networks so far. Outside of it: unspecified, loopback, IPv4-mapped and IPv4-compatible, NAT64 (64:ff9b::/96 and
    // 64:ff9b:1::/48), discard-only, segment routing, unique-local, link-local, site-local, multicast.
    private static readonly IPNetwork GlobalInIPv6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] InIPv6 = Networks(
        "2001::/23", // protocol assignments: Teredo, which holds an IPv4 address; benchmarks; ORCHID
        "2001:db8::/32", // documentation
        "2002::/16", // 6to4, which holds an IPv4 address
        "3fff::/20"); // documentation

    /// <summary>Whether the address is special. One that is IPv4-mapped is judged by the IPv4 address in it.</summary>
    public static bool Contain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? Array.Exists(InIPv4, network => network.Contains(address))
            : !GlobalInIPv6.Contains(address) || Array.Exists(InIPv6, network => network.Contains(address));
    }

    private static IPNetwork[] Networks(params string[] texts) => Array.ConvertAll(texts, text => IPNetwork.Parse(text));
}
