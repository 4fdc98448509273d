using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>another organ finds nothing at all of an unpublished case; somebody of the same organ who has no part in the case is not permitted.</summary>
internal sealed class OutsidersChapter(Cast cast) : IChapter
{
    public string Title => "十七、其他机关和未参与本案的人员";

    public async Task Play(Scene scene)
    {
        foreach (var stranger in new[] { cast.StrangerOfficer, cast.StrangerLead })
        {
            await scene.Step(stranger, "查看案件、草稿、时间线、证据和文书", () => Tries(scene, stranger, StatusCode.NotFound, "NOT_FOUND"));
            await scene.Refused(stranger, "查看本案的法制审核", StatusCode.NotFound, "NOT_FOUND",
                async (file, _) => await stranger.Reviews.GetReviewAsync(new() { CaseId = file.CaseId }, cancellationToken: scene.Ct));
            await scene.Step(stranger, "查看本人可见的案件列表", () => SeesNothing(scene, stranger));
        }

        await scene.Step(cast.LegalLead, "查看案件、草稿、证据（只应看到审核）", () => Tries(scene, cast.LegalLead, StatusCode.PermissionDenied, "NOT_PERMITTED"));
        await scene.Step(cast.LegalLead, "查看本人可见的案件列表", () => SeesNothing(scene, cast.LegalLead));
    }

    private static async Task<string> Tries(Scene scene, Player who, StatusCode code, string reason)
    {
        var id = scene.Case.CaseId;
        Func<Task>[] attempts =
        [
            async () => await who.Cases.GetCaseAsync(new() { CaseId = id }, cancellationToken: scene.Ct),
            async () => await who.Cases.GetTimelineAsync(new() { CaseId = id }, cancellationToken: scene.Ct),
            async () => await who.Cases.GetDraftAsync(new() { CaseId = id }, cancellationToken: scene.Ct),
            async () => await who.Evidence.ListEvidenceAsync(new() { CaseId = id }, cancellationToken: scene.Ct),
            async () => await who.Documents.ListDocumentsAsync(new() { CaseId = id }, cancellationToken: scene.Ct),
            .. scene.Documents.Select(document => (Func<Task>)(async () => await who.Documents.GetDocumentAsync(new() { DocumentId = document.DocumentId }, cancellationToken: scene.Ct))),
        ];
        foreach (var attempt in attempts)
        {
            await Expect.Refused(attempt, code, reason);
        }

        return $"{attempts.Length}次均按预期被拒绝（{reason}）";
    }

    private static async Task<string> SeesNothing(Scene scene, Player who)
    {
        var list = await who.Cases.ListCasesAsync(new() { PageSize = 200 }, cancellationToken: scene.Ct);
        Expect.True(list.Cases.All(line => line.CaseId != scene.Case.CaseId), "列表中不应有本案");
        return "列表中没有本案";
    }
}
