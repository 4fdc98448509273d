using System.Text.RegularExpressions;
using EnforcementPlatform.Contracts.Common;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records.Cases;

/// <summary>Field checks that several requests of the case share.</summary>
internal static partial class CaseChecks
{
    /// <summary>In fen: 100 billion yuan, far above any fine and far below overflow.</summary>
    private const long LargestFine = 10_000_000_000_000;

    /// <summary>The three fields of every change of a case.</summary>
    public static Check Change(this Check check, string caseId, string etag, string requestId) =>
        check.Id(caseId, "case_id").Etag(etag).RequestId(requestId);

    /// <summary>The reason stands in the facts for ever, so it must not carry numbers that identify people.</summary>
    public static Check Occurrence(this Check check, Occurrence? value) =>
        value is null
            ? check
            : check.Instant(value.At, "occurred.at")
                .Text(value.LateReason, "occurred.late_reason", max: 200, min: 0)
                .That(!LongNumber().IsMatch(value.LateReason), "occurred.late_reason", "PERSONAL_NUMBER", "补录原因不得包含证件号码、电话号码等六位以上数字。");

    public static Check Record(this Check check, RecordText? value) =>
        value is null
            ? check.That(false, "text", "REQUIRED", "不能为空。")
            : check.Text(value.Place, "text.place", max: 200).Text(value.Content, "text.content", max: 20_000);

    public static Check Handlers(this Check check, IReadOnlyCollection<string> ids)
    {
        check.Count(ids, "handler_ids", 2, 2);
        return ids.Aggregate(check, (all, id) => all.Id(id, "handler_ids"));
    }

    /// <summary>A fine and the kind 罚款 go together; articles are written as they are cited, which also keeps names out of the facts.</summary>
    public static Check Terms(this Check check, PenaltyTerms? value, string field)
    {
        if (value is null)
        {
            return check.That(false, field, "REQUIRED", "不能为空。");
        }

        foreach (var kind in value.Kinds)
        {
            check.Enum(kind, $"{field}.kinds");
        }

        return check
            .Count(value.Kinds, $"{field}.kinds", 1, 12)
            .That(value.Kinds.Distinct().Count() == value.Kinds.Count, $"{field}.kinds", "REPEATED", "同一处罚种类不得重复。")
            .Range(value.FineFen, $"{field}.fine_fen", 0, LargestFine)
            .That(value.Kinds.Contains(PenaltyKind.Fine) == value.FineFen > 0, $"{field}.fine_fen", "FINE_MISMATCH", "处罚种类含罚款的应当填写罚款数额，不含罚款的应当为0。")
            .Article(value.ArticleBroken, $"{field}.article_broken")
            .Article(value.ArticleApplied, $"{field}.article_applied");
    }

    /// <summary>
    /// An identity number is a citizen's, even where it passes the check of a credit code as well; and who bears a person's name without an organisation's code
    /// is probably a citizen, whose name is shown otherwise.
    /// </summary>
    public static Check PartyOfKind(this Check check, PartyKind kind, Party? value)
    {
        check.Party(value, kind);
        if (value is null || kind is PartyKind.Citizen or PartyKind.Unspecified)
        {
            return check;
        }

        return check
            .That(
                !PersonalData.HoldsIdentity(value.IdNumber),
                "party.id_number",
                "IDENTITY_NUMBER",
                "所填号码是公民身份号码，不是统一社会信用代码。当事人为公民的请选公民；当事人为法人或者其他组织的，请填写统一社会信用代码（《中华人民共和国行政处罚法》第五十条、第五十九条第一款第一项）。")
            .That(
                SocialCreditCode.IsValid(value.IdNumber) || !CitizenName.IsLikePerson(value.Name),
                "party_kind",
                "KIND_QUESTIONED",
                "当事人名称像自然人姓名，且没有有效的统一社会信用代码。当事人为公民的请选公民；确为法人或者其他组织的，请填写单位全称和统一社会信用代码（《中华人民共和国行政处罚法》第五十九条第一款第一项）。");
    }

    /// <summary>A code is checked where it is typed; one that fails its check is kept only with a reason, and then marked.</summary>
    public static Check Party(this Check check, Party? value, PartyKind kind)
    {
        if (value is null)
        {
            return check.That(false, "party", "REQUIRED", "不能为空。");
        }

        var trouble = PartyCode.TroubleOf(value.IdNumber, kind == PartyKind.Citizen);
        return check
            .Text(value.Name, "party.name", max: 200)
            .Text(value.IdNumber, "party.id_number", max: 40, min: 0)
            .Text(value.Address, "party.address", max: 200)
            .Text(value.Contact, "party.contact", max: 100, min: 0)
            .Text(value.IdNumberReason, "party.id_number_reason", max: 200, min: 0)
            .That(trouble is null || value.IdNumberReason.Length > 0, "party.id_number", "PARTY_CODE", $"{trouble}确需保留的（例如护照等其他证件），请写明理由。")
            .That(trouble is not null || value.IdNumberReason.Length == 0, "party.id_number_reason", "CODE_IS_VALID", "号码为空或者已通过校验，不需要说明理由。");
    }

    public static Check Draft(this Check check, DraftContent? value) =>
        value is null
            ? check.That(false, "content", "REQUIRED", "不能为空。")
            : check.Text(value.FactsFound, "content.facts_found", max: 20_000)
                .Terms(value.Terms, "content.terms")
                .Enum(value.Discretion, "content.discretion")
                .Text(value.DiscretionReason, "content.discretion_reason", max: 2_000);

    /// <summary>Whether there are enough of them is a question of law and asked by the decision.</summary>
    public static Check Opinions(this Check check, IEnumerable<Opinion> opinions)
    {
        foreach (var one in opinions)
        {
            check.Id(one.PersonId, "opinions.person_id").Text(one.Opinion_, "opinions.opinion", max: 5_000, min: 0).Enum(one.Stance, "opinions.stance");
        }

        return check;
    }

    private static Check Article(this Check check, string value, string field) =>
        check.That(ArticlePattern().IsMatch(value), field, "ARTICLE", "应写明法律法规全称和条款项，例如《民用爆炸物品安全管理条例》第四十五条第五项。");

    [GeneratedRegex(@"^《[^《》\d]{2,60}》第[零一二三四五六七八九十百]{1,9}条(之[一二三四五六七八九十]{1,3})?(第[一二三四五六七八九十]{1,3}款)?(第（?[一二三四五六七八九十]{1,3}）?项)?$")]
    private static partial Regex ArticlePattern();

    [GeneratedRegex(@"\d{6}")]
    private static partial Regex LongNumber();
}
