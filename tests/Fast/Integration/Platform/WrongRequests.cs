using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>One wrong request over HTTP/JSON.</summary>
/// <param name="What">What is wrong with it.</param>
/// <param name="Reason">Reason it must be refused with.</param>
/// <param name="Field">Violation it must name (field and rule), or null where the whole is wrong.</param>
internal sealed record WrongHttp(string What, HttpMethod Verb, string Path, byte[]? Body, string Reason, string? Field);

/// <summary>Every way a request of an rpc can be wrong before its service sees it, made from the descriptor: a new rpc is covered the day it is written.</summary>
internal static partial class WrongRequests
{
    /// <summary>Protobuf that ends inside a field, whatever the message.</summary>
    public static byte[] Truncated => [0x0A, 0x7F, 0x41];

    /// <summary>A message whose first text is no UTF-8, or null where no text can stand.</summary>
    public static byte[]? NotUtf8(MessageDescriptor message) => NotUtf8(message, []);

    /// <summary>The address of an rpc with its parameters filled in, or null where it has none.</summary>
    public static (HttpMethod Verb, string Path, string Body, HashSet<string> InPath)? AddressOf(MethodDescriptor rpc)
    {
        if (rpc.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not { } rule)
        {
            return null;
        }

        var (verb, path) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
            HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
            HttpRule.PatternOneofCase.Put => (HttpMethod.Put, rule.Put),
            HttpRule.PatternOneofCase.Patch => (HttpMethod.Patch, rule.Patch),
            HttpRule.PatternOneofCase.Delete => (HttpMethod.Delete, rule.Delete),
            _ => throw new NotSupportedException(rpc.FullName),
        };
        return (verb, PathParameter().Replace(path, match => PlaceHolderOf(rpc.InputType, match.Groups[1].Value)), rule.Body, [.. PathParameter().Matches(path).Select(match => match.Groups[1].Value)]);
    }

    private static string PlaceHolderOf(MessageDescriptor input, string field) => input.FindFieldByName(field)?.FieldType is FieldType.String ? "x" : "1";

    /// <summary>Everything that can be wrong with the JSON of an rpc.</summary>
    public static IEnumerable<WrongHttp> OfHttp(MethodDescriptor rpc)
    {
        if (AddressOf(rpc) is not var (verb, path, body, inPath))
        {
            return [];
        }

        return body == "*" ? InBody(rpc.InputType, verb, path, inPath) : InQuery(rpc.InputType, verb, path, inPath);
    }

    private static IEnumerable<WrongHttp> InBody(MessageDescriptor input, HttpMethod verb, string path, HashSet<string> inPath)
    {
        yield return new("ends early", verb, path, "{"u8.ToArray(), "MALFORMED_REQUEST", null);
        yield return new("no UTF-8", verb, path, [0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D], "MALFORMED_REQUEST", null);
        yield return new("a list", verb, path, "[]"u8.ToArray(), "INVALID_FIELDS", ": WRONG_TYPE");
        yield return new("unknown field", verb, path, """{"noSuchField": 1}"""u8.ToArray(), "INVALID_FIELDS", "noSuchField: UNKNOWN_FIELD");
        yield return new("unknown parameter", verb, $"{path}?noSuchParameter=1", "{}"u8.ToArray(), "INVALID_FIELDS", "noSuchParameter: UNKNOWN_FIELD");
        foreach (var field in input.Fields.InDeclarationOrder())
        {
            if (inPath.Contains(field.Name))
            {
                yield return new($"{field.Name} twice", verb, path, Json(field.JsonName, "y"), "INVALID_FIELDS", $"{field.JsonName}: GIVEN_BY_PATH");
                continue;
            }

            yield return new($"{field.Name} of the wrong type", verb, path, Json(field.JsonName, WrongValue(field)), "INVALID_FIELDS", $"{field.JsonName}: WRONG_TYPE");
            if (field.FieldType == FieldType.Enum && !field.IsRepeated)
            {
                yield return new($"{field.Name} of no known value", verb, path, Json(field.JsonName, "NO_SUCH_VALUE"), "INVALID_FIELDS", $"{field.JsonName}: UNKNOWN_VALUE");
            }

            var twice = $$"""{"{{field.JsonName}}": null, "{{field.JsonName}}": null}""";
            yield return new($"{field.Name} twice", verb, path, Encoding.UTF8.GetBytes(twice), "MALFORMED_REQUEST", null);
        }
    }

    private static IEnumerable<WrongHttp> InQuery(MessageDescriptor input, HttpMethod verb, string path, HashSet<string> inPath)
    {
        yield return new("unknown parameter", verb, $"{path}?noSuchParameter=1", null, "INVALID_FIELDS", "noSuchParameter: UNKNOWN_FIELD");
        yield return new("a body", verb == HttpMethod.Get ? HttpMethod.Get : verb, path, "{}"u8.ToArray(), "INVALID_FIELDS", ": BODY_NOT_EXPECTED");
        foreach (var field in input.Fields.InDeclarationOrder())
        {
            if (inPath.Contains(field.Name))
            {
                yield return new($"{field.Name} twice", verb, $"{path}?{field.Name}=y", null, "INVALID_FIELDS", $"{field.Name}: UNKNOWN_FIELD");
            }
            else if (field.FieldType is not (FieldType.String or FieldType.Message))
            {
                yield return new($"{field.Name} of the wrong type", verb, $"{path}?{field.Name}=~", null, "INVALID_FIELDS", $"{field.JsonName}: {(field.FieldType == FieldType.Enum ? "UNKNOWN_VALUE" : "WRONG_TYPE")}");
            }
        }
    }

    private static byte[] Json(string name, JsonNode value) => Encoding.UTF8.GetBytes(new JsonObject { [name] = value }.ToJsonString());

    private static JsonNode WrongValue(FieldDescriptor field) =>
        field.IsMap || field.IsRepeated || field.FieldType is FieldType.String or FieldType.Bytes or FieldType.Message ? 5
        : field.FieldType is FieldType.Enum ? true
        : "five";

    private static byte[]? NotUtf8(MessageDescriptor message, HashSet<MessageDescriptor> above)
    {
        if (!above.Add(message))
        {
            return null;
        }

        foreach (var field in message.Fields.InFieldNumberOrder())
        {
            var inner = field.FieldType switch
            {
                FieldType.String => [0xC3, 0x28],
                FieldType.Message => NotUtf8(field.MessageType, above),
                _ => null,
            };
            if (inner is not null)
            {
                return [.. Tag(field), (byte)inner.Length, .. inner];
            }
        }

        return null;
    }

    private static byte[] Tag(FieldDescriptor field)
    {
        var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteTag(field.FieldNumber, WireFormat.WireType.LengthDelimited);
        }

        return bytes.ToArray();
    }

    [GeneratedRegex(@"\{([a-z0-9_.]+)(?:=[^}]*)?\}")]
    private static partial Regex PathParameter();
}
