using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records;

/// <summary>Refusals of documents. Fields that are missing, unknown or not of their kind are violations of the request's fields.</summary>
internal static class DocumentFaults
{
    public static readonly FaultType TemplateUnknown = new(FaultKind.Refused, "TEMPLATE_UNKNOWN", "没有名为“{template}”的文书样式，请从文书样式目录中选择（《河南省行政执法条例》第三十三条）。");
    public static readonly FaultType TooEarly = new(FaultKind.Refused, "DOCUMENT_TOO_EARLY", "案件目前处于“{stage}”阶段，还不能制作{title}：应先到“{needed}”阶段（《中华人民共和国行政处罚法》第五十四条至第六十一条规定的普通程序）。");
    public static readonly FaultType SourceMissing = new(FaultKind.Refused, "DOCUMENT_SOURCE_MISSING", "{title}需要的“{label}”在案件中尚未形成，不能制作。请先完成该项办理。");
}
