using Kundbok.Server.Access;
using Kundbok.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kundbok.Server.Http;

/// <summary>Whether the program runs, and whether it can answer; for whatever watches over it.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").AllowAnonymous().ExcludeFromDescription();
        health.MapGet("/live", () => TypedResults.Text("alive")).ShortCircuit(); // before anything that asks the database, such as who sends a token
        health.MapGet("/ready", ReadyAsync);
    }

    // Reads from the database; one that cannot answer is a fault, answered with 503 as everywhere.
    private static async Task<Utf8ContentHttpResult> ReadyAsync(IRegisterMaintenance register, AccessRefresher access, CancellationToken cancellation)
    {
        await register.PingAsync(cancellation);
        if (access.HasOldSecrets) throw new RegisterUnavailableException("The secret file lacks the register's newest secret.");
        return TypedResults.Text("ready"u8);
    }
}
