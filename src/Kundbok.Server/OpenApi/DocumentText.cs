using Kundbok.Contracts;
using Kundbok.Server.Access;
using Kundbok.Server.Webhooks;
using Microsoft.OpenApi;

namespace Kundbok.Server.OpenApi;

/// <summary>What the description says of the API as a whole.</summary>
internal static class DocumentText
{
    public static OpenApiInfo Info => new()
    {
        Title = "Kundbok",
        Version = "1",
        Summary = "A customer register for billing",
        Description = $"""
            The customers of a merchant, as the `customers` resource of a Nordic billing portal's API has them: programs written for that API work unchanged.

            - Every request but signing in carries a token: `Authorization: Bearer <token>`. It names one merchant, and nothing of another merchant can be seen, counted, changed or told from "not there".
            - In a browser the cookie of `POST {SessionEndpoints.Path}` does in place of it; requests that change something must have the header `{Session.PortalHeader}: {Session.PortalHeaderValue}` then.
            - JSON in UTF-8. Text that is not set is the empty string, never null. A path may end in a slash; HEAD answers as GET.
            - Query parameters that nobody knows are ignored, but a filter's parameter sent without the filter is an error: it would silently return everything. A repeated parameter may be written `search=a&search=b`, `search[]=a&search[]=b` or `search[0]=a&search[1]=b`.
            - Every error is `application/problem+json` with a `code` that does not change:
            {string.Join('\n', ProblemCode.All.Select(problem => $"  - `{problem}` ({problem.Status}): {problem.Title}."))}
            """.ReplaceLineEndings("\n"),
    };

    /// <summary>The groups of operations, in the order to read in.</summary>
    public static IReadOnlyList<OpenApiTag> Tags =>
    [
        new() { Name = "access", Description = "Signing in, and who a token is for." },
        new() { Name = "customers", Description = "The merchant's customers: keeping them, finding them, exporting them, and looking up who an organisation number belongs to." },
        new() { Name = "history", Description = "What happened to customers, and taking it back." },
        new() { Name = "erasure", Description = "What a person may ask for: everything that is held, and that it be erased." },
        new() { Name = WebhookEndpoints.Tag, Description = "Being told of every change to the merchant's customers: where to, what became of it, and sending it again." },
        new() { Name = TokenEndpoints.Tag, Description = "The merchant's users, tokens, and accounts with look-up sources." },
    ];
}
