using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Kundbok.Server.Webhooks;

/// <summary>
/// Where a webhook sends to: an address of the web that may be reached, as far as can be told without asking for the host's addresses.
/// Those are looked at whenever a connection is made (<see cref="TargetConnections"/>), because they can change.
/// </summary>
internal sealed class WebhookTarget
{
    /// <summary>The most characters of a target, as it is written and as it is sent.</summary>
    public const int MostCharacters = 2000;

    private const int MostHostCharacters = 253; // of a name in the DNS
    private const string Localhost = "localhost";

    private WebhookTarget(Uri address) => Address = address;

    /// <summary>The address. Its path and query can hold a secret: not for logs, traces or metrics.</summary>
    public Uri Address { get; }

    /// <summary>Reads a target.</summary>
    /// <param name="text">What the webhook's owner wrote.</param>
    /// <param name="guard">What may be reached.</param>
    /// <param name="target">The target.</param>
    /// <param name="problem">What is wrong with the text, and what to do. Never quotes the text.</param>
    public static bool TryParse(string? text, TargetGuard guard, [NotNullWhen(true)] out WebhookTarget? target, [NotNullWhen(false)] out string? problem)
    {
        problem = ProblemOf(text, guard, out var address);
        target = problem is null ? new WebhookTarget(address!) : null;
        return target is not null;
    }

    /// <summary>The host alone: the rest can hold a secret, and what is shown ends in a log.</summary>
    public override string ToString() => Address.Host;

    private static string? ProblemOf(string? text, TargetGuard guard, out Uri? address)
    {
        address = null;
        if (string.IsNullOrEmpty(text)) return "A webhook needs an address to send to, such as https://shop.example/kundbok.";
        if (text.Length > MostCharacters) return $"The address has more than {MostCharacters} characters: send a shorter one.";
        if (text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character))) return "The address has white space or control characters: send it without, or written as % and two digits.";
        if (!Uri.TryCreate(text, UriKind.Absolute, out address) || !(address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp))
            return guard.AllowsAll ? "The address must be whole, and begin with https:// or http://." : "The address must be whole, and begin with https://.";

        if (address.Scheme == Uri.UriSchemeHttp && !guard.AllowsAll) return "The address must begin with https://.";
        if (address.AbsoluteUri.Length > MostCharacters) return $"The address has more than {MostCharacters} characters when it is sent: send a shorter one.";
        if (address.UserInfo.Length > 0) return "The address has a user name or password: send it without. The signature shows who sends.";
        if (text.Contains('#', StringComparison.Ordinal)) return "The address has a fragment (#), which is never sent: send it without.";
        return ProblemOfHost(address, guard);
    }

    private static string? ProblemOfHost(Uri address, TargetGuard guard)
    {
        const string NotReachable = "The address is on this machine or in a network of its own, where webhooks may not send: use one on the internet, or ask the operator to allow it (Webhooks:AllowPrivateTargets).";
        var host = address.IdnHost.TrimEnd('.');
        if (address.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6) || host.Length is 0 or > MostHostCharacters) return "The address has no host that can be looked up.";
        if (IPAddress.TryParse(host, out var ip)) return guard.Allows(ip) ? null : NotReachable;

        var isOwnName = host.Equals(Localhost, StringComparison.OrdinalIgnoreCase) || host.EndsWith('.' + Localhost, StringComparison.OrdinalIgnoreCase); // RFC 6761
        return isOwnName && !guard.AllowsAll ? NotReachable : null;
    }
}
