namespace Kundbok.Storage;

/// <summary>
/// The merchants' webhooks and what became of the attempts to deliver to them. What is delivered is not kept here: the log has it. A
/// merchant's methods name the merchant first and see that merchant's webhooks only; the other ones are for the node that delivers.
/// </summary>
/// <remarks>Every method may throw <see cref="RegisterUnavailableException"/>; nothing of the call was stored then.</remarks>
public interface IWebhookStore
{
    /// <summary>
    /// Adds a webhook. False when its merchant has <see cref="Webhook.MostPerMerchant"/> of them, or is not there: nothing is added then.
    /// </summary>
    ValueTask<bool> AddAsync(Webhook webhook, CancellationToken cancellation);

    /// <summary>The merchant's webhooks, the oldest first.</summary>
    ValueTask<IReadOnlyList<Webhook>> ListAsync(long merchant, CancellationToken cancellation);

    /// <summary>One webhook; null when the merchant has none of that id, whatever the text is.</summary>
    ValueTask<Webhook?> FindAsync(long merchant, string id, CancellationToken cancellation);

    /// <summary>Changes a webhook. Another address, and being made active, both end its failures: it is tried again at once.</summary>
    /// <returns>The webhook as it is then; null when there is none of that id.</returns>
    ValueTask<Webhook?> UpdateAsync(long merchant, string id, WebhookChange change, CancellationToken cancellation);

    /// <summary>Removes a webhook and what is kept of its deliveries. False when there is none of that id.</summary>
    ValueTask<bool> RemoveAsync(long merchant, string id, CancellationToken cancellation);

    /// <summary>Gives a webhook a new secret. What was the current one becomes the previous one, in whose place another may have been.</summary>
    /// <param name="merchant">The merchant.</param>
    /// <param name="id">The webhook.</param>
    /// <param name="secret">The new secret, sealed.</param>
    /// <param name="previousUntil">Until when the secret that was current is good beside it; null: it is forgotten now.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The webhook as it is then; null when there is none of that id.</returns>
    ValueTask<Webhook?> RotateSecretAsync(long merchant, string id, ReadOnlyMemory<byte> secret, DateTimeOffset? previousUntil, CancellationToken cancellation);

    /// <summary>
    /// Puts the same secrets, sealed with another key, in the place of those that were read. False when they are others by now, or the
    /// webhook is gone.
    /// </summary>
    ValueTask<bool> ResealAsync(long merchant, string id, WebhookSecrets read, WebhookSecrets resealed, CancellationToken cancellation);

    /// <summary>Delivers from another position of the log on, behind or ahead. Its failures end; one that is paused stays so.</summary>
    /// <param name="merchant">The merchant.</param>
    /// <param name="id">The webhook.</param>
    /// <param name="position">The sequence up to which nothing is to be delivered; 0: everything is.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The webhook as it is then; null when there is none of that id.</returns>
    ValueTask<Webhook?> SetPositionAsync(long merchant, string id, long position, CancellationToken cancellation);

    /// <summary>A webhook's attempts, the newest first; none when there is no such webhook.</summary>
    /// <param name="merchant">The merchant.</param>
    /// <param name="webhook">The webhook.</param>
    /// <param name="before">The attempt's id before which to begin; null: the newest.</param>
    /// <param name="limit">The most attempts, from 1.</param>
    /// <param name="failedOnly">Whether to leave out those that were delivered.</param>
    /// <param name="cancellation">Stops reading.</param>
    ValueTask<IReadOnlyList<WebhookDelivery>> ListDeliveriesAsync(long merchant, string webhook, long? before, int limit, bool failedOnly, CancellationToken cancellation);

    /// <summary>One attempt; null when it never was, or is no longer kept.</summary>
    ValueTask<WebhookDelivery?> FindDeliveryAsync(long merchant, string webhook, long id, CancellationToken cancellation);

    /// <summary>What is kept of attempts to deliver some changes, to whichever of the merchant's webhooks: by change, the oldest attempt first.</summary>
    /// <param name="merchant">The merchant.</param>
    /// <param name="sequences">The changes' sequences in the merchant's log.</param>
    /// <param name="cancellation">Stops reading.</param>
    ValueTask<IReadOnlyList<ChangeDelivery>> ListDeliveriesOfAsync(long merchant, IReadOnlyCollection<long> sequences, CancellationToken cancellation);

    /// <summary>Keeps an attempt that is not the webhook's next one in order: a test event, or a single replay. Null when the webhook is gone.</summary>
    ValueTask<WebhookDelivery?> AddDeliveryAsync(long merchant, string webhook, DeliveryAttempt attempt, CancellationToken cancellation);

    /// <summary>Every active webhook of every merchant, by merchant.</summary>
    ValueTask<IReadOnlyList<Webhook>> ListActiveAsync(CancellationToken cancellation);

    /// <summary>
    /// Keeps an attempt, and sets what follows from it unless the webhook has another address, or another state, than was read. The
    /// attempt is kept in any case, unless the webhook is gone.
    /// </summary>
    /// <param name="read">The webhook as it was when the attempt was made.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="state">The webhook's state after it.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Whether the state was set. If not, the webhook must be read again.</returns>
    ValueTask<bool> RecordAsync(Webhook read, DeliveryAttempt attempt, WebhookState state, CancellationToken cancellation);

    /// <summary>Does the same without an attempt: goes past events that the webhook does not want, or pauses it.</summary>
    /// <inheritdoc cref="RecordAsync"/>
    ValueTask<bool> SetStateAsync(Webhook read, WebhookState state, CancellationToken cancellation);

    /// <summary>Takes the right to deliver, which one holder at a time has over all nodes; null while another one has it.</summary>
    /// <exception cref="RegisterUnavailableException">Also while the register takes no writes: nothing of what is delivered could be kept.</exception>
    ValueTask<IDeliveryLease?> TryTakeLeaseAsync(CancellationToken cancellation);
}
