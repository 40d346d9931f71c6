using Kundbok.Contracts;
using Kundbok.Server.Http;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Webhooks;

/// <summary>What a request says of a webhook; null is what it does not say.</summary>
internal sealed record WebhookInput
{
    public const string UrlName = "url";
    public const string DescriptionName = "description";
    public const string KindsName = "kinds";
    public const string StatusName = "status";
    public const string SecretName = "secret";
    public const string OverlapName = "overlapHours";

    /// <summary>The status of a webhook that is sent to.</summary>
    public const string Active = "active";

    /// <summary>The status of one that is not.</summary>
    public const string Paused = "paused";

    /// <summary>The most characters (UTF-16 units) of a description.</summary>
    public const int MostDescription = 255;

    /// <summary>The most hours that an old secret signs along.</summary>
    public const int MostOverlap = 168;

    private static readonly string[] OfNew = [UrlName, DescriptionName, KindsName, SecretName];
    private static readonly string[] OfChange = [UrlName, DescriptionName, KindsName, StatusName];
    private static readonly string[] OfRotation = [SecretName, OverlapName];

    public string? Url { get; private init; }

    public string? Description { get; private init; }

    public WantedKinds? Kinds { get; private init; }

    public bool? IsActive { get; private init; }

    public WebhookSecret? Secret { get; private init; }

    public int? OverlapHours { get; private init; }

    /// <summary>Reads a new webhook.</summary>
    public static ValueTask<(WebhookInput? Input, ProblemHttpResult? Problem)> ReadNewAsync(HttpContext context, TargetGuard guard) => ReadAsync(context, guard, OfNew, isNew: true);

    /// <summary>Reads a change of one.</summary>
    public static ValueTask<(WebhookInput? Input, ProblemHttpResult? Problem)> ReadChangeAsync(HttpContext context, TargetGuard guard) => ReadAsync(context, guard, OfChange);

    /// <summary>Reads what a new secret is to be, and how long the old one is good beside it; it need not be said.</summary>
    public static ValueTask<(WebhookInput? Input, ProblemHttpResult? Problem)> ReadRotationAsync(HttpContext context, TargetGuard guard) =>
        ReadAsync(context, guard, OfRotation, mayBeEmpty: true);

    private static async ValueTask<(WebhookInput? Input, ProblemHttpResult? Problem)> ReadAsync(
        HttpContext context, TargetGuard guard, string[] known, bool isNew = false, bool mayBeEmpty = false)
    {
        var (properties, problem) = await JsonProperties.ReadAsync(context, known, mayBeEmpty);
        if (properties is null) return (null, problem);

        var input = new WebhookInput
        {
            Url = UrlOf(properties, guard, isNew),
            Description = DescriptionOf(properties),
            Kinds = KindsOf(properties),
            IsActive = StatusOf(properties),
            Secret = SecretOf(properties),
            OverlapHours = properties.WholeNumber(OverlapName, 0, MostOverlap),
        };
        return properties.Errors.Count == 0 ? (input, null) : (null, WebhookProblems.Invalid(properties.Errors));
    }

    private static string? UrlOf(JsonProperties properties, TargetGuard guard, bool isNew)
    {
        var url = properties.Text(UrlName);
        if (isNew) properties.Require(UrlName, "A webhook needs an address to send to, such as https://shop.example/kundbok.");
        if (url is not null && !WebhookTarget.TryParse(url, guard, out _, out var problem)) properties.Refuse(UrlName, problem);
        return url;
    }

    private static string? DescriptionOf(JsonProperties properties)
    {
        var text = properties.Text(DescriptionName);
        if (text?.Length > MostDescription) properties.Refuse(DescriptionName, $"The text has more than {MostDescription} characters: send a shorter one.");
        else if (text?.Any(char.IsControl) == true) properties.Refuse(DescriptionName, "The text has a control character or a line break: send it without.");
        return text;
    }

    private static WantedKinds? KindsOf(JsonProperties properties)
    {
        if (properties.Texts(KindsName) is not { } names) return null;

        var kinds = names.Select(name => ChangeKinds.All.ToList().IndexOf(name)).ToList();
        if (!kinds.Contains(-1)) return WantedKinds.Of(kinds.Select(kind => (ChangeKind)kind));

        properties.Refuse(KindsName, $"A kind must be one of {string.Join(", ", ChangeKinds.All)}; an empty list stands for every kind.");
        return null;
    }

    private static bool? StatusOf(JsonProperties properties)
    {
        var status = properties.Text(StatusName);
        if (status is not (null or Active or Paused)) properties.Refuse(StatusName, $"The value must be {Active} or {Paused}.");
        return status is null ? null : status == Active;
    }

    private static WebhookSecret? SecretOf(JsonProperties properties)
    {
        if (properties.Text(SecretName) is not { } text) return null;
        if (!WebhookSecret.TryParse(text, out var secret)) properties.Refuse(SecretName, WebhookSecret.Rule);
        return secret;
    }
}
