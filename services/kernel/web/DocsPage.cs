using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace EnforcementPlatform.Kernel;

/// <summary>The OpenAPI document as one page a person can read, print and search, without scripts and without any other server.</summary>
internal static class DocsPage
{
    public const string Path = "/docs";

    /// <summary>Content-Security-Policy: nothing is loaded and nothing runs.</summary>
    public const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    private const string Style =
        """
        body{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:70rem;margin:0 auto;padding:1rem;color:#1b1f24;background:#fff}
        h1{overflow-wrap:anywhere}h2{border-bottom:2px solid #1a4f8b;padding-top:1rem}h3{margin-bottom:.2rem}code,pre{font-family:ui-monospace,monospace;font-size:.92em}
        pre{white-space:pre-wrap;overflow-wrap:anywhere}table{border-collapse:collapse;width:100%}td,th{border:1px solid #c8ced6;padding:.25rem .5rem;text-align:left;vertical-align:top}
        .verb{background:#1a4f8b;color:#fff;padding:.1rem .4rem;border-radius:.2rem;text-transform:uppercase;font-size:.8em}a{color:#1a4f8b}
        code,td{overflow-wrap:anywhere}td:last-child{min-width:9em}
        nav>ul{columns:20rem;padding-left:1.2rem}nav>ul>li{margin-bottom:.5rem}.rpcs{padding-left:1.2rem;font-size:.92em}
        .shell{padding:.6rem .8rem;background:#f4f6f8;border:1px solid #c8ced6;overflow-wrap:anywhere}
        @media (max-width:40rem){td:last-child{min-width:0}td,th{padding:.2rem .3rem}table{font-size:.9em}h1{font-size:1.5em}.rpcs li{display:inline-block;margin-right:.9em}.rpcs{padding-left:0}}
        """;

    public static string Of(JsonObject document, SignInExample example)
    {
        var page = new StringBuilder();
        var title = Text(document["info"]!["title"]);
        page.Append($"<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{Style}</style>");
        page.Append($"<h1>{title} 接口文档</h1><p>机器可读：<a href=\"{OpenApiDocument.Path}\">OpenAPI 3.1</a></p>");
        page.Append("<p>同一套接口，gRPC与HTTP/JSON均可调用。拒绝一律为google.rpc.Status格式，附原因代码（ErrorInfo）、有误的字段（BadRequest）或未满足的条件（PreconditionFailure），以及中文说明（LocalizedMessage）。</p>");
        AppendContents(page, document);
        page.Append(example.ToHtml(document));
        foreach (var tag in document["tags"]!.AsArray())
        {
            AppendTag(page, document, tag!);
        }

        AppendRefusals(page, document["x-refusals"]!.AsArray());
        AppendGrpcOnly(page, document["x-grpc-only"]!.AsArray());
        page.Append("<h2 id=\"schemas\">数据结构</h2>");
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
        {
            page.Append($"<h3 id=\"{Text(name)}\"><code>{Text(name)}</code></h3><pre>{Text(schema!["description"])}</pre>");
            AppendFields(page, schema["properties"]?.AsObject());
        }

        return page.ToString();
    }

    private static void AppendContents(StringBuilder page, JsonObject document)
    {
        page.Append("<nav aria-label=\"目录\"><h2>目录</h2><ul><li><a href=\"#sign-in\">登录与调用示例</a></li>");
        foreach (var tag in document["tags"]!.AsArray())
        {
            var name = Text(tag!["name"]);
            page.Append($"<li><a href=\"#{name}\">{name}</a><ul class=\"rpcs\">");
            foreach (var (_, _, operation) in OperationsOf(document, tag))
            {
                page.Append($"<li><a href=\"#{IdOf(operation)}\">{NameOf(operation)}</a></li>");
            }

            page.Append("</ul></li>");
        }

        var rpcs = document["x-grpc-only"]!.AsArray().Count == 0 ? "" : "<li><a href=\"#grpc-only\">仅gRPC</a></li>";
        page.Append($"<li><a href=\"#refusals\">通用拒绝原因</a></li>{rpcs}<li><a href=\"#schemas\">数据结构</a></li></ul></nav>");
    }

    private static IEnumerable<(string Path, string Verb, JsonNode Operation)> OperationsOf(JsonObject document, JsonNode tag) =>
        from path in document["paths"]!.AsObject()
        from verb in path.Value!.AsObject()
        where verb.Value!["tags"]![0]!.GetValue<string>() == tag["name"]!.GetValue<string>()
        select (path.Key, verb.Key, verb.Value!);

    private static string IdOf(JsonNode operation) => Text(operation["operationId"]);

    private static string NameOf(JsonNode operation) => IdOf(operation)[(IdOf(operation).IndexOf('_', StringComparison.Ordinal) + 1)..];

    private static void AppendTag(StringBuilder page, JsonObject document, JsonNode tag)
    {
        page.Append($"<h2 id=\"{Text(tag["name"])}\">{Text(tag["name"])}</h2><p>{Text(tag["description"])}</p>");
        foreach (var (path, verb, operation) in OperationsOf(document, tag))
        {
            AppendOperation(page, path, verb, operation);
        }
    }

    private static void AppendOperation(StringBuilder page, string path, string verb, JsonNode operation)
    {
        page.Append($"<h3 id=\"{IdOf(operation)}\"><span class=\"verb\">{verb}</span> <code>{Text(path)}</code></h3><p><code>{Text(operation["x-rpc"])}</code></p><pre>{Text(operation["summary"])}</pre>");
        page.Append("<table><tr><th>参数</th><th>位置</th><th>类型</th><th>说明</th></tr>");
        foreach (var parameter in operation["parameters"]!.AsArray())
        {
            page.Append($"<tr><td><code>{Text(parameter!["name"])}</code></td><td>{Text(parameter["in"])}</td><td>{TypeOf(parameter["schema"]!)}</td><td>{Text(parameter["description"] ?? parameter["schema"]!["description"])}</td></tr>");
        }

        page.Append("</table>");
        if (operation["requestBody"]?["content"]?["application/json"]?["schema"] is { } body)
        {
            page.Append("<p>请求体：</p>");
            AppendFields(page, body["properties"]?.AsObject());
        }

        page.Append($"<p>返回：{TypeOf(operation["responses"]!["200"]!["content"]!["application/json"]!["schema"]!)}</p>");
    }

    private static void AppendFields(StringBuilder page, JsonObject? properties)
    {
        if (properties is null)
        {
            return;
        }

        page.Append("<table><tr><th>字段</th><th>类型</th><th>说明</th></tr>");
        foreach (var (name, schema) in properties)
        {
            page.Append($"<tr><td><code>{Text(name)}</code></td><td>{TypeOf(schema!)}</td><td>{Text(schema!["description"])}</td></tr>");
        }

        page.Append("</table>");
    }

    private static void AppendRefusals(StringBuilder page, JsonArray refusals)
    {
        page.Append("<h2 id=\"refusals\">通用拒绝原因</h2><table><tr><th>原因代码</th><th>HTTP</th><th>gRPC</th><th>说明</th></tr>");
        foreach (var refusal in refusals)
        {
            page.Append($"<tr><td><code>{Text(refusal!["reason"])}</code></td><td>{refusal["http"]}</td><td>{Text(refusal["grpc"])}</td><td>{Text(refusal["sentence"])}</td></tr>");
        }

        page.Append("</table>");
    }

    private static void AppendGrpcOnly(StringBuilder page, JsonArray rpcs)
    {
        if (rpcs.Count == 0)
        {
            return;
        }

        page.Append("<h2 id=\"grpc-only\">仅gRPC</h2><table><tr><th>接口</th><th>说明</th></tr>");
        foreach (var rpc in rpcs)
        {
            page.Append($"<tr><td><code>{Text(rpc!["rpc"])}</code></td><td>{Text(rpc["description"])}</td></tr>");
        }

        page.Append("</table>");
    }

    private static string TypeOf(JsonNode schema)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            var name = Text(reference[(reference.LastIndexOf('/') + 1)..]);
            return $"<a href=\"#{name}\"><code>{name[(name.LastIndexOf('.') + 1)..]}</code></a>";
        }

        return schema["items"] is { } items ? $"{TypeOf(items)}[]"
            : schema["additionalProperties"] is JsonObject values ? $"map&lt;string, {TypeOf(values)}&gt;"
            : Text(schema["format"] ?? schema["contentEncoding"] ?? schema["type"]);
    }

    private static string Text(JsonNode? node) => Text(node?.GetValue<string>());

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
