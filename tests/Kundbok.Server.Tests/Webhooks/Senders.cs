using System.Net;
using Kundbok.Server.Webhooks;

namespace Kundbok.Server.Tests.Webhooks;

/// <summary>What the tests send with.</summary>
internal static class Senders
{
    public static readonly WebhookSecret Secret = WebhookSecret.Create();

    public static readonly WebhookMessage Message = new("msg_1", """{"type":"customer.created"}"""u8.ToArray(), [Secret]);

    /// <summary>The sender as the operator has it who does not allow private targets.</summary>
    public static WebhookSender Strict() => new(Guard(allowPrivate: false), TimeProvider.System);

    /// <summary>The sender as the operator has it who allows them.</summary>
    public static WebhookSender Open(TimeProvider? time = null) => new(Guard(allowPrivate: true), time ?? TimeProvider.System);

    /// <summary>A sender that takes every target, and reaches the addresses that the test allows, of the hosts that it knows.</summary>
    public static WebhookSender With(Func<IPAddress, bool> allows, HostResolver resolve, TimeProvider? time = null) =>
        new(Guard(allowPrivate: true), Handler(allows, resolve), time ?? TimeProvider.System, WebhookSender.DefaultTimeout);

    public static SocketsHttpHandler Handler(Func<IPAddress, bool> allows, HostResolver resolve) =>
        WebhookHandler.Create(new TargetConnections(allows, resolve), WebhookSender.DefaultTimeout);

    public static TargetGuard Guard(bool allowPrivate) => new(new WebhookSettings { AllowPrivateTargets = allowPrivate });

    /// <summary>Looks every host up to the same addresses.</summary>
    public static HostResolver Resolving(params string[] addresses) => (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse));

    /// <summary>Sends, and waits no longer than a test may hang.</summary>
    public static Task<WebhookOutcome> TrySendAsync(this WebhookSender sender, string url, CancellationToken cancellation = default) =>
        sender.SendAsync(url, Message, cancellation).WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
}
