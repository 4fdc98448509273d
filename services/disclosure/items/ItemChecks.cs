using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Disclosure;

/// <summary>Field checks that several requests about items share.</summary>
internal static class ItemChecks
{
    /// <summary>The three fields of every change of an item.</summary>
    public static Check Item(this Check check, string itemId, string etag, string requestId) => check.Id(itemId, "item_id").Etag(etag).RequestId(requestId);

    public static Check ItemCode(this Check check, string code) => check.That(
        code.Length is >= 2 and <= 40 && code.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'), "code", "CODE", "应为2到40个字母、数字或者连字符，例如CF-0001。");

    public static Check ItemText(this Check check, ItemText? text) => text is null
        ? check.That(false, "text", "REQUIRED", "不能为空。")
        : check
            .Text(text.Name, "text.name", max: 200, min: 2)
            .Enum(text.Kind, "text.kind")
            .Text(text.Responsibility, "text.responsibility", max: 2_000, min: 2)
            .Text(text.Authority, "text.authority", max: 2_000, min: 2)
            .Text(text.LegalBasis, "text.legal_basis", max: 2_000, min: 2);

    public static Check Approval(this Check check, OutsideApproval? approval) => approval is null
        ? check.That(false, "approval", "REQUIRED", "不能为空。")
        : check
            .Text(approval.Authority, "approval.authority", max: 100, min: 2)
            .Enum(approval.Verdict, "approval.verdict")
            .Text(approval.Number, "approval.number", max: 50, min: 2)
            .Date(approval.GivenOn, "approval.given_on")
            .Text(approval.Opinion, "approval.opinion", max: 2_000, min: 2);
}
