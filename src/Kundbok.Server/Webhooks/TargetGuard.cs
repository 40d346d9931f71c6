using System.Net;

namespace Kundbok.Server.Webhooks;

/// <summary>
/// Which addresses webhooks may reach. Their owners choose where the server sends requests to, and must not get at what only the server
/// can reach: the machine itself, the operator's networks, a cloud's metadata.
/// </summary>
/// <param name="settings">Whether the operator lets them.</param>
internal sealed class TargetGuard(WebhookSettings settings)
{
    /// <summary>Whether the operator lets them reach everything, also in clear.</summary>
    public bool AllowsAll => settings.AllowPrivateTargets;

    /// <summary>Whether a webhook may connect to the address.</summary>
    public bool Allows(IPAddress address) => AllowsAll || !SpecialAddresses.Contain(address);
}
