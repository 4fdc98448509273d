using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Post = EnforcementPlatform.Law.Post;

namespace EnforcementPlatform.Records;

/// <summary>Who is there when an installation starts: organs, and persons with posts, certificates and accounts. A JSON file.</summary>
/// <param name="From">First day of the posts and certificates, Asia/Shanghai.</param>
/// <param name="CertificatesTo">Last day of the certificates.</param>
/// <param name="Password">Password of every account; empty where each person has their own.</param>
internal sealed record InstallationPlan(
    ImmutableArray<PlannedOrgan> Organs,
    ImmutableArray<PlannedPerson> People,
    DateOnly From,
    DateOnly CertificatesTo,
    string Password = "")
{
    /// <summary>Reads a plan and checks it whole; throws <see cref="SettingsException"/> with a line for each mistake.</summary>
    /// <param name="json">The file.</param>
    /// <param name="name">What to call the file.</param>
    public static InstallationPlan Parse(Stream json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            ThrowIfAny(name, PlanShape.Mistakes(document.RootElement));
            var plan = document.RootElement.Deserialize(InstallationJson.Default.InstallationPlan) ?? throw new JsonException("null");
            ThrowIfAny(name, PlanCheck.Mistakes(plan));
            return plan;
        }
        catch (JsonException error)
        {
            throw new SettingsException([$"开局资料 {name}：不是有效的JSON，第{(error.LineNumber + 1)?.ToString(CultureInfo.InvariantCulture) ?? "?"}行附近有误，请核对引号、逗号和括号。"]);
        }
    }

    private static void ThrowIfAny(string name, IEnumerable<string> mistakes)
    {
        string[] lines = [.. mistakes.Select(mistake => $"开局资料 {name}：{mistake}")];
        if (lines.Length > 0)
        {
            throw new SettingsException(lines);
        }
    }

    /// <summary>The invented organs and persons of the demonstration.</summary>
    public static InstallationPlan Demo()
    {
        using var stream = typeof(InstallationPlan).Assembly.GetManifestResourceStream("EnforcementPlatform.Records.setup.demo.json")!;
        return Parse(stream, "demo.json");
    }
}

/// <summary>An organ to register; departments by code.</summary>
internal sealed record PlannedOrgan(
    string Code,
    string Name,
    string Uscc,
    OrganNature Nature,
    string DocumentWord,
    string Area,
    string ReconsiderationOrgan,
    string Court,
    ImmutableSortedDictionary<string, string> Departments);

/// <summary>A person to register.</summary>
/// <param name="Certificate">Number of the enforcement certificate; empty for none.</param>
/// <param name="Password">Own password; empty where the plan has one for all.</param>
/// <param name="ReviewQualification">What entitles a reviewer to review legality (行政处罚法 58(2)).</param>
internal sealed record PlannedPerson(
    string Organ,
    string Department,
    string Name,
    string Title,
    string UserName,
    ImmutableArray<Post> Posts,
    string Certificate = "",
    string Password = "",
    Contracts.Records.ReviewQualification ReviewQualification = Contracts.Records.ReviewQualification.Unspecified);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(InstallationPlan))]
internal sealed partial class InstallationJson : JsonSerializerContext;
