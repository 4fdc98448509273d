using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// JSON Schemas of messages and enums as the protobuf JSON mapping writes them, each once, found from where they are used. A message that is asked
/// with and answered has two: what must be given differs from what is always there.
/// </summary>
/// <param name="answered">The messages that answers are made of.</param>
internal sealed class OpenApiSchemas(IEnumerable<MessageDescriptor> answered)
{
    private readonly SortedDictionary<string, JsonObject> _schemas = new(StringComparer.Ordinal);

    private readonly HashSet<MessageDescriptor> _answered = WithInner(answered);

    public JsonObject ToJson() => new(_schemas.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    /// <summary>Schema of a message, by reference.</summary>
    public JsonObject Of(MessageDescriptor message, Side side)
    {
        var name = side == Side.Asked && _answered.Contains(message) ? $"{message.FullName}Input" : message.FullName;
        if (_schemas.TryAdd(name, []))
        {
            _schemas[name] = Describe(message, side);
        }

        return Reference(name);
    }

    /// <summary>Schema of an object with these fields: which must be given in a request, or are always there in an answer, is required.</summary>
    public JsonObject Of(IEnumerable<FieldDescriptor> fields, Side side)
    {
        var properties = fields.ToArray();
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(properties.Select(field => KeyValuePair.Create(field.JsonName, (JsonNode?)Of(field, side)))),
            ["additionalProperties"] = false,
        };
        var required = properties
            .Where(field => side == Side.Asked ? Words.Of(field).Required : IsAlwaysThere(field))
            .Select(field => (JsonNode)field.JsonName)
            .ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        return schema;
    }

    /// <summary>Schema of a field, with its words and its comment.</summary>
    public JsonObject Of(FieldDescriptor field, Side side)
    {
        var schema = field.IsMap ? Map(field, side)
            : field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = Single(field, side) }
            : Single(field, side);
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

    private static HashSet<MessageDescriptor> WithInner(IEnumerable<MessageDescriptor> messages)
    {
        var found = new HashSet<MessageDescriptor>();
        var left = new Stack<MessageDescriptor>(messages);
        while (left.TryPop(out var message))
        {
            if (found.Add(message))
            {
                foreach (var field in message.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message))
                {
                    left.Push(field.MessageType);
                }
            }
        }

        return found;
    }

    /// <summary>JSON writes every field but messages and what may be left out; of a message the contract says it.</summary>
    private static bool IsAlwaysThere(FieldDescriptor field) =>
        field.IsRepeated || (field.FieldType == FieldType.Message ? Words.Of(field).Required : !field.HasPresence);

    private JsonObject Describe(MessageDescriptor message, Side side)
    {
        var schema = Of(message.Fields.InDeclarationOrder(), side);
        schema["description"] = ContractComments.Of(message);
        return schema;
    }

    private JsonObject Map(FieldDescriptor field, Side side) =>
        new() { ["type"] = "object", ["additionalProperties"] = Single(field.MessageType.FindFieldByNumber(2), side) };

    private JsonObject Single(FieldDescriptor field, Side side) => field.FieldType switch
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
        FieldType.Message => Of(field.MessageType, side),
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

    /// <summary>Which way a message goes.</summary>
    internal enum Side
    {
        /// <summary>From who calls.</summary>
        Asked,

        /// <summary>To who calls.</summary>
        Answered,
    }
}
