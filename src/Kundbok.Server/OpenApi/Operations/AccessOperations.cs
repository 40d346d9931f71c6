using Kundbok.Contracts;
using Kundbok.Server.Access;
using Microsoft.OpenApi;
using static Kundbok.Server.OpenApi.OperationTable;
using static Kundbok.Server.OpenApi.ProblemExamples;

namespace Kundbok.Server.OpenApi;

/// <summary>Signing in, and who a token is for.</summary>
internal static class AccessOperations
{
    public static IReadOnlyList<OperationRow> Rows { get; } =
    [
        new("login", "Sign in", "Gives a token for a user's name and password: of all scopes for an admin, of those to keep customers for a member. After several failures a user name has to wait: 429, with `Retry-After`.",
            new("The token", Json, Schemas.Of(Schemas.Token), new Example("token", "A token, cut short here", Node(new LoginAnswer(Examples.Token)))))
        {
            Body = new("Name and password.", Schemas.Of(Schemas.Login), new Example("maja", "The user maja", Node(new LoginRequest("maja", "Vinterkväll-i-Umeå")))),
            Problems = [LoginFailed],
        },
        new("me", "Who a token is for", "The merchant and the user that the token was made for, and when. For a token without a user the three texts of User are empty.",
            new("The merchant and the user", Json, Schemas.Of(Schemas.Me),
                new Example("user", "A user's token", Node(new Me(new(1, "Nordlys Cykel AB", 1), new("Maja Exempel", "maja", "maja@example.com"), 1768469400))),
                new Example("program", "A program's token, without a user", Node(new Me(new(1, "Nordlys Cykel AB", 1), new("", "", ""), 1768469400))))),
        new("beginSession", "Sign in to the portal",
            $"The same as `POST /login` in every respect, but the token goes into the cookie `{Session.CookieName}`, which no script can read and no other site's page can send. "
            + $"It does in place of `Authorization`, which goes before it; what changes something must have the header `{Session.PortalHeader}: {Session.PortalHeaderValue}` then, as this request must.",
            new("Who is signed in", Json, Schemas.Of(Schemas.Session), new Example("user", "The user maja", Node(Signed)))
            {
                Headers = [("Set-Cookie", $"`{Session.CookieName}` with the token: HttpOnly, SameSite=Strict, and Secure over HTTPS.")],
            })
        {
            Parameters = [PortalHeader(isRequired: true)],
            Body = new("Name and password.", Schemas.Of(Schemas.Login), new Example("maja", "The user maja", Node(new LoginRequest("maja", "Vinterkväll-i-Umeå")))),
            Problems = [LoginFailed, PortalHeaderMissing],
        },
        new("getSession", "Who is signed in", "The user, the merchant, what is allowed and until when; also for a token that is sent in `Authorization`.",
            new("Who is signed in", Json, Schemas.Of(Schemas.Session), new Example("user", "The user maja", Node(Signed)))),
        new("endSession", "Sign out", "Revokes the token that the request comes with, and clears the cookie; also when nobody is signed in.",
            Answer.None("Nobody is signed in any more."))
        {
            Parameters = [PortalHeader(isRequired: false)],
            Problems = [PortalHeaderMissing],
        },
    ];

    private static Session Signed => new(new("Maja Exempel", "maja", "maja@example.com", Admin: true), new(1, "Nordlys Cykel AB"), Scopes.All, "2026-01-15T21:30:00.000Z");

    private static OpenApiParameter PortalHeader(bool isRequired) => new()
    {
        Name = Session.PortalHeader,
        In = ParameterLocation.Header,
        Required = isRequired,
        Description = $"`{Session.PortalHeaderValue}`: the request is the portal's. A page of another origin cannot send it.",
        Schema = Schemas.Text(),
        Example = Session.PortalHeaderValue,
    };
}
