using System.Text.Json.Nodes;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// JSON Schemas of a refusal, google.rpc.Status with its details as <see cref="RichStatus"/> writes them. Each detail tells by <c>@type</c> what it is, so
/// that a generated client knows the others by it.
/// </summary>
internal static class OpenApiStatus
{
    /// <summary>Name of the schema.</summary>
    public const string Name = "google.rpc.Status";

    public static void AddTo(JsonObject schemas)
    {
        JsonObject[] details =
        [
            Detail("ErrorInfo", "Always there, first.", required: ["reason", "domain"],
                ("reason", Text("Which refusal; stable.")), ("domain", Text("Always `enforcement`.")),
                ("metadata", new() { ["type"] = "object", ["description"] = "Values of the sentence.", ["additionalProperties"] = Text("Value.") })),
            Detail("BadRequest", "Which fields cannot be.", required: ["fieldViolations"],
                ("fieldViolations", List("field", "reason", "description"))),
            Detail("PreconditionFailure", "Which conditions do not hold.", required: ["violations"],
                ("violations", List("type", "subject", "description"))),
            Detail("LocalizedMessage", "The sentence for people, always there.", required: ["locale", "message"],
                ("locale", Text("Always `zh-CN`.")), ("message", Text("Which rule, which article, what to do."))),
            Detail("Help", "Local instruments that the sentence names.", required: ["links"], ("links", List("description", "url"))),
        ];
        foreach (var detail in details)
        {
            schemas[detail["title"]!.GetValue<string>()] = detail;
        }

        var all = details.Select(detail => (JsonNode)new JsonObject { ["$ref"] = $"#/components/schemas/{detail["title"]!.GetValue<string>()}" });
        schemas[Name] = Object(
            Name,
            required: ["code", "message", "details"],
            ("code", new() { ["type"] = "integer", ["description"] = "google.rpc.Code" }),
            ("message", Text("Chinese sentence: which rule, which article, what to do.")),
            ("details", new() { ["type"] = "array", ["description"] = "What a program reads.", ["items"] = new JsonObject { ["anyOf"] = new JsonArray([.. all]) } }));
    }

    private static JsonObject Detail(string name, string description, string[] required, params (string Name, JsonObject Schema)[] properties)
    {
        var type = new JsonObject { ["type"] = "string", ["const"] = $"type.googleapis.com/google.rpc.{name}", ["description"] = "Which detail." };
        var detail = Object(description, ["@type", .. required], [("@type", type), .. properties]);
        detail["title"] = $"google.rpc.{name}";
        return detail;
    }

    /// <summary>A list of objects of texts, all of them always there.</summary>
    private static JsonObject List(params string[] names) => new()
    {
        ["type"] = "array",
        ["description"] = "One or more.",
        ["items"] = Object("One of them.", names, [.. names.Select(name => (name, Text($"google.rpc: {name}.")))]),
    };

    private static JsonObject Object(string description, string[] required, params (string Name, JsonObject Schema)[] properties) => new()
    {
        ["type"] = "object",
        ["description"] = description,
        ["properties"] = new JsonObject(properties.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.Schema))),
        ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]),
    };

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };
}
