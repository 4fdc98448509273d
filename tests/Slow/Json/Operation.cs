using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using EnforcementPlatform.Contracts.Ledger;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Tests.Slow.Json;

/// <summary>One rpc as an integrator without gRPC calls it: by its google.api.http rule.</summary>
internal sealed partial record Operation(MethodDescriptor Rpc, HttpMethod Verb, string Path, bool HasBody)
{
    private static readonly Dictionary<string, Operation> ByName = Find().ToDictionary(operation => operation.Name, StringComparer.Ordinal);

    /// <summary>As the OpenAPI document names it (<c>x-rpc</c>).</summary>
    public string Name => $"{Rpc.Service.FullName}/{Rpc.Name}";

    /// <summary>The operation of an rpc, or null where its contract gives it no address.</summary>
    public static Operation? Of(string service, string rpc) => ByName.GetValueOrDefault($"{service}/{rpc}");

    /// <summary>The request with its path parameters, query and body filled in from the message.</summary>
    public HttpRequestMessage Write(Uri address, IMessage request)
    {
        var inPath = Parameter().Matches(Path).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var path = Parameter().Replace(Path, match => Uri.EscapeDataString(TextOf(request, Rpc.InputType.FindFieldByName(match.Groups[1].Value))));
        var rest = Rpc.InputType.Fields.InDeclarationOrder().Where(field => !inPath.Contains(field.Name)).ToArray();
        if (!HasBody)
        {
            var query = string.Join('&', rest.SelectMany(field => Query(request, field)));
            return new(Verb, new Uri(address, query.Length > 0 ? $"{path}?{query}" : path));
        }

        var body = request.Descriptor.Parser.ParseFrom(request.ToByteString());
        foreach (var field in Rpc.InputType.Fields.InDeclarationOrder().Where(field => inPath.Contains(field.Name)))
        {
            field.Accessor.Clear(body);
        }

        return new(Verb, new Uri(address, path)) { Content = new StringContent(JsonFormatter.Default.Format(body), System.Text.Encoding.UTF8, "application/json") };
    }

    private static IEnumerable<string> Query(IMessage request, FieldDescriptor field)
    {
        var value = field.Accessor.GetValue(request);
        var isGiven = field.IsRepeated || (field.HasPresence ? field.Accessor.HasValue(request) : !IsDefault(field, value));
        object[] values = !isGiven ? [] : field.IsRepeated ? [.. ((IList)value).Cast<object>()] : [value];
        return values.Select(one => $"{field.Name}={Uri.EscapeDataString(TextOf(field, one))}");
    }

    private static bool IsDefault(FieldDescriptor field, object value) => field.FieldType switch
    {
        FieldType.String => (string)value == "",
        FieldType.Bytes => ((ByteString)value).IsEmpty,
        FieldType.Message => value is null,
        FieldType.Bool => !(bool)value,
        _ => Convert.ToInt64(value) == 0,
    };

    private static string TextOf(IMessage request, FieldDescriptor field) => TextOf(field, field.Accessor.GetValue(request));

    private static string TextOf(FieldDescriptor field, object value) => field.FieldType switch
    {
        FieldType.Enum => field.EnumType.FindValueByNumber(Convert.ToInt32(value)).Name,
        FieldType.Bytes => ((ByteString)value).ToBase64(),
        FieldType.Bool => (bool)value ? "true" : "false",
        _ => value.ToString()!,
    };

    private static IEnumerable<Operation> Find() =>
        from type in typeof(FactsPart).Assembly.GetTypes()
        where type.Name.EndsWith("Reflection", StringComparison.Ordinal)
        let file = type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as FileDescriptor
        where file is not null
        from service in file.Services
        from rpc in service.Methods
        let rule = rpc.GetOptions()?.GetExtension(AnnotationsExtensions.Http)
        where rule is not null
        select rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => new Operation(rpc, HttpMethod.Get, rule.Get, false),
            HttpRule.PatternOneofCase.Post => new Operation(rpc, HttpMethod.Post, rule.Post, rule.Body == "*"),
            _ => throw new NotSupportedException(rpc.FullName),
        };

    [GeneratedRegex(@"\{([a-z0-9_]+)\}")]
    private static partial Regex Parameter();
}
