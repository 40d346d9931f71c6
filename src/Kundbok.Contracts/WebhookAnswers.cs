using System.Text.Json.Serialization;

namespace Kundbok.Contracts;

/// <summary>A webhook, as its merchant sees it. Instants are as <see cref="Instants.Format"/> writes them.</summary>
/// <param name="Id">Its id: <c>wh_</c> and 26 digits and letters.</param>
/// <param name="Url">Where it sends to.</param>
/// <param name="Description">For people; may be empty.</param>
/// <param name="Kinds">The kinds of changes that are sent; empty: every kind, those to come included.</param>
/// <param name="Status"><c>active</c> or <c>paused</c>.</param>
/// <param name="PausedReason">Why it is paused: <c>by_user</c>, <c>failing</c>, <c>gone</c>, <c>expired</c> or <c>secret_lost</c>; null when it is active.</param>
/// <param name="Failures">How many attempts at the next message have failed, one after the other.</param>
/// <param name="FailingSince">When the first of these was; null when there is none.</param>
/// <param name="NextAttempt">Nothing is sent before; null: at once.</param>
/// <param name="Created">When it was added.</param>
/// <param name="Behind">How many changes there are behind the last one that was sent, or not wanted.</param>
public sealed record WebhookAnswer(
    string Id,
    string Url,
    string Description,
    IReadOnlyList<string> Kinds,
    string Status,
    string? PausedReason,
    int Failures,
    string? FailingSince,
    string? NextAttempt,
    string Created,
    long Behind)
{
    /// <summary>The secret, in the answers that show it; else null, and not on the wire.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }
}

/// <summary>An attempt to deliver a message to a webhook, as its merchant sees it.</summary>
/// <param name="Id">Counts the webhook's attempts, from 1.</param>
/// <param name="Message">The message's id, the same each time it is tried: its header <c>webhook-id</c>.</param>
/// <param name="Sequence">Of the change in the feed; null for a test.</param>
/// <param name="Attempt">How often the message was tried, this time included: from 1.</param>
/// <param name="Time">When it began.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Status">The status of the receiver's answer; null when there was none.</param>
/// <param name="Outcome"><c>delivered</c>, or why it was not, a word from a closed list.</param>
public sealed record DeliveryAnswer(long Id, string Message, long? Sequence, int Attempt, string Time, long Milliseconds, int? Status, string Outcome);

/// <summary>What removing a webhook did.</summary>
/// <param name="Id">The id of the webhook that was removed.</param>
public sealed record RemovedWebhook([property: JsonPropertyOrder(1)] string Id)
{
    /// <summary>Always <c>Removed</c>.</summary>
    [JsonPropertyOrder(0)]
    public string Result { get; init; } = "Removed";
}
