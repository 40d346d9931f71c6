using System.Security.Claims;

namespace Kundbok.Server.Access;

/// <summary>Writes down who changed what of a merchant's administration. Users' names are personal data: who did it is a token's id, which the list of tokens explains.</summary>
internal sealed partial class AdministrationLog(ILogger<AdministrationLog> log)
{
    /// <param name="principal">Who did it.</param>
    /// <param name="what">What was done, in a word or two of the program's.</param>
    /// <param name="id">To what: an id that is not personal data; <c>-</c> for a user.</param>
    public void Write(ClaimsPrincipal principal, string what, string id = "-") =>
        LogDone(what, id, principal.FindFirstValue(TokenPrincipal.TokenIdClaim) ?? "-", principal.Merchant());

    [LoggerMessage(1, LogLevel.Information, "{What} {Id} by token {Token} of merchant {Merchant}")]
    private partial void LogDone(string what, string id, string token, long merchant);
}
