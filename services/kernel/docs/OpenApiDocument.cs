using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EnforcementPlatform.Law;
using Google.Api;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Kernel;

/// <summary>The OpenAPI 3.1 document of a role, made from the contracts it serves: one operation for each google.api.http rule.</summary>
internal sealed partial class OpenApiDocument
{
    public const string Path = "/openapi.json";
    private readonly OpenApiSchemas _schemas;
    private readonly JsonObject _paths = [];
    private readonly JsonArray _grpcOnly = [];
    private readonly JsonArray _tags = [];

    private readonly OpenApiRefusals _refusals;

    private OpenApiDocument(OpenApiSchemas schemas, OpenApiRefusals refusals) => (_schemas, _refusals) = (schemas, refusals);

    /// <summary>The document of these contracts.</summary>
    public static JsonObject Of(string role, IReadOnlyCollection<ServiceDescriptor> contracts, IEnumerable<FaultType>? refusals = null)
    {
        var answered = contracts.SelectMany(contract => contract.Methods).Where(rpc => RuleOf(rpc) is not null).Select(rpc => rpc.OutputType);
        var document = new OpenApiDocument(new(answered), new(refusals ?? []));
        foreach (var contract in contracts)
        {
            document.Add(contract);
        }

        return document.ToJson(role);
    }

    private JsonObject ToJson(string role)
    {
        var schemas = _schemas.ToJson();
        OpenApiStatus.AddTo(schemas);
        return new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = $"EnforcementPlatform {role}", ["version"] = "v1", ["description"] = Introduction, ["license"] = License() },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "The role that serves this document." }),
            ["tags"] = _tags,
            ["paths"] = _paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas,
                ["securitySchemes"] = new JsonObject { ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" } },
                ["responses"] = _refusals.Common(OpenApiStatus.Name),
            },
            ["x-grpc-only"] = _grpcOnly,
            ["x-refusals"] = OpenApiRefusals.ListCommon(),
        };
    }

    private void Add(ServiceDescriptor contract)
    {
        _tags.Add((JsonNode)new JsonObject
        {
            ["name"] = contract.Name,
            ["x-displayName"] = Words.Of(contract),
            ["description"] = ContractComments.Of(contract),
        });
        foreach (var rpc in contract.Methods)
        {
            if (RuleOf(rpc) is var (rule, verb, path))
            {
                Add(rpc, rule, verb, path);
            }
            else
            {
                _grpcOnly.Add((JsonNode)new JsonObject { ["rpc"] = NameOf(rpc), ["description"] = ContractComments.Of(rpc) });
            }
        }
    }

    private void Add(MethodDescriptor rpc, HttpRule rule, string verb, string path)
    {
        var operation = new JsonObject
        {
            ["tags"] = new JsonArray(rpc.Service.Name),
            ["operationId"] = $"{rpc.Service.Name}_{rpc.Name}",
            ["summary"] = $"{Words.Of(rpc)} {rpc.Name}",
            ["description"] = ContractComments.Of(rpc),
            ["x-rpc"] = NameOf(rpc),
            ["parameters"] = Parameters(rpc, rule, path),
            ["responses"] = _refusals.Of(rpc, OpenApiStatus.Name, Content("Done.", _schemas.Of(rpc.OutputType, OpenApiSchemas.Side.Answered))),
        };
        if (!Rights.IsPublic(NameOf(rpc)) && rpc.InputType.FindFieldByName("request_id") is not null)
        {
            operation["responses"]!["200"]!["headers"] = Kept();
        }

        if (rule.Body.Length > 0)
        {
            var inPath = InPath(path);
            var schema = rule.Body == "*"
                ? _schemas.Of(rpc.InputType.Fields.InDeclarationOrder().Where(field => !inPath.Contains(field.Name)), OpenApiSchemas.Side.Asked)
                : _schemas.Of(rpc.InputType.FindFieldByName(rule.Body), OpenApiSchemas.Side.Asked);
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Json(schema) };
            operation["requestBody"]!["content"]!["application/json"]!["example"] = rule.Body == "*"
                ? OpenApiExample.Of(rpc.InputType, inPath)
                : OpenApiExample.Of(rpc.InputType.FindFieldByName(rule.Body).MessageType, []);
        }

        operation["security"] = Rights.IsPublic(NameOf(rpc)) ? [] : new JsonArray(new JsonObject { ["bearer"] = new JsonArray() });

        var item = _paths[path] as JsonObject ?? [];
        item[verb] = operation;
        _paths[path] = item;
    }

    private JsonArray Parameters(MethodDescriptor rpc, HttpRule rule, string path)
    {
        var inPath = InPath(path);
        var parameters = new JsonArray();
        foreach (var field in rpc.InputType.Fields.InDeclarationOrder())
        {
            var isInPath = inPath.Contains(field.Name);
            if (isInPath || (rule.Body != "*" && rule.Body != field.Name && !field.IsMap && (field.FieldType != FieldType.Message || JsonShape.IsText(field.MessageType))))
            {
                parameters.Add((JsonNode)new JsonObject
                {
                    ["name"] = isInPath ? field.Name : field.JsonName,
                    ["in"] = isInPath ? "path" : "query",
                    ["required"] = isInPath || Words.Of(field).Required,
                    ["schema"] = _schemas.Of(field, OpenApiSchemas.Side.Asked),
                });
            }
        }

        parameters.Add((JsonNode)new JsonObject
        {
            ["name"] = AfterTokens.Header,
            ["in"] = "header",
            ["description"] = "The ep-after header of an earlier answer: the answer takes that act into account, or is VIEW_BEHIND.",
            ["schema"] = new JsonObject { ["type"] = "string" },
        });
        return parameters;
    }

    /// <summary>What the answer to an act carries beside its body.</summary>
    private static JsonObject Kept() => new()
    {
        [AfterTokens.Header] = HeaderOf("How far this answer has seen the ledger; to be brought back by later questions."),
        [Receipt.Header] = HeaderOf("The receipt, 1.<origin>.<position>.<leaf>.<epoch>.<tag>: this installation promised to keep the entry. Keep it; enforce verify --receipt checks it."),
    };

    private static JsonObject HeaderOf(string description) =>
        new() { ["description"] = description, ["schema"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject License() => new() { ["name"] = "Apache 2.0", ["identifier"] = "Apache-2.0" };

    private static (HttpRule Rule, string Verb, string Path)? RuleOf(MethodDescriptor rpc) =>
        rpc.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is { } rule && VerbOf(rule) is var (verb, path) ? (rule, verb, path) : null;

    private static (string Verb, string Path)? VerbOf(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => ("get", rule.Get),
        HttpRule.PatternOneofCase.Post => ("post", rule.Post),
        HttpRule.PatternOneofCase.Put => ("put", rule.Put),
        HttpRule.PatternOneofCase.Patch => ("patch", rule.Patch),
        HttpRule.PatternOneofCase.Delete => ("delete", rule.Delete),
        _ => null,
    };

    private static JsonObject Content(string description, string schema) =>
        Content(description, new JsonObject { ["$ref"] = $"#/components/schemas/{schema}" });

    private static JsonObject Content(string description, JsonObject schema) => new() { ["description"] = description, ["content"] = Json(schema) };

    private static JsonObject Json(JsonObject schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema } };

    private static string NameOf(MethodDescriptor rpc) => $"{rpc.Service.FullName}/{rpc.Name}";

    private static HashSet<string> InPath(string path) => [.. PathParameter().Matches(path).Select(match => match.Groups[1].Value)];

    private const string Introduction =
        """
        The same contracts as over gRPC (google.api.http). Refusals have one shape, google.rpc.Status: `code`, `message` and `details` with
        google.rpc.ErrorInfo (`reason`, `metadata`), google.rpc.BadRequest or google.rpc.PreconditionFailure, and google.rpc.LocalizedMessage (zh-CN).
        Beside the refusals an operation names, every operation may answer those listed in `x-refusals`.
        """;

    [GeneratedRegex(@"\{([a-z0-9_.]+)(=[^}]*)?\}")]
    private static partial Regex PathParameter();
}
