using System.Net;
using System.Text.Json.Nodes;

namespace EnforcementPlatform.Kernel;

/// <summary>The worked example at the head of a role's documentation: signing in and calling it, to be pasted into a shell.</summary>
/// <param name="SignIn">HTTP address of the role that signs people in; null where another process plays it.</param>
/// <param name="Own">HTTP address of the documented role.</param>
internal sealed record SignInExample(Uri? SignIn, Uri Own)
{
    private const string SignInPath = "/v1/records/accounts:signIn";
    private const string Elsewhere = "http://records角色的地址";

    /// <summary>The example as a part of the page; the call is the first reading of the document that needs no parameters.</summary>
    public string ToHtml(JsonObject document) =>
        $"""
        <h2 id="sign-in">登录与调用示例</h2>
        <p>除标明“Public”的接口外，调用都要带登录令牌：先向records角色登录，以后每次调用把令牌放在请求头<code>authorization: Bearer …</code>中（gRPC放在同名元数据中）。令牌到期后重新登录。用户名、密码换成本人的（演示环境用启动时列出的演示账号）；地址以实际部署为准。</p>
        <pre class="shell">{WebUtility.HtmlEncode(Commands(document))}</pre>
        <p>登录的答复：</p>
        <pre>{WebUtility.HtmlEncode("""{"token":"eyJ…","expires":"2026-11-23T16:00:00Z","passwordChangeRequired":false}""")}</pre>
        <p>办理类接口（写入）另须带两项：<code>requestId</code>，由调用方生成的UUID，网络中断后用同一编号重发不会重复办理；<code>etag</code>，最近一次读取时返回的值，期间有他人修改的，拒绝并请重新读取。</p>
        """;

    /// <summary>Two commands of a POSIX shell with curl.</summary>
    public string Commands(JsonObject document) =>
        $$"""
        TOKEN=$(curl -sS {{Base(SignIn)}}{{SignInPath}} -H 'content-type: application/json' \
          -d '{"userName":"用户名","password":"密码"}' | sed 's/.*"token": *"\([^"]*\)".*/\1/')
        curl -sS {{Base(Own)}}{{FirstReading(document)}} -H "authorization: Bearer $TOKEN"
        """;

    private static string Base(Uri? address) => address?.GetLeftPart(UriPartial.Authority) ?? Elsewhere;

    private static string FirstReading(JsonObject document) => document["paths"]!.AsObject()
        .Where(path => !path.Key.Contains('{', StringComparison.Ordinal) && path.Value!["get"]?["security"] is JsonArray { Count: > 0 })
        .Select(path => path.Key)
        .FirstOrDefault(OpenApiDocument.Path);
}
