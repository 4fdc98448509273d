using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Compares JSON with a message descriptor (protobuf JSON mapping) and collects what does not fit, with the path of the field as JSON spells
/// it. Stricter than the mapping: no unknown field, no field twice under its two spellings, no enum value the proto does not name.
/// </summary>
public sealed class JsonShape
{
    private readonly List<FieldViolation> _violations = [];

    public IReadOnlyList<FieldViolation> Violations => _violations;

    /// <summary>A field by its JSON name or its proto name.</summary>
    public static FieldDescriptor? FieldOf(MessageDescriptor message, string name) =>
        message.Fields.InDeclarationOrder().FirstOrDefault(field => field.JsonName == name || field.Name == name);

    /// <summary>True for messages that JSON writes as a text.</summary>
    public static bool IsText(MessageDescriptor message) =>
        message == Timestamp.Descriptor || message == Duration.Descriptor || message == FieldMask.Descriptor;

    public void Add(string path, string rule, string message) => _violations.Add(new(path, rule, message));

    /// <summary>A message; a field that the path gives may come again with the same value only.</summary>
    public void Message(JsonElement json, MessageDescriptor message, string path, IReadOnlyDictionary<string, string>? inPath = null)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Add(path, "WRONG_TYPE", "应为JSON对象。");
            return;
        }

        var seen = new HashSet<FieldDescriptor>();
        foreach (var property in json.EnumerateObject())
        {
            Property(property, message, path, inPath, seen);
        }
    }

    /// <summary>The value of a field, single, list or map.</summary>
    public void Field(JsonElement json, FieldDescriptor field, string path)
    {
        if (field.IsMap)
        {
            Map(json, field, path);
        }
        else if (field.IsRepeated)
        {
            List(json, field, path);
        }
        else
        {
            Single(json, field, path);
        }
    }

    /// <summary>The value of a query parameter.</summary>
    public void Text(string value, FieldDescriptor field, string path)
    {
        if (field.FieldType == FieldType.Enum)
        {
            EnumName(value, field, path);
            return;
        }

        var fits = field.FieldType switch
        {
            FieldType.Bool => value is "true" or "false",
            FieldType.Message => IsTextOf(value, field.MessageType),
            _ => FitsText(value, field.FieldType),
        };
        AddUnless(fits, field, path);
    }

    private void Property(JsonProperty property, MessageDescriptor message, string path, IReadOnlyDictionary<string, string>? inPath, HashSet<FieldDescriptor> seen)
    {
        if (NameOf(property, path) is not { } name)
        {
            return;
        }

        if (FieldOf(message, name) is not { } field)
        {
            Add(Join(path, name), "UNKNOWN_FIELD", "接口没有这个字段，请核对字段名。");
            return;
        }

        var here = Join(path, field.JsonName);
        if (inPath?.TryGetValue(field.Name, out var given) == true && TextOf(property.Value) != given)
        {
            Add(here, "GIVEN_BY_PATH", "该字段已由地址给出，请求体中的值与地址不一致。请改为一致，或者在请求体中省略。");
        }
        else if (!seen.Add(field))
        {
            Add(here, "DUPLICATE", "同一字段出现了两次。");
        }
        else if (field.RealContainingOneof is { } choice && property.Value.ValueKind != JsonValueKind.Null && seen.Any(other => other != field && other.RealContainingOneof == choice))
        {
            Add(here, "ONE_OF", "与同组的其他字段只能填写一个。");
        }
        else if (property.Value.ValueKind != JsonValueKind.Null)
        {
            Field(property.Value, field, here);
        }
    }

    private void Map(JsonElement json, FieldDescriptor field, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Add(path, "WRONG_TYPE", "应为JSON对象。");
            return;
        }

        var key = field.MessageType.FindFieldByNumber(1);
        var value = field.MessageType.FindFieldByNumber(2);
        foreach (var item in json.EnumerateObject())
        {
            if (NameOf(item, path) is { } name)
            {
                var here = $"{path}[\"{name}\"]";
                Text(name, key, here);
                Single(item.Value, value, here);
            }
        }
    }

    private void List(JsonElement json, FieldDescriptor field, string path)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            Add(path, "WRONG_TYPE", "应为JSON数组。");
            return;
        }

        var index = 0;
        foreach (var item in json.EnumerateArray())
        {
            Single(item, field, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"));
        }
    }

    private void Single(JsonElement json, FieldDescriptor field, string path)
    {
        switch (field.FieldType)
        {
            case FieldType.Message when IsText(field.MessageType):
                AddUnless(TextOf(json) is { } text && IsTextOf(text, field.MessageType), field, path);
                break;
            case FieldType.Message:
                Message(json, field.MessageType, path);
                break;
            case FieldType.Enum:
                Enum(json, field, path);
                break;
            default:
                AddUnless(Fits(json, field.FieldType), field, path);
                break;
        }
    }

    private void Enum(JsonElement json, FieldDescriptor field, string path)
    {
        if (TextOf(json) is not { } name)
        {
            // The mapping takes numbers, too; whether the proto names the number is asked with the other rules of the field.
            AddUnless(json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out _), field, path);
        }
        else
        {
            EnumName(name, field, path);
        }
    }

    private void EnumName(string name, FieldDescriptor field, string path)
    {
        if (field.EnumType.FindValueByName(name) is null)
        {
            Add(path, "UNKNOWN_VALUE", $"没有这个选项，{EnumOptions.Of(field.EnumType)}");
        }
    }

    private void AddUnless(bool fits, FieldDescriptor field, string path)
    {
        if (!fits)
        {
            Add(path, "WRONG_TYPE", $"值的类型或格式不对，应为{TypeOf(field)}。");
        }
    }

    private static bool Fits(JsonElement json, FieldType type) => (type, json.ValueKind) switch
    {
        (FieldType.Bool, JsonValueKind.True or JsonValueKind.False) => true,
        (FieldType.String, JsonValueKind.String) => TextOf(json) is not null,
        (FieldType.Bytes, JsonValueKind.String) => TextOf(json) is not null && json.TryGetBytesFromBase64(out _),
        (FieldType.Float or FieldType.Double, JsonValueKind.Number) => true,
        (FieldType.Bool or FieldType.String or FieldType.Bytes, _) => false,
        (_, JsonValueKind.Number) => FitsText(json.GetRawText(), type),
        (_, JsonValueKind.String) => !IsNarrow(type) && TextOf(json) is { } text && FitsText(text, type),
        _ => false,
    };

    /// <summary>Integers that transcoding reads as JSON numbers only; the wider ones come as texts too, since JavaScript cannot hold them.</summary>
    private static bool IsNarrow(FieldType type) =>
        type is FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 or FieldType.UInt32 or FieldType.Fixed32;

    private static bool FitsText(string text, FieldType type) => type switch
    {
        FieldType.String => true,
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        FieldType.UInt32 or FieldType.Fixed32 => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        FieldType.UInt64 or FieldType.Fixed64 => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        FieldType.Float or FieldType.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        FieldType.Bytes => Convert.TryFromBase64String(text, new byte[text.Length], out _),
        FieldType.Bool => text is "true" or "false",
        _ => false,
    };

    /// <summary>A name inside an object, or null, and then a violation of the object.</summary>
    private string? NameOf(JsonProperty property, string path)
    {
        var name = TextOf(property, one => one.Name);
        if (name is null)
        {
            Add(path, "NOT_TEXT", "字段名不是有效的文本。");
        }

        return name;
    }

    /// <summary>The text of a JSON string; null for any other value.</summary>
    private static string? TextOf(JsonElement json) => json.ValueKind == JsonValueKind.String ? TextOf(json, one => one.GetString()) : null;

    /// <summary>Null for an escaped half of a surrogate pair: that is JSON, but no text, and System.Text.Json throws where it is read.</summary>
    private static string? TextOf<T>(T json, Func<T, string?> read)
    {
        try
        {
            return read(json);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsTextOf(string text, MessageDescriptor message) =>
        message == Timestamp.Descriptor ? IsTimestamp(text)
        : message == Duration.Descriptor ? text.EndsWith('s') && decimal.TryParse(text[..^1], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
        : text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ',');

    /// <summary>RFC 3339 with a zone, at most nine digits of a second.</summary>
    private static bool IsTimestamp(string text)
    {
        try
        {
            return Google.Protobuf.JsonParser.Default.Parse<Timestamp>(JsonSerializer.Serialize(text)) is not null;
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static string TypeOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => "文本",
        FieldType.Bool => "true或false",
        FieldType.Bytes => "base64文本",
        FieldType.Enum => "选项名称（文本）",
        FieldType.Float or FieldType.Double => "数字",
        FieldType.Message when field.MessageType == Timestamp.Descriptor => "RFC 3339时间，如2026-11-23T08:00:00Z",
        FieldType.Message when field.MessageType == Duration.Descriptor => "时长，如1.5s",
        FieldType.Message => "字段路径",
        _ => "取值范围内的整数",
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
