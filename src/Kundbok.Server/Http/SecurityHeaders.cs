namespace Kundbok.Server.Http;

/// <summary>Headers that keep browsers from doing more with an answer than showing it to whoever asked.</summary>
internal static class SecurityHeaders
{
    /// <summary>What a page of ours may load and do, unless the page says otherwise: nothing.</summary>
    public const string StrictestPolicy = "default-src 'none'; frame-ancestors 'none'";

    public static void Set(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = StrictestPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store"; // answers are personal data, and belong to one token
    }
}
