using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Portal;

/// <summary>
/// What every answer says to browsers and caches: nothing runs, nothing comes from elsewhere, nobody frames it; and nobody keeps a copy, neither a
/// proxy nor a search engine, since a decision that is withdrawn must not be shown any more (行政处罚法 48(2)).
/// </summary>
internal static class PublicHeaders
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["X-Robots-Tag"] = "noarchive";
        headers.CacheControl = "no-store";
    }
}
