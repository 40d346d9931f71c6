using Kundbok.Contracts;
using Kundbok.Server.Webhooks;

namespace Kundbok.Server.OpenApi;

/// <summary>The problems of operations on webhooks.</summary>
internal static class WebhookProblemExamples
{
    public static readonly ProblemExample InvalidWebhook = new(ProblemCode.InvalidWebhook.Code, ProblemCode.InvalidWebhook, WebhookProblems.Invalid(
        new Dictionary<string, string[]>(StringComparer.Ordinal) { [WebhookInput.SecretName] = [WebhookSecret.Rule] }));

    public static readonly ProblemExample NotFound = new(ProblemCode.WebhookNotFound.Code, ProblemCode.WebhookNotFound, WebhookProblems.NotFound());

    public static readonly ProblemExample DeliveryNotFound = new(ProblemCode.DeliveryNotFound.Code, ProblemCode.DeliveryNotFound, WebhookProblems.DeliveryNotFound());

    public static readonly ProblemExample TooMany = new(ProblemCode.TooManyWebhooks.Code, ProblemCode.TooManyWebhooks, WebhookProblems.TooMany());
}
