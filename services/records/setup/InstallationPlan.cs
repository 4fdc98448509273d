using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using EnforcementPlatform.Contracts.Records;
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
    /// <summary>Reads a plan; throws <see cref="InvalidDataException"/> naming what is wrong with it.</summary>
    public static InstallationPlan Parse(Stream json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, InstallationJson.Default.InstallationPlan) ?? throw new InvalidDataException("null");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"开局资料无法解析：{error.Message}", error);
        }
    }

    /// <summary>The invented organs and persons of the demonstration.</summary>
    public static InstallationPlan Demo()
    {
        using var stream = typeof(InstallationPlan).Assembly.GetManifestResourceStream("EnforcementPlatform.Records.setup.demo.json")!;
        return Parse(stream);
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
internal sealed record PlannedPerson(
    string Organ,
    string Department,
    string Name,
    string Title,
    string UserName,
    ImmutableArray<Post> Posts,
    string Certificate = "",
    string Password = "");

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(InstallationPlan))]
internal sealed partial class InstallationJson : JsonSerializerContext;
