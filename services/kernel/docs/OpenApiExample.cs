using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EnforcementPlatform.Contracts.Common;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Kernel;

/// <summary>A worked example of a request, made from the words of its fields: of the right shape, with invented values to be replaced.</summary>
internal static partial class OpenApiExample
{
    private const string AnId = "0197a2c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
    private const string ADay = "2026-11-30";

    /// <summary>32 bytes, the length of every digest.</summary>
    private static readonly string Digest = Convert.ToBase64String(new byte[32]);

    /// <summary>The JSON of a request without the fields that its address gives.</summary>
    public static JsonObject Of(MessageDescriptor message, HashSet<string> without)
    {
        var example = new JsonObject();
        foreach (var field in message.Fields.InDeclarationOrder().Where(field => !without.Contains(field.Name) && IsShown(field)))
        {
            example[field.JsonName] = field.IsMap ? new JsonObject { ["名称"] = "内容" }
                : field.IsRepeated ? new JsonArray(Single(field))
                : Single(field);
        }

        return example;
    }

    /// <summary>Of several that exclude each other the first.</summary>
    private static bool IsShown(FieldDescriptor field) => field.RealContainingOneof is not { } choice || choice.Fields[0] == field;

    private static JsonNode Single(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => false,
        FieldType.String => Text(field),
        FieldType.Bytes => Digest,
        FieldType.Int64 or FieldType.UInt64 => "1",
        FieldType.Enum => field.EnumType.Values.Skip(1).First().Name,
        FieldType.Message when field.MessageType == Timestamp.Descriptor => $"{ADay}T02:00:00Z",
        FieldType.Message => Of(field.MessageType, []),
        _ => 1,
    };

    private static string Text(FieldDescriptor field)
    {
        var words = Words.Of(field);
        return words.Class == Class.Secret ? "……"
            : words.Hint.Contains("YYYY-MM-DD", StringComparison.Ordinal) ? ADay
            : words.Hint.Contains("UUID", StringComparison.Ordinal) || Id().IsMatch(field.Name) ? AnId
            : Given().Match(words.Hint) is { Success: true } given ? given.Groups[1].Value
            : words.Label;
    }

    [GeneratedRegex("_ids?$")]
    private static partial Regex Id();

    [GeneratedRegex("例如([^；]+)")]
    private static partial Regex Given();
}
