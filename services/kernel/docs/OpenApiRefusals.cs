using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EnforcementPlatform.Law;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Kernel;

/// <summary>The refusals of the documentation: those that an rpc names in its comment, and those that any rpc may answer.</summary>
/// <param name="own">What the documented role refuses beside what every role does.</param>
internal sealed partial class OpenApiRefusals(IEnumerable<FaultType> own)
{
    private const string AnyRefusal = "Refusal";

    private static readonly ImmutableArray<Refusal> InCommon =
    [
        .. FaultsIn(typeof(PlatformFaults)).Concat(FaultsIn(typeof(KernelFaults))).Select(Describe),
        new(RichStatus.InternalReason, StatusCodes.Status500InternalServerError, StatusCode.Internal, "系统内部错误，附编号"),
    ];

    private readonly FrozenDictionary<string, Refusal> _known =
        own.Select(Describe).Concat(InCommon).DistinctBy(one => one.Reason).ToFrozenDictionary(one => one.Reason, StringComparer.Ordinal);

    /// <summary>Every refusal that a catalogue of this assembly declares.</summary>
    public static IEnumerable<FaultType> DeclaredIn(Assembly assembly) =>
        assembly.GetTypes().Where(type => type.IsAbstract && type.IsSealed && type.Name.EndsWith("Faults", StringComparison.Ordinal)).SelectMany(FaultsIn);

    /// <summary>What every rpc may answer, as a list.</summary>
    public static JsonArray ListCommon() => [.. InCommon.Select(one => one.ToJson())];

    /// <summary>What every rpc may answer, by HTTP status, to be referred to.</summary>
    public JsonObject Common(string schema)
    {
        var responses = new JsonObject { [AnyRefusal] = Response("Any refusal; details[0].reason says which.", schema) };
        foreach (var group in InCommon.GroupBy(one => one.Http).OrderBy(group => group.Key))
        {
            responses[$"{AnyRefusal}{group.Key}"] = Response(Lines(group), schema);
        }

        return responses;
    }

    /// <summary>The responses of an rpc: its answer, and each refusal under its HTTP status.</summary>
    public JsonObject Of(MethodDescriptor rpc, string schema, JsonObject answer)
    {
        var responses = new JsonObject { ["200"] = answer };
        var named = NamedBy(rpc).ToLookup(one => one.Http);
        foreach (var http in named.Select(group => group.Key).Concat(Expected(rpc)).Distinct().Order())
        {
            responses[http.ToString(CultureInfo.InvariantCulture)] = named.Contains(http)
                ? Response(Lines(named[http].Concat(InCommon.Where(one => one.Http == http && Expected(rpc).Contains(http)))), schema)
                : Reference($"{AnyRefusal}{http}");
        }

        responses["default"] = Reference(AnyRefusal);
        return responses;
    }

    /// <summary>The refusals that the comment of the rpc names.</summary>
    public IEnumerable<Refusal> NamedBy(MethodDescriptor rpc)
    {
        var comment = ContractComments.Of(rpc);
        var at = comment.IndexOf("Refusals:", StringComparison.Ordinal);
        return at < 0 ? [] : Reason().Matches(comment[at..]).Select(match => _known.GetValueOrDefault(match.Value)).OfType<Refusal>().Distinct();
    }

    /// <summary>HTTP statuses to reckon with whatever the comment names.</summary>
    private static IEnumerable<int> Expected(MethodDescriptor rpc)
    {
        var isPublic = Rights.IsPublic($"{rpc.Service.FullName}/{rpc.Name}");
        var isAct = rpc.InputType.FindFieldByName("request_id") is not null;
        return InCommon.Select(one => one.Http).Distinct().Where(http => http switch
        {
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => !isPublic,
            StatusCodes.Status409Conflict => isAct,
            StatusCodes.Status400BadRequest or StatusCodes.Status404NotFound or StatusCodes.Status429TooManyRequests => true,
            StatusCodes.Status500InternalServerError or StatusCodes.Status503ServiceUnavailable => true,
            _ => false,
        });
    }

    private static IEnumerable<FaultType> FaultsIn(System.Type catalogue) =>
        catalogue.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<FaultType>();

    private static Refusal Describe(FaultType type)
    {
        var fault = type.Now();
        return new(type.Reason, RichStatus.HttpStatusOf(RichStatus.Of(fault, new(Rpc: "", Subject: "", IsJson: true))), fault.StatusCode, type.Message);
    }

    private static string Lines(IEnumerable<Refusal> refusals) =>
        string.Join('\n', refusals.DistinctBy(one => one.Reason).Select(one => $"- `{one.Reason}` {one.Sentence}"));

    private static JsonObject Response(string description, string schema) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject
        {
            ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{schema}" } },
        },
    };

    private static JsonObject Reference(string response) => new() { ["$ref"] = $"#/components/responses/{response}" };

    [GeneratedRegex("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")]
    private static partial Regex Reason();

    /// <summary>One refusal as the documentation shows it.</summary>
    internal sealed record Refusal(string Reason, int Http, StatusCode Grpc, string Sentence)
    {
        public JsonNode ToJson() =>
            new JsonObject { ["reason"] = Reason, ["http"] = Http, ["grpc"] = Grpc.ToString(), ["sentence"] = Sentence };
    }
}
