using System.Collections.Frozen;

namespace EnforcementPlatform.Records;

/// <summary>The templates that travel with the program: our own wording; the provincial forms (河南省行政执法条例第三十三条) can take their place.</summary>
internal static class Templates
{
    public const string FilingApproval = "filing-approval";
    public const string SiteInspection = "site-inspection";
    public const string Inquiry = "inquiry";
    public const string PriorNotice = "prior-notice";
    public const string PenaltyDecision = "penalty-decision";
    public const string ServiceReceipt = "service-receipt";

    private const string Folder = "EnforcementPlatform.Records.documents.templates.";

    private static readonly FrozenDictionary<string, Template> ByKey =
        new[] { FilingApproval, SiteInspection, Inquiry, PriorNotice, PenaltyDecision, ServiceReceipt }
            .ToFrozenDictionary(key => key, key => new Template(key, Read($"{key}.html"), Read($"{key}.json")), StringComparer.Ordinal);

    /// <summary>Head, print rules and frame of every page.</summary>
    public static string Layout { get; } = Read("layout.html");

    public static IReadOnlyCollection<Template> All => ByKey.Values;

    /// <summary>The template, or the refusal.</summary>
    public static Template Find(string key) => ByKey.GetValueOrDefault(key) ?? throw DocumentFaults.TemplateUnknown.With(("template", key));

    private static string Read(string name)
    {
        using var stream = typeof(Templates).Assembly.GetManifestResourceStream(Folder + name) ?? throw new InvalidDataException(name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
