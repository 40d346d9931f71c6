namespace Kundbok.Server.Webhooks;

/// <summary>A message to deliver.</summary>
/// <param name="Id">The same in every attempt: letters, digits, hyphens and underscores.</param>
/// <param name="Body">JSON in UTF-8, byte for byte as it is signed and sent.</param>
/// <param name="Secrets">What it is signed with: one, or two while the receiver changes from one to the other.</param>
internal sealed record WebhookMessage(string Id, ReadOnlyMemory<byte> Body, IReadOnlyList<WebhookSecret> Secrets)
{
    /// <summary>The id alone: the body has personal data, and what is shown ends in a log.</summary>
    public override string ToString() => Id;
}
