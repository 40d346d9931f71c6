namespace Kundbok.Storage;

/// <summary>A webhook's secrets, sealed: what is in them is not known here. Equal when their bytes are.</summary>
/// <param name="Current">The secret.</param>
/// <param name="Previous">The one before, good beside it for a while; null when there is none.</param>
/// <param name="PreviousUntil">Until when that is, in whole milliseconds; null when there is none.</param>
public sealed record WebhookSecrets(ReadOnlyMemory<byte> Current, ReadOnlyMemory<byte>? Previous = null, DateTimeOffset? PreviousUntil = null)
{
    /// <inheritdoc/>
    public bool Equals(WebhookSecrets? other) =>
        other is not null
        && Current.Span.SequenceEqual(other.Current.Span)
        && Previous.HasValue == other.Previous.HasValue
        && Previous.GetValueOrDefault().Span.SequenceEqual(other.Previous.GetValueOrDefault().Span)
        && PreviousUntil == other.PreviousUntil;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Current.Span);
        return hash.ToHashCode();
    }
}
