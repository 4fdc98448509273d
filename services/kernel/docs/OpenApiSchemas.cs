using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Kernel;

/// <summary>JSON Schemas of messages and enums as the protobuf JSON mapping writes them, each once, found from where they are used.</summary>
internal sealed class OpenApiSchemas
{
    private readonly SortedDictionary<string, JsonObject> _schemas = new(StringComparer.Ordinal);

    private readonly Dictionary<MessageDescriptor, JsonObject> _messages = [];

    public JsonObject ToJson() => new(_schemas.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    /// <summary>Schema of a message, by reference.</summary>
    public JsonObject Of(MessageDescriptor message)
    {
        if (_schemas.TryAdd(message.FullName, []))
        {
            _messages[message] = _schemas[message.FullName] = Describe(message);
        }

        return Reference(message.FullName);
    }

    /// <summary>
    /// Says of every message that only answers hold which fields are always there: JSON writes all of them but messages and what may be left out.
    /// </summary>
    /// <param name="asked">The messages of all requests.</param>
    public void RequireAnswered(IEnumerable<MessageDescriptor> asked)
    {
        var inRequests = new HashSet<MessageDescriptor>();
        foreach (var message in asked)
        {
            Walk(message, inRequests);
        }

        foreach (var (message, schema) in _messages.Where(pair => !inRequests.Contains(pair.Key)))
        {
            var always = message.Fields.InDeclarationOrder().Where(IsAlwaysThere).Select(field => (JsonNode)field.JsonName).ToArray();
            if (always.Length > 0)
            {
                schema["required"] = new JsonArray(always);
            }
        }
    }

    /// <summary>Schema of a field, with its words and its comment.</summary>
    public JsonObject Of(FieldDescriptor field)
    {
        var schema = field.IsMap ? Map(field) : field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = Single(field) } : Single(field);
        schema["title"] = Words.Of(field).Label;
        schema["description"] = Describe(field);

        return schema;
    }

    /// <summary>结案日期：YYYY-MM-DD，北京时间（…）。 and the English comment on the next line.</summary>
    private static string Describe(FieldDescriptor field)
    {
        var words = Words.Of(field);
        var chinese = $"{words.Label}{(words.Hint.Length > 0 ? $"：{words.Hint}" : "")}{(words.Limit.Length > 0 ? $"（{words.Limit}）" : "")}。";
        return ContractComments.Of(field) is { Length: > 0 } comment ? $"{chinese}\n{comment}" : chinese;
    }

    private static void Walk(MessageDescriptor message, HashSet<MessageDescriptor> seen)
    {
        if (seen.Add(message))
        {
            foreach (var field in message.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message))
            {
                Walk(field.MessageType, seen);
            }
        }
    }

    private static bool IsAlwaysThere(FieldDescriptor field) =>
        field.IsRepeated || (field.FieldType != FieldType.Message && !field.HasPresence);

    private JsonObject Describe(MessageDescriptor message)
    {
        var properties = new JsonObject();
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            properties[field.JsonName] = Of(field);
        }

        return new() { ["type"] = "object", ["description"] = ContractComments.Of(message), ["properties"] = properties, ["additionalProperties"] = false };
    }

    private JsonObject Map(FieldDescriptor field) =>
        new() { ["type"] = "object", ["additionalProperties"] = Single(field.MessageType.FindFieldByNumber(2)) };

    private JsonObject Single(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => new() { ["type"] = "boolean" },
        FieldType.String => new() { ["type"] = "string" },
        FieldType.Bytes => new() { ["type"] = "string", ["contentEncoding"] = "base64" },
        FieldType.Float or FieldType.Double => new() { ["type"] = "number" },
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => new() { ["type"] = "string", ["format"] = "int64" },
        FieldType.UInt64 or FieldType.Fixed64 => new() { ["type"] = "string", ["format"] = "uint64" },
        FieldType.Enum => Enum(field.EnumType),
        FieldType.Message when field.MessageType == Timestamp.Descriptor => new() { ["type"] = "string", ["format"] = "date-time" },
        FieldType.Message when field.MessageType == Duration.Descriptor => new() { ["type"] = "string", ["format"] = "duration" },
        FieldType.Message => Of(field.MessageType),
        _ => new() { ["type"] = "integer", ["format"] = "int32" },
    };

    private JsonObject Enum(EnumDescriptor type)
    {
        if (!_schemas.ContainsKey(type.FullName))
        {
            var lines = type.Values.Select(value => $"- `{value.Name}` {Words.Of(value)}. {ContractComments.Of(value)}");
            _schemas[type.FullName] = new()
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. type.Values.Select(value => (JsonNode)value.Name)]),
                ["description"] = $"{ContractComments.Of(type)}\n\n{string.Join('\n', lines)}",
            };
        }

        return Reference(type.FullName);
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };
}
