using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Kundbok.Server.Http;

/// <summary>Believes forwarded headers of the proxies that the operator names, and of nobody else.</summary>
internal static class Proxies
{
    /// <exception cref="OperatorException">A proxy is neither an IP address nor a network.</exception>
    public static void AddProxies(this IServiceCollection services, ProxySettings settings)
    {
        var known = settings.Known
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Network)
            .ToList();
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardLimit = null; // as many as are known, one behind the other
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in known) options.KnownIPNetworks.Add(network);
            options.ForwardedHeaders = known.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        });
    }

    private static IPNetwork Network(string text)
    {
        if (IPNetwork.TryParse(text, out var network)) return network;
        if (IPAddress.TryParse(text, out var address)) return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        throw new OperatorException("Proxies:Known must hold IP addresses or networks, separated by commas, such as 127.0.0.1,10.0.0.0/8.");
    }
}
