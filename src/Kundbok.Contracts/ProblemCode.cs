using System.Collections.Frozen;

namespace Kundbok.Contracts;

/// <summary>
/// A kind of error, from a closed list: the stable code for programs, its HTTP status and its title. Answers are RFC 9457
/// problem details. The one table of codes and statuses, for server and client.
/// </summary>
public sealed class ProblemCode
{
    /// <summary>Malformed HTTP, such as a bad request line.</summary>
    public static readonly ProblemCode InvalidRequest = new("invalid_request", 400, "The request is malformed");

    /// <summary>The body is not well-formed JSON in UTF-8.</summary>
    public static readonly ProblemCode InvalidJson = new("invalid_json", 400, "The body is not valid JSON");

    /// <summary>A field of the customer is not acceptable.</summary>
    public static readonly ProblemCode InvalidCustomer = new("invalid_customer", 400, "The customer is not valid");

    /// <summary>The list of ids is not acceptable.</summary>
    public static readonly ProblemCode InvalidIds = new("invalid_ids", 400, "The list of ids is not valid");

    /// <summary>A filter, or the profile of an export, is not acceptable.</summary>
    public static readonly ProblemCode InvalidFilter = new("invalid_filter", 400, "The filter is not valid");

    /// <summary>Paging or sorting parameters are not acceptable.</summary>
    public static readonly ProblemCode InvalidPage = new("invalid_page", 400, "The page is not valid");

    /// <summary>The text is no identity number of any known kind.</summary>
    public static readonly ProblemCode InvalidOrgNumber = new("invalid_org_number", 400, "The organisation number is not valid");

    /// <summary>The request to go back to a version names none.</summary>
    public static readonly ProblemCode InvalidVersion = new("invalid_version", 400, "The version is not valid");

    /// <summary>A webhook is not acceptable.</summary>
    public static readonly ProblemCode InvalidWebhook = new("invalid_webhook", 400, "The webhook is not valid");

    /// <summary>A user is not acceptable.</summary>
    public static readonly ProblemCode InvalidUser = new("invalid_user", 400, "The user is not valid");

    /// <summary>A token that is to be made is not acceptable.</summary>
    public static readonly ProblemCode InvalidNewToken = new("invalid_new_token", 400, "The token to make is not valid");

    /// <summary>An account with a look-up source is not acceptable.</summary>
    public static readonly ProblemCode InvalidAccount = new("invalid_account", 400, "The account is not valid");

    /// <summary>The request has no token.</summary>
    public static readonly ProblemCode TokenMissing = new("token_missing", 401, "Token is missing");

    /// <summary>The token is malformed, out of date, revoked or signed by somebody else.</summary>
    public static readonly ProblemCode TokenInvalid = new("token_invalid", 401, "Token is not valid");

    /// <summary>Wrong user name or password; which of them is not told.</summary>
    public static readonly ProblemCode LoginFailed = new("login_failed", 401, "Wrong user name or password");

    /// <summary>The token lacks the scope that this takes.</summary>
    public static readonly ProblemCode Forbidden = new("forbidden", 403, "The token does not allow this");

    /// <summary>A request that changes something has the portal's cookie but not the portal's header.</summary>
    public static readonly ProblemCode PortalHeaderMissing = new("portal_header_missing", 403, "The portal's header is missing");

    /// <summary>The merchant has no customer with that id.</summary>
    public static readonly ProblemCode CustomerNotFound = new("customer_not_found", 404, "There is no such customer");

    /// <summary>The customer never had that version, or it is no longer kept.</summary>
    public static readonly ProblemCode VersionNotFound = new("version_not_found", 404, "There is no such version");

    /// <summary>Nothing that could be undone has that id, or it is no longer kept.</summary>
    public static readonly ProblemCode OperationNotFound = new("operation_not_found", 404, "There is no such operation");

    /// <summary>The merchant has no webhook with that id.</summary>
    public static readonly ProblemCode WebhookNotFound = new("webhook_not_found", 404, "There is no such webhook");

    /// <summary>The webhook has no delivery with that id, or it is no longer kept.</summary>
    public static readonly ProblemCode DeliveryNotFound = new("delivery_not_found", 404, "There is no such delivery");

    /// <summary>The merchant has no user of that name.</summary>
    public static readonly ProblemCode UserNotFound = new("user_not_found", 404, "There is no such user");

    /// <summary>The merchant has no token with that id, or it is out of date.</summary>
    public static readonly ProblemCode TokenNotFound = new("token_not_found", 404, "There is no such token");

    /// <summary>The merchant has no account with that source.</summary>
    public static readonly ProblemCode AccountNotFound = new("account_not_found", 404, "There is no such account");

    /// <summary>No source knows the organisation number.</summary>
    public static readonly ProblemCode PartyNotFound = new("party_not_found", 404, "Nobody with that number was found");

    /// <summary>There is nothing at that address.</summary>
    public static readonly ProblemCode NotFound = new("not_found", 404, "There is nothing here");

    /// <summary>The address exists but not for that method.</summary>
    public static readonly ProblemCode MethodNotAllowed = new("method_not_allowed", 405, "The method is not allowed here");

    /// <summary>Another customer of the merchant has that customer number.</summary>
    public static readonly ProblemCode CustomerIdTaken = new("customerid_taken", 409, "The customer number is taken");

    /// <summary>The customer that is to be brought back is there.</summary>
    public static readonly ProblemCode NotRemoved = new("not_removed", 409, "The customer is not removed");

    /// <summary>Customers of the operation are no longer as it left them.</summary>
    public static readonly ProblemCode ChangedSince = new("changed_since", 409, "Customers have changed since");

    /// <summary>A request with the same key is still being worked on.</summary>
    public static readonly ProblemCode KeyInProgress = new("idempotency_in_progress", 409, "The request with this key is in progress");

    /// <summary>The merchant has as many webhooks as it may have.</summary>
    public static readonly ProblemCode TooManyWebhooks = new("too_many_webhooks", 409, "There are too many webhooks");

    /// <summary>Somebody has the user name.</summary>
    public static readonly ProblemCode UserNameTaken = new("username_taken", 409, "The user name is taken");

    /// <summary>The merchant would have no admin any more.</summary>
    public static readonly ProblemCode LastAdmin = new("last_admin", 409, "The last admin has to stay");

    /// <summary>Nobody removes the user that they are signed in as.</summary>
    public static readonly ProblemCode OwnUser = new("own_user", 409, "Nobody can remove themselves");

    /// <summary>Nothing is loaded into the directory of organisations.</summary>
    public static readonly ProblemCode DirectoryNotLoaded = new("directory_not_loaded", 409, "The directory of organisations is not loaded");

    /// <summary>The customer was erased, and cannot come back.</summary>
    public static readonly ProblemCode CustomerErased = new("customer_erased", 410, "The customer was erased");

    /// <summary>The changes behind the cursor are no longer kept.</summary>
    public static readonly ProblemCode CursorExpired = new("cursor_expired", 410, "The cursor is too old");

    /// <summary>The customer has another version than the request is meant for.</summary>
    public static readonly ProblemCode VersionMismatch = new("version_mismatch", 412, "The customer has another version");

    /// <summary>The body is over its limit.</summary>
    public static readonly ProblemCode BodyTooLarge = new("body_too_large", 413, "The body is too large");

    /// <summary>The body is not JSON in UTF-8.</summary>
    public static readonly ProblemCode UnsupportedMediaType = new("unsupported_media_type", 415, "The body is not JSON in UTF-8");

    /// <summary>The key was used for another request.</summary>
    public static readonly ProblemCode KeyReused = new("idempotency_key_reused", 422, "The key was used for another request");

    /// <summary>Too many requests; the answer says when to go on.</summary>
    public static readonly ProblemCode TooManyRequests = new("too_many_requests", 429, "Too many requests");

    /// <summary>A fault of the server.</summary>
    public static readonly ProblemCode Internal = new("internal", 500, "Something went wrong in the server");

    /// <summary>The register cannot answer now; nothing was changed that is not said to be.</summary>
    public static readonly ProblemCode Unavailable = new("unavailable", 503, "The register cannot answer now");

    /// <summary>A source that could know the number did not answer.</summary>
    public static readonly ProblemCode LookupUnavailable = new("lookup_unavailable", 503, "The look-up sources cannot answer now");

    private static readonly FrozenDictionary<string, ProblemCode> ByCode = All.ToFrozenDictionary(problem => problem.Code, StringComparer.Ordinal);

    private ProblemCode(string code, int status, string title)
    {
        Code = code;
        Status = status;
        Title = title;
    }

    /// <summary>Every code.</summary>
    public static IReadOnlyList<ProblemCode> All =>
    [
        InvalidRequest, InvalidJson, InvalidCustomer, InvalidIds, InvalidFilter, InvalidPage, InvalidOrgNumber, InvalidVersion, InvalidWebhook, InvalidUser, InvalidNewToken, InvalidAccount,
        TokenMissing, TokenInvalid, LoginFailed, Forbidden, PortalHeaderMissing,
        CustomerNotFound, VersionNotFound, OperationNotFound, WebhookNotFound, DeliveryNotFound, UserNotFound, TokenNotFound, AccountNotFound, PartyNotFound, NotFound, MethodNotAllowed,
        CustomerIdTaken, NotRemoved, ChangedSince, KeyInProgress, TooManyWebhooks, UserNameTaken, LastAdmin, OwnUser, DirectoryNotLoaded, CustomerErased, CursorExpired, VersionMismatch,
        BodyTooLarge, UnsupportedMediaType, KeyReused, TooManyRequests, Internal, Unavailable, LookupUnavailable,
    ];

    /// <summary>The code as it is on the wire, such as <c>customer_not_found</c>.</summary>
    public string Code { get; }

    /// <summary>The HTTP status that goes with it.</summary>
    public int Status { get; }

    /// <summary>A short sentence, the same for every occurrence.</summary>
    public string Title { get; }

    /// <summary>The row of that code; null when there is none.</summary>
    public static ProblemCode? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <inheritdoc/>
    public override string ToString() => Code;
}
