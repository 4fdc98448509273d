using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using Google.Protobuf;

namespace EnforcementPlatform.Review;

/// <summary>Field checks that several requests of the review share.</summary>
internal static class ReviewChecks
{
    private const int MostMaterials = 8;
    private const int Items = 11;

    /// <summary>The three fields of every change of a review.</summary>
    public static Check Change(this Check check, string caseId, string etag, string requestId) =>
        check.Id(caseId, "case_id").Etag(etag).RequestId(requestId);

    public static Check Digest(this Check check, ByteString value) =>
        check.That(value.Length == Leaf.Size, "draft_digest", "DIGEST", "应为32字节的草稿校验值。");

    public static Check Materials(this Check check, IReadOnlyCollection<SubmittedMaterial> values)
    {
        foreach (var one in values)
        {
            check.Enum(one.Kind, "materials.kind").Text(one.Title, "materials.title", max: 500);
        }

        return check
            .Count(values, "materials", 1, MostMaterials)
            .That(values.Select(one => one.Kind).Distinct().Count() == values.Count, "materials.kind", "REPEATED", "同一类材料只列一项，名称写在一起。");
    }

    /// <summary>Exactly the eleven items, each once, each answered, with the reason where one does not conform or does not apply.</summary>
    public static Check CheckedItems(this Check check, IReadOnlyCollection<CheckedItem> values)
    {
        foreach (var one in values)
        {
            check.Enum(one.Item, "items.item")
                .Enum(one.Verdict, "items.verdict")
                .Text(one.Remark, "items.remark", max: 2_000, min: one.Verdict is CheckVerdict.DoesNotConform or CheckVerdict.NotApplicable ? 1 : 0);
        }

        return check
            .Count(values, "items", Items, Items)
            .That(values.Select(one => one.Item).Distinct().Count() == values.Count, "items.item", "REPEATED", "十一项审核内容应逐项填写，每项一次。");
    }
}
