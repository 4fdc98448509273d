using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records;

/// <summary>Refusals of editions. What an edition must satisfy stands in <see cref="EditionRules"/>; each rule's code is its reason.</summary>
internal static class EditionFaults
{
    public static readonly FaultType EditionMissing = new(FaultKind.NotFound, "EDITION_MISSING", "规则“{key}”在{day}没有可适用的版本。请先录入该规则的版本，注明文号和施行日期。");

    /// <summary>The refusal of a rule.</summary>
    public static FaultType Of(Rule rule) => new(FaultKind.Refused, rule.Code, rule.ToChinese());
}
