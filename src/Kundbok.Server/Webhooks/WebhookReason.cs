namespace Kundbok.Server.Webhooks;

/// <summary>How an attempt to deliver a message ended, in a word, from a closed list. The words are stored and told to clients: they never change.</summary>
internal static class WebhookReason
{
    /// <summary>The receiver answered 200 to 299.</summary>
    public const string Delivered = "delivered";

    /// <summary>The receiver answered 300 to 399: redirects are not followed, the webhook's address has to be changed.</summary>
    public const string Redirected = "redirected";

    /// <summary>The receiver answered 410: it wants no more messages.</summary>
    public const string Gone = "gone";

    /// <summary>The receiver answered 429: it wants messages less often.</summary>
    public const string Throttled = "throttled";

    /// <summary>The receiver answered another status that is below 500.</summary>
    public const string Rejected = "rejected";

    /// <summary>The receiver answered 500 or above.</summary>
    public const string ServerError = "server_error";

    /// <summary>The receiver did not connect or answer within the time limit.</summary>
    public const string Timeout = "timeout";

    /// <summary>The host has no address, or could not be looked up.</summary>
    public const string HostNotFound = "host_not_found";

    /// <summary>No connection could be made to the host.</summary>
    public const string ConnectFailed = "connect_failed";

    /// <summary>No secure connection could be made, or the receiver's certificate is not valid for its host.</summary>
    public const string TlsFailed = "tls_failed";

    /// <summary>The connection ended before an answer was there.</summary>
    public const string BrokenOff = "broken_off";

    /// <summary>The answer is no HTTP, or its headers are too long.</summary>
    public const string InvalidAnswer = "invalid_answer";

    /// <summary>The target, or every address of its host, is such as webhooks may not reach. Nothing was sent.</summary>
    public const string TargetNotAllowed = "target_not_allowed";

    /// <summary>The webhook's secret cannot be opened: it was sealed with a secret file that is lost. Nothing was sent.</summary>
    public const string SecretLost = "secret_lost";

    /// <summary>Every reason.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Delivered, Redirected, Gone, Throttled, Rejected, ServerError, Timeout, HostNotFound, ConnectFailed, TlsFailed, BrokenOff, InvalidAnswer,
        TargetNotAllowed, SecretLost,
    ];

    /// <summary>The reason of an answer.</summary>
    public static string Of(int status) => status switch
    {
        >= 200 and <= 299 => Delivered,
        >= 300 and <= 399 => Redirected,
        StatusCodes.Status410Gone => Gone,
        StatusCodes.Status429TooManyRequests => Throttled,
        >= 500 => ServerError,
        _ => Rejected,
    };

    /// <summary>The reason of a request that got no answer.</summary>
    public static string Of(HttpRequestException fault)
    {
        for (var inner = fault.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is TargetNotAllowedException) return TargetNotAllowed;
            if (inner is TargetNotFoundException) return HostNotFound;
        }

        return fault.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => HostNotFound,
            HttpRequestError.ConnectionError => ConnectFailed,
            HttpRequestError.SecureConnectionError => TlsFailed,
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => InvalidAnswer,
            _ => BrokenOff,
        };
    }
}
