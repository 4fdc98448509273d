using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records;

/// <summary>Refusals of documents. Fields that are missing, unknown or not of their kind are violations of the request's fields.</summary>
internal static class DocumentFaults
{
    public static readonly FaultType TemplateUnknown = new(FaultKind.Refused, "TEMPLATE_UNKNOWN", $"没有名为“{{template}}”的文书样式，请从文书样式目录中选择（{LocalLaw.Cite("TEMPLATE_UNKNOWN")}）。");
    public static readonly FaultType TooEarly = new(FaultKind.Refused, "DOCUMENT_TOO_EARLY", $"案件目前处于“{{stage}}”阶段，还不能制作{{title}}：应先到“{{needed}}”阶段（{Procedures.OrdinaryAndHearing}）。");
    public static readonly FaultType SourceMissing = new(FaultKind.Refused, "DOCUMENT_SOURCE_MISSING", "{title}需要的“{label}”在案件中尚未形成，不能制作。请先完成该项办理。");
}
