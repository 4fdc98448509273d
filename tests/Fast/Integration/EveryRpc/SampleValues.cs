using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Law;
using EnforcementPlatform.Tests.Fast.Integration.Records;

namespace EnforcementPlatform.Tests.Fast.Integration.EveryRpc;

/// <summary>Values with which requests of the whole suite are well-formed, about one case of the demonstration.</summary>
internal static class SampleValues
{
    private const string Article = "《民用爆炸物品安全管理条例》第四十五条第五项";

    /// <param name="requestId">Used before by everybody for something else.</param>
    /// <param name="decidedId">A case with a decision, and so with a disclosure.</param>
    /// <param name="partner">Person id of the second handler.</param>
    public static Dictionary<string, string> Of(string requestId, string caseId, string decidedId, GetMeResponse officer, string partner) => new()
    {
        ["request_id"] = requestId,
        ["etag"] = "vffff",
        ["case_id"] = caseId,
        ["disclosure_id"] = decidedId,
        ["item_id"] = "0190a000-0000-7000-8000-000000000044",
        ["publish_until"] = "2199-12-31",
        ["effective_from"] = "2199-01-01",
        ["effective_on"] = Yesterday,
        ["effective_to"] = "2199-12-31",
        ["given_on"] = "2026-01-05",
        ["decided_from"] = "2026-01-01",
        ["decided_to"] = "2026-12-31",
        ["on"] = "2026-03-02",
        ["delivery_id"] = $"sample.{decidedId}",
        ["destination"] = "sample",
        ["person_id"] = officer.PersonId,
        ["reviewer_id"] = officer.PersonId,
        ["account_id"] = officer.AccountId,
        ["proposal_id"] = RecordsFixture.NewId(),
        ["last_day"] = "2026-03-02",
        ["successor"] = "pds-yszy",
        ["closed"] = "",
        ["renewal_key"] = "AAAA",
        ["evidence_id"] = RecordsFixture.NewId(),
        ["document_id"] = RecordsFixture.NewId(),
        ["hearing_host_id"] = "",
        ["handler_ids"] = $"{officer.PersonId} {partner}",
        ["collectors"] = $"{officer.PersonId} {partner}",
        ["department"] = "minbao",
        ["code"] = "pds-gxj",
        ["uscc"] = "11410400MB0DEM025U",
        ["user_name"] = "sample.user",
        ["password"] = RecordsFixture.Password,
        ["current_password"] = RecordsFixture.Password,
        ["initial_password"] = "Chosen-2026",
        ["new_password"] = "Chosen-2026",
        ["violation_ended_on"] = Yesterday,
        ["day"] = "2026-03-02",
        ["from"] = "2026-02-01",
        ["valid_from"] = "2026-02-01",
        ["to"] = "2030-12-31",
        ["valid_to"] = "2030-12-31",
        ["key"] = "hearing.threshold.citizen",
        ["number"] = "T-9001",
        ["article_broken"] = Article,
        ["article_applied"] = Article,
        ["template"] = "filing-approval",
        ["parked_id"] = "OnReviewPassed.cases/x",
        ["page_token"] = "",
        ["rule"] = "PENALTY_DECIDE",
        ["due_before"] = "2099-12-31",
        ["late_reason"] = "",
        ["flags_reason"] = "",
        ["file_name"] = "a.jpg",
        ["RecordKind"] = "RECORD_KIND_SITE_INSPECTION",
        ["PenaltyKind"] = "PENALTY_KIND_FINE",
        ["GiveOpinionRequest.items"] = "item",
        ["AdoptEditionRequest.parameters"] = "fen=300000",
        ["IssueDocumentRequest.fields"] = string.Join(' ', new[] { "basis", "handlers_opinion", "lead_opinion" }.Select(name => $"{name}=试验用的文字")),
    };

    private static string Yesterday => $"{ShanghaiTime.DateOf(DateTimeOffset.UtcNow).AddDays(-1):yyyy-MM-dd}";
}
