using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EnforcementPlatform.Kernel;

/// <summary>The OpenAPI document as pages that a person can read, print and search, without scripts and without any other server.</summary>
internal static partial class DocsPage
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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

    /// <summary>The first page: what there is, how to sign in, what is refused everywhere.</summary>
    public static string Of(JsonObject document, SignInExample example)
    {
        var page = Begin(document, "接口文档", "");
        page.Append($"<p>机器可读：<a href=\"{OpenApiDocument.Path}\">OpenAPI 3.1</a></p>");
        page.Append("<p>同一套接口，gRPC与HTTP/JSON均可调用。拒绝一律为google.rpc.Status格式，附原因代码（ErrorInfo）、有误的字段（BadRequest）或未满足的条件（PreconditionFailure），以及中文说明（LocalizedMessage）。</p>");
        AppendContents(page, document);
        page.Append(example.ToHtml(document));
        AppendRefusals(page, document["x-refusals"]!.AsArray());
        AppendGrpcOnly(page, document["x-grpc-only"]!.AsArray());
        return End(page);
    }

    /// <summary>The page of one service: its operations and the messages they use.</summary>
    public static string OfService(JsonObject document, string service)
    {
        var tag = document["tags"]!.AsArray().Single(tag => tag!["name"]!.GetValue<string>() == service)!;
        var operations = OperationsOf(document, tag).ToArray();
        var page = Begin(document, $"{Text(tag["x-displayName"])} {service}", "");
        page.Append($"<p><a href=\"{Path}\">全部接口</a></p><p lang=\"en\">{Text(tag["description"])}</p><nav aria-label=\"目录\"><ul class=\"rpcs\">");
        foreach (var (_, _, operation) in operations)
        {
            page.Append($"<li><a href=\"#{IdOf(operation)}\">{Text(operation["summary"])}</a></li>");
        }

        page.Append("</ul></nav>");
        foreach (var (path, verb, operation) in operations)
        {
            AppendOperation(page, document, path, verb, operation);
        }

        page.Append("<h2 id=\"schemas\">数据结构</h2>");
        var schemas = document["components"]!["schemas"]!.AsObject();
        var asked = UsedBy(operations.Select(one => one.Operation["requestBody"]).OfType<JsonNode>(), schemas);
        foreach (var name in UsedBy(operations.Select(one => one.Operation), schemas))
        {
            page.Append($"<h3 id=\"{Text(name)}\"><code>{Text(name)}</code></h3><pre>{Text(schemas[name]!["description"])}</pre>");
            AppendFields(page, schemas[name]!, asked.Contains(name));
        }

        return End(page);
    }

    /// <summary>The operations in which every word occurs: in a name, an address, a description or a field, Chinese or English.</summary>
    public static string Found(JsonObject document, string query)
    {
        var words = query.Split([' ', '　'], StringSplitOptions.RemoveEmptyEntries);
        var page = Begin(document, "查找接口", query);
        var found = document["tags"]!.AsArray()
            .SelectMany(tag => OperationsOf(document, tag!).Select(one => (Tag: Text(tag!["name"]), one.Path, one.Verb, one.Operation)))
            .Where(one => words.All(word => TextOf(one.Path, one.Operation).Contains(word, StringComparison.OrdinalIgnoreCase)))
            .ToArray();
        page.Append($"<p><a href=\"{Path}\">全部接口</a></p><p role=\"status\">找到{found.Length}个接口。</p><ul>");
        foreach (var (tag, path, verb, operation) in found)
        {
            page.Append($"<li><a href=\"{Path}/{tag}#{IdOf(operation)}\">{Text(operation["summary"])}</a> <span class=\"verb\">{verb}</span> <code>{Text(path)}</code></li>");
        }

        page.Append("</ul>");
        return End(page);
    }

    private static StringBuilder Begin(JsonObject document, string heading, string query)
    {
        var title = Text(document["info"]!["title"]);
        var page = new StringBuilder();
        page.Append($"<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{heading} {title}</title><style>{Style}</style></head><body><main>");
        page.Append($"<h1>{title} {heading}</h1><form role=\"search\" action=\"{Path}\"><label for=\"q\">查找接口</label> <input id=\"q\" type=\"search\" name=\"q\" maxlength=\"100\" value=\"{Text(query)}\"> <button>查找</button></form>");
        return page;
    }

    private static string End(StringBuilder page) => page.Append("</main></body></html>").ToString();

    private static string TextOf(string path, JsonNode operation) => string.Join(
        '\n',
        new[] { operation["summary"], operation["description"], operation["x-rpc"], operation["requestBody"]?["content"]?["application/json"]?["schema"] }
            .Select(node => node is JsonValue ? node.GetValue<string>() : node?.ToJsonString(Readable))
            .Append(operation["parameters"]!.ToJsonString(Readable))
            .Append(path));

    /// <summary>The schemas that these operations refer to, and those they refer to, by name.</summary>
    private static SortedSet<string> UsedBy(IEnumerable<JsonNode> operations, JsonObject schemas)
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        var left = new Stack<JsonNode>(operations);
        while (left.TryPop(out var node))
        {
            foreach (Match reference in Reference().Matches(node.ToJsonString()))
            {
                if (used.Add(reference.Groups[1].Value))
                {
                    left.Push(schemas[reference.Groups[1].Value]!);
                }
            }
        }

        return used;
    }

    private static void AppendContents(StringBuilder page, JsonObject document)
    {
        page.Append("<nav aria-label=\"目录\"><h2>目录</h2><ul>");
        foreach (var tag in document["tags"]!.AsArray())
        {
            var name = Text(tag!["name"]);
            page.Append($"<li><a href=\"{Path}/{name}\">{Text(tag["x-displayName"])} {name}</a><ul class=\"rpcs\">");
            foreach (var (_, _, operation) in OperationsOf(document, tag))
            {
                page.Append($"<li><a href=\"{Path}/{name}#{IdOf(operation)}\">{Text(operation["summary"])}</a></li>");
            }

            page.Append("</ul></li>");
        }

        var rpcs = document["x-grpc-only"]!.AsArray().Count == 0 ? "" : "<li><a href=\"#grpc-only\">仅gRPC</a></li>";
        page.Append($"<li><a href=\"#sign-in\">登录与调用示例</a></li><li><a href=\"#refusals\">通用拒绝原因</a></li>{rpcs}</ul></nav>");
    }

    private static IEnumerable<(string Path, string Verb, JsonNode Operation)> OperationsOf(JsonObject document, JsonNode tag) =>
        from path in document["paths"]!.AsObject()
        from verb in path.Value!.AsObject()
        where verb.Value!["tags"]![0]!.GetValue<string>() == tag["name"]!.GetValue<string>()
        select (path.Key, verb.Key, verb.Value!);

    private static string IdOf(JsonNode operation) => Text(operation["operationId"]);

    private static void AppendOperation(StringBuilder page, JsonObject document, string path, string verb, JsonNode operation)
    {
        page.Append($"<h2 id=\"{IdOf(operation)}\">{Text(operation["summary"])}</h2><p><span class=\"verb\">{verb}</span> <code>{Text(path)}</code></p>");
        page.Append($"<p>gRPC：<code>{Text(operation["x-rpc"])}</code>{(operation["security"]!.AsArray().Count == 0 ? "，不需要登录" : "")}</p><pre lang=\"en\">{Text(operation["description"])}</pre>");
        page.Append("<table><tr><th>参数</th><th>位置</th><th>类型</th><th>必填</th><th>说明</th></tr>");
        foreach (var parameter in operation["parameters"]!.AsArray())
        {
            page.Append($"<tr><td><code>{Text(parameter!["name"])}</code></td><td>{Text(parameter["in"])}</td><td>{TypeOf(parameter["schema"]!)}</td>");
            page.Append($"<td>{Must(parameter["required"]?.GetValue<bool>() == true)}</td>");
            page.Append($"<td>{Description(parameter["description"] ?? parameter["schema"]!["description"])}</td></tr>");
        }

        page.Append("</table>");
        if (operation["requestBody"]?["content"]?["application/json"] is { } body)
        {
            page.Append("<p>请求体：</p>");
            AppendFields(page, body["schema"]!, isAsked: true);
            page.Append($"<p>请求示例（值均为虚构）：</p><pre class=\"shell\">{Text(Call(verb, path, body["example"]!))}</pre>");
        }

        page.Append($"<p>返回：{TypeOf(operation["responses"]!["200"]!["content"]!["application/json"]!["schema"]!)}</p>");
        AppendRefusalsOf(page, document, operation["responses"]!.AsObject());
    }

    private static string Call(string verb, string path, JsonNode example) =>
        $"""
        curl -sS -X {verb.ToUpperInvariant()} "$BASE{path}" -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \
          -d '{example.ToJsonString(Readable)}'
        """;

    /// <summary>What this operation alone refuses; what every operation may answer stands on the first page.</summary>
    private static void AppendRefusalsOf(StringBuilder page, JsonObject document, JsonObject responses)
    {
        var common = document["x-refusals"]!.AsArray().Select(one => $"`{one!["reason"]!.GetValue<string>()}`").ToHashSet();
        var own = (
            from response in responses
            where response.Key != "200" && response.Value!["description"] is not null
            from line in response.Value!["description"]!.GetValue<string>().Split('\n')
            let parts = line.TrimStart('-', ' ').Split(' ', 2)
            where !common.Contains(parts[0])
            select (Http: response.Key, Reason: parts[0].Trim('`'), Sentence: parts[1])).ToArray();
        if (own.Length == 0)
        {
            return;
        }

        page.Append("<table><tr><th>拒绝原因</th><th>HTTP</th><th>说明</th></tr>");
        foreach (var (http, reason, sentence) in own)
        {
            page.Append($"<tr><td><code>{Text(reason)}</code></td><td>{http}</td><td>{Text(sentence)}</td></tr>");
        }

        page.Append("</table>");
    }

    /// <summary>The fields of an object; of what is asked with, which must be given.</summary>
    private static void AppendFields(StringBuilder page, JsonNode schema, bool isAsked)
    {
        if (schema["properties"] is not JsonObject properties)
        {
            return;
        }

        var required = (schema["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>()).ToHashSet();
        page.Append($"<table><tr><th>字段</th><th>类型</th>{(isAsked ? "<th>必填</th>" : "")}<th>说明</th></tr>");
        foreach (var (name, field) in properties)
        {
            page.Append($"<tr><td><code>{Text(name)}</code></td><td>{TypeOf(field!)}</td>");
            page.Append(isAsked ? $"<td>{Must(required.Contains(name))}</td>" : "");
            page.Append($"<td>{Description(field!["description"])}</td></tr>");
        }

        page.Append("</table>");
    }

    private static string Must(bool isRequired) => isRequired ? "是" : "";

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
            : schema["anyOf"] is JsonArray choices ? string.Join(" | ", choices.Select(one => TypeOf(one!)))
            : Text(schema["format"] ?? schema["contentEncoding"] ?? schema["type"]);
    }

    /// <summary>The Chinese words on one line, the English comment on the next.</summary>
    private static string Description(JsonNode? node) => Text(node).Replace("\n", "<br>", StringComparison.Ordinal);

    private static string Text(JsonNode? node) => Text(node?.GetValue<string>());

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    [GeneratedRegex("\"#/components/schemas/([^\"]+)\"")]
    private static partial Regex Reference();
}
