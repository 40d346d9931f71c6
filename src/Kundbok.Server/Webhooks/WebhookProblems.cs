using Kundbok.Contracts;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Webhooks;

/// <summary>What requests about webhooks that cannot be done are answered with.</summary>
internal static class WebhookProblems
{
    public static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        Problems.Problem(ProblemCode.InvalidWebhook, "Correct what errors says and send it again; nothing was changed.", errors);

    public static ProblemHttpResult NotFound() => Problems.Problem(ProblemCode.WebhookNotFound, "The merchant has no webhook with this id.");

    public static ProblemHttpResult DeliveryNotFound() =>
        Problems.Problem(ProblemCode.DeliveryNotFound, $"The webhook has no delivery with this id, or it is no longer kept: the newest {WebhookDelivery.MostKept} are.");

    public static ProblemHttpResult ChangeNotKept() =>
        Problems.Problem(ProblemCode.DeliveryNotFound, "The change that was delivered is no longer kept: nothing can be sent again.");

    public static ProblemHttpResult TooMany() =>
        Problems.Problem(ProblemCode.TooManyWebhooks, $"A merchant has at most {Webhook.MostPerMerchant} webhooks: remove one that is of no use, or change it.");
}
