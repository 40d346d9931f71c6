using System.Net;
using Kundbok.Contracts;

namespace Kundbok.Client;

/// <summary>Which failures may pass, and how long to wait before the request is sent again.</summary>
/// <param name="retries">The most retries.</param>
/// <param name="first">The wait before the first, at most.</param>
/// <param name="most">The longest wait.</param>
internal sealed class RetrySchedule(int retries, TimeSpan first, TimeSpan most)
{
    /// <summary>The wait; null when the request is not to be sent again.</summary>
    /// <param name="done">How many retries there have been.</param>
    /// <param name="failure">What failed.</param>
    public TimeSpan? Next(int done, KundbokException failure)
    {
        if (done >= retries || !MayPass(failure)) return null;

        // Between a half and the whole, so that clients that failed together do not come back together.
#pragma warning disable CA5394 // nobody gains from guessing it
        var backoff = Min(first * Math.Pow(2, done), most) * (0.5 + (Random.Shared.NextDouble() / 2));
#pragma warning restore CA5394
        if (failure.RetryAfter is not { } asked) return backoff;
        return asked <= most ? Min(asked + backoff, most > asked ? most : asked) : null;
    }

    private static bool MayPass(KundbokException failure) =>
        failure.Code == ProblemCode.KeyInProgress
        || failure.Status is null or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
