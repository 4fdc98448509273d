using System.Text.Json;
using System.Text.Json.Nodes;

namespace EnforcementPlatform.Tests.Slow.Json;

/// <summary>Answers held against the OpenAPI document of the role that gave them.</summary>
internal sealed class AsDocumented(JsonObject document)
{
    private readonly SortedSet<string> _differences = new(StringComparer.Ordinal);

    /// <summary>Names of the operations.</summary>
    public IEnumerable<string> Operations => document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject())
        .Select(verb => verb.Value!["x-rpc"]!.GetValue<string>());

    /// <summary>What answers lacked of what is required, and what they held that is not documented.</summary>
    public IReadOnlyCollection<string> Differences => _differences;

    /// <summary>Holds the answer to an operation against the document.</summary>
    public void Compare(string operation, string body)
    {
        // A parsed document is put together where it is first read; calls come from several threads.
        lock (_differences)
        {
            var documented = document["paths"]!.AsObject()
                .SelectMany(path => path.Value!.AsObject())
                .Single(verb => verb.Value!["x-rpc"]!.GetValue<string>() == operation).Value!;
            _differences.UnionWith(Between(JsonNode.Parse(body)!, documented["responses"]!["200"]!["content"]!["application/json"]!["schema"]!, operation));
        }
    }

    private IEnumerable<string> Between(JsonNode value, JsonNode schema, string at)
    {
        while (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            schema = document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]!;
        }

        return value switch
        {
            JsonArray list => list.SelectMany(one => Between(one!, schema["items"]!, at)),
            JsonObject fields => Lacking(fields, schema, at).Concat(fields.SelectMany(field => Of(field.Key, field.Value!, schema, at))),
            _ when schema["enum"] is JsonArray choices && !choices.Any(choice => JsonNode.DeepEquals(choice, value)) => [$"{at}: {value} is no choice"],
            _ when (schema["type"]?.GetValue<string>() == "string") != (value.GetValueKind() == JsonValueKind.String) => [$"{at}: {value} is no {schema["type"]}"],
            _ => [],
        };
    }

    private static IEnumerable<string> Lacking(JsonObject fields, JsonNode schema, string at) =>
        from name in schema["required"]?.AsArray() ?? []
        where !fields.ContainsKey(name.GetValue<string>())
        select $"{at}.{name} is required and is not there";

    private IEnumerable<string> Of(string name, JsonNode value, JsonNode schema, string at) =>
        (schema["properties"]?[name] ?? (schema["additionalProperties"] as JsonObject)) is { } inner
            ? Between(value, inner, $"{at}.{name}")
            : [$"{at}.{name} is not documented"];
}
