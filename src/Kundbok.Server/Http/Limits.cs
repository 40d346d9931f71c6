using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Kundbok.Contracts;
using Kundbok.Server.Access;

namespace Kundbok.Server.Http;

/// <summary>How many requests are let through: by token and by address, and fewer sign-ins, since guessing a password takes many.</summary>
internal static class Limits
{
    /// <summary>The policy of the endpoint that signs users in.</summary>
    public const string Login = "login";

    /// <summary>The policy of the endpoint that looks numbers up: trying all of them takes many requests, too.</summary>
    public const string Lookup = "lookup";

    private const int SegmentsPerMinute = 6;

    public static void AddLimits(this IServiceCollection services, RateLimitSettings settings) => services.AddRateLimiter(limiter =>
    {
        PartitionedRateLimiter<HttpContext>[] limits = [.. PerSecond(AddressOf, settings.PerAddress), .. PerSecond(TokenOf, settings.PerToken)];
        if (limits.Length > 0) limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(limits);
        limiter.AddPolicy(Login, context => PerMinute(AddressOf(context), settings.Login));
        limiter.AddPolicy(Lookup, context => PerMinute(WhoeverAsks(context), settings.Lookup));
        limiter.OnRejected = RejectAsync;
    });

    // A bucket for each key that holds a second's worth and is filled each second; none at all when there is no limit.
    private static IEnumerable<PartitionedRateLimiter<HttpContext>> PerSecond(Func<HttpContext, string?> keyOf, int permits)
    {
        if (permits == 0) yield break;
        yield return PartitionedRateLimiter.Create<HttpContext, string>(context => keyOf(context) is not { } key
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
            {
                TokenLimit = permits,
                TokensPerPeriod = permits,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            }));
    }

    private static RateLimitPartition<string> PerMinute(string? key, int permits) => key is null || permits == 0
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetSlidingWindowLimiter(key, _ => new()
        {
            PermitLimit = permits,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = SegmentsPerMinute,
        });

    // Whoever has one IPv6 address has the 2^64 of its network.
    private static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }) return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
        return (address?.MapToIPv4() ?? IPAddress.None).ToString();
    }

    // A user with several tokens is one. Without a token, what answers is that it is missing.
    private static string? WhoeverAsks(HttpContext context) =>
        context.User.FindFirstValue(OwnTokens.Subject) is { } user ? $"user {user}" : TokenOf(context) is { } token ? $"token {token}" : null;

    private static string? TokenOf(HttpContext context) => context.User.FindFirstValue(TokenPrincipal.TokenIdClaim);

    private static async ValueTask RejectAsync(Microsoft.AspNetCore.RateLimiting.OnRejectedContext rejected, CancellationToken cancellation)
    {
        var seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
        rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await Problems.WriteAsync(rejected.HttpContext, ProblemCode.TooManyRequests, "Wait for as many seconds as Retry-After says, then go on more slowly.");
    }
}
