using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnforcementPlatform.Gateway.Mapping;

/// <summary>How a platform writes an amount, a day, or anything else.</summary>
internal enum FieldType
{
    Text,

    /// <summary>yyyy/MM/dd.</summary>
    Date,

    /// <summary>万元, a number with six decimals: exactly to the fen.</summary>
    Amount,
}

/// <summary>When a field must not be empty.</summary>
internal enum RequiredIf
{
    No,
    Always,

    /// <summary>The party is an organisation.</summary>
    Organisation,

    /// <summary>Among the kinds of penalty is a fine.</summary>
    Fine,
}

/// <summary>A check beyond length and presence.</summary>
internal enum FieldCheck
{
    None,

    /// <summary>Unified social credit code, GB 32100-2015.</summary>
    Uscc,

    /// <summary>…〔year〕n号.</summary>
    DocumentNumber,
}

/// <summary>One field of a platform's format.</summary>
/// <param name="Code">As the platform writes it.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="From">Source (<see cref="SourceFields"/>).</param>
/// <param name="Max">Characters, not bytes.</param>
/// <param name="Mark">Where this is known from; the file explains the marks.</param>
internal sealed record MappedField(string Code, string Name, string From, int Max, RequiredIf Required, string Mark)
{
    public FieldType Type { get; init; }

    public FieldCheck Check { get; init; }
}

/// <summary>A field of the format that is not sent, and why.</summary>
internal sealed record AbsentField(string Code, string Name, string Why, string Mark);

/// <summary>
/// A platform's format: a file that travels with the program. A change is a new version, since what was sent cites the one it was written by.
/// </summary>
internal sealed record PlatformFormat(
    string Id,
    int Version,
    string Title,
    string Source,
    ImmutableDictionary<string, string> Marks,
    ImmutableArray<MappedField> Fields,
    ImmutableArray<AbsentField> Absent,
    ImmutableDictionary<string, ImmutableDictionary<string, string>> Codes)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Every format this program knows, by id.</summary>
    public static ImmutableSortedDictionary<string, PlatformFormat> All { get; } = ReadAll();

    /// <summary>What records cite, e.g. <c>CF-2018/2</c>.</summary>
    public string Citation => $"{Id}/{Version}";

    /// <summary>The platform's word for a value of a code table.</summary>
    public string CodeOf(string table, object value) => Codes[table][value.ToString()!];

    private static ImmutableSortedDictionary<string, PlatformFormat> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.Contains(".mapping.", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal))
            .Select(name => JsonSerializer.Deserialize<PlatformFormat>(assembly.GetManifestResourceStream(name)!, Strict)!)
            .ToImmutableSortedDictionary(format => format.Id, format => format, StringComparer.Ordinal);
    }
}
