using System.Globalization;
using System.Runtime.CompilerServices;
using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>
/// The webhooks, and their deliveries. Takes the scope <c>webhooks</c>. The register keeps no keys of these writes, so they are sent once:
/// when no answer comes, look before asking again.
/// </summary>
public sealed class WebhooksClient
{
    private const string Path = "webhooks";
    private const int DeliveriesAtOnce = 100;

    private readonly RequestSender _sender;

    internal WebhooksClient(RequestSender sender) => _sender = sender;

    /// <summary>Every webhook; there are at most 20.</summary>
    public async Task<IReadOnlyList<WebhookAnswer>> ListAsync(CancellationToken cancellation = default) =>
        await _sender.SendAsync(ApiRequest.Get(Path), ClientJson.Default.ListWebhookAnswer, cancellation).ConfigureAwait(false);

    /// <summary>One webhook.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.WebhookNotFound"/>.</exception>
    public Task<WebhookAnswer> GetAsync(string id, CancellationToken cancellation = default) => _sender.SendAsync(ApiRequest.Get(Of(id)), ClientJson.Default.WebhookAnswer, cancellation);

    /// <summary>Adds a webhook, which gets what happens from now on.</summary>
    /// <returns>The webhook with its secret, which is shown this once.</returns>
    /// <exception cref="KundbokException"><see cref="ProblemCode.InvalidWebhook"/>, <see cref="ProblemCode.TooManyWebhooks"/>.</exception>
    public Task<WebhookAnswer> CreateAsync(NewWebhook webhook, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        var body = new WebhookBody { Url = webhook.Url.OriginalString, Description = webhook.Description, Kinds = webhook.Kinds?.Select(ChangeKinds.NameOf), Secret = webhook.Secret };
        return _sender.SendAsync(ApiRequest.Post(Path).WithJson(body, ClientJson.Default.WebhookBody), ClientJson.Default.WebhookAnswer, cancellation);
    }

    /// <summary>Changes what is set.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.WebhookNotFound"/>, <see cref="ProblemCode.InvalidWebhook"/>.</exception>
    public Task<WebhookAnswer> UpdateAsync(string id, WebhookPatch patch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        var status = patch.IsActive is { } active ? (active ? "active" : "paused") : null;
        var body = new WebhookBody { Url = patch.Url?.OriginalString, Description = patch.Description, Kinds = patch.Kinds?.Select(ChangeKinds.NameOf), Status = status };
        return _sender.SendAsync(new ApiRequest(HttpMethod.Patch, Of(id)).WithJson(body, ClientJson.Default.WebhookBody), ClientJson.Default.WebhookAnswer, cancellation);
    }

    /// <summary>Removes a webhook.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.WebhookNotFound"/>.</exception>
    public Task DeleteAsync(string id, CancellationToken cancellation = default) =>
        _sender.SendAsync(new ApiRequest(HttpMethod.Delete, Of(id)), ClientJson.Default.RemovedWebhook, cancellation);

    /// <summary>Gives a webhook a new secret.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="secret"><c>whsec_</c> and the base64 of 24 to 64 random bytes; null: one is made.</param>
    /// <param name="overlapHours">How many hours the old one signs along, 0 to 168; null: 24.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The webhook with its new secret, which is shown this once.</returns>
    /// <exception cref="KundbokException"><see cref="ProblemCode.WebhookNotFound"/>, <see cref="ProblemCode.InvalidWebhook"/>.</exception>
    public Task<WebhookAnswer> RotateSecretAsync(string id, string? secret = null, int? overlapHours = null, CancellationToken cancellation = default)
    {
        var body = new WebhookBody { Secret = secret, OverlapHours = overlapHours };
        return _sender.SendAsync(ApiRequest.Post($"{Of(id)}/rotate").WithJson(body, ClientJson.Default.WebhookBody), ClientJson.Default.WebhookAnswer, cancellation);
    }

    /// <summary>Sends a message of the type <c>webhook.test</c> at once.</summary>
    /// <returns>What became of it.</returns>
    /// <exception cref="KundbokException"><see cref="ProblemCode.WebhookNotFound"/>.</exception>
    public Task<DeliveryAnswer> TestAsync(string id, CancellationToken cancellation = default) =>
        _sender.SendAsync(ApiRequest.Post($"{Of(id)}/test"), ClientJson.Default.DeliveryAnswer, cancellation);

    /// <summary>The attempts to deliver that are kept, the newest first.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="failedOnly">Leaves out those that were delivered.</param>
    /// <param name="before">The attempt before which to begin; null: the newest.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="KundbokException"><see cref="ProblemCode.WebhookNotFound"/>.</exception>
    public async IAsyncEnumerable<DeliveryAnswer> ListDeliveriesAsync(
        string id, bool failedOnly = false, long? before = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var next = before?.ToString(CultureInfo.InvariantCulture);
        do
        {
            var address = new ApiAddress($"{Of(id)}/deliveries").Add("failed", failedOnly ? "true" : null).Add("limit", DeliveriesAtOnce).Add("before", next).ToString();
            var (deliveries, further) = await _sender.SendAsync(
                ApiRequest.Get(address),
                async (response, token) => (await RequestSender.ReadAsync(response, ClientJson.Default.ListDeliveryAnswer, token).ConfigureAwait(false), AnswerHeaders.NextOf(response, "before")),
                cancellation).ConfigureAwait(false);
            foreach (var delivery in deliveries) yield return delivery;
            next = further;
        }
        while (next is not null);
    }

    /// <summary>Sends the message of one delivery again, now.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.WebhookNotFound"/>, <see cref="ProblemCode.DeliveryNotFound"/>.</exception>
    public Task<DeliveryAnswer> ReplayDeliveryAsync(string id, long delivery, CancellationToken cancellation = default) =>
        _sender.SendAsync(ApiRequest.Post($"{Of(id)}/deliveries/{ApiRequest.Segment(delivery)}/replay"), ClientJson.Default.DeliveryAnswer, cancellation);

    /// <summary>Sends everything behind a cursor of the changes again, in order.</summary>
    /// <exception cref="KundbokException"><see cref="ProblemCode.WebhookNotFound"/>, <see cref="ProblemCode.CursorExpired"/>.</exception>
    public Task<WebhookAnswer> ReplayAsync(string id, string after, CancellationToken cancellation = default) => _sender.SendAsync(
        ApiRequest.Post($"{Of(id)}/replay").WithJson(new WebhookBody { After = after }, ClientJson.Default.WebhookBody), ClientJson.Default.WebhookAnswer, cancellation);

    private static string Of(string id) => $"{Path}/{ApiRequest.Segment(id)}";
}

/// <summary>A webhook to add.</summary>
/// <param name="Url">Where it sends to: an <c>https</c> address on the internet, unless the operator allows others.</param>
public sealed record NewWebhook(Uri Url)
{
    /// <summary>For people; at most 255 characters, without line breaks.</summary>
    public string? Description { get; init; }

    /// <summary>The kinds of changes to send; null or empty: every kind, those to come included.</summary>
    public IReadOnlyList<ChangeKind>? Kinds { get; init; }

    /// <summary><c>whsec_</c> and the base64 of 24 to 64 random bytes; null: one is made.</summary>
    public string? Secret { get; init; }
}

/// <summary>What to change of a webhook; null is left as it is.</summary>
public sealed record WebhookPatch
{
    /// <summary>Where it sends to.</summary>
    public Uri? Url { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>The kinds of changes to send; empty: every kind.</summary>
    public IReadOnlyList<ChangeKind>? Kinds { get; init; }

    /// <summary>Whether it sends, or is paused. A paused one misses nothing.</summary>
    public bool? IsActive { get; init; }
}
