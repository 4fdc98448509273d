using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records;

/// <summary>Refusals of editions. What an edition must satisfy stands in <see cref="EditionRules"/>; each rule's code is its reason.</summary>
internal static class EditionFaults
{
    public static readonly FaultType EditionMissing = new(FaultKind.NotFound, "EDITION_MISSING", "规则“{key}”在{day}没有可适用的版本。请先录入该规则的版本，注明文号和施行日期。");

    public static readonly FaultType EditionUnknown = new(FaultKind.NotFound, "EDITION_UNKNOWN", "本机关没有第{position}号规则版本，请核对编号。");
    public static readonly FaultType NotPending = new(FaultKind.Refused, "EDITION_NOT_PENDING", "该规则版本无需批准或者已经批准，无需再次办理。");
    public static readonly FaultType SecondPersonRequired = new(FaultKind.Refused, "EDITION_SECOND_PERSON_REQUIRED", "引用上级规定或者放宽现行标准的规则版本，应当由录入人以外的另一人核对原文后批准。");
}
