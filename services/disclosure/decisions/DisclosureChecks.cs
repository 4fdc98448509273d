using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Disclosure;

/// <summary>Field checks that several requests about disclosures share.</summary>
internal static class DisclosureChecks
{
    /// <summary>The three fields of every change of a disclosure.</summary>
    public static Check Change(this Check check, string disclosureId, string etag, string requestId) =>
        check.Id(disclosureId, "disclosure_id").Etag(etag).RequestId(requestId);

    /// <summary>What the drafter writes.</summary>
    public static Check PublicText(this Check check, DisclosureText? text) => text is null
        ? check.That(false, "text", "REQUIRED", "不能为空。")
        : check
            .Text(text.PartyName, "text.party_name", max: 200, min: 0)
            .Text(text.Violation, "text.violation", max: 200, min: 2)
            .Text(text.FactsSummary, "text.facts_summary", max: 2_000, min: 2)
            .Text(text.Penalty, "text.penalty", max: 2_000, min: 2)
            .OptionalDate(text.PublishUntil, "text.publish_until");
}
