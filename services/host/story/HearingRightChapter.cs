using EnforcementPlatform.Contracts.Records;

namespace EnforcementPlatform.Host.Story;

/// <summary>告知与放弃: the party is told of the penalty and of the right to a hearing, and gives both up on record (行政处罚法 44, 45, 63, 64).</summary>
internal sealed class HearingRightChapter(Cast cast) : IChapter
{
    public string Title => "七、事先告知与听证权利";

    public async Task Play(Scene scene)
    {
        await Tell(scene, cast, draft: 1);
    }

    /// <summary>The notice in the terms of a draft, and the waivers; what was said about an earlier draft does not carry over.</summary>
    public static async Task Tell(Scene scene, Cast cast, int draft)
    {
        await DocumentsChapter.Issue(scene, cast.Officer, "prior-notice", "行政处罚事先（听证）告知书", DocumentsChapter.PriorNotice);
        await scene.Change(cast.Officer, "送达处罚事先告知和听证告知", async (file, id) => (await cast.Officer.Cases.TellPartyAsync(
            new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Mode = ServiceMode.Direct, Receiver = "当事人授权的现场负责人" },
            cancellationToken: scene.Ct)).Case, file => Told(file, draft));
        await Answer(scene, cast, "记录当事人放弃陈述、申辩", PartyResponseKind.StatementWaived, "对拟作出的处罚没有意见，放弃陈述和申辩。");
        await Answer(scene, cast, "记录当事人放弃听证", PartyResponseKind.HearingWaived, "已知晓听证权利，自愿放弃听证。");
    }

    private static Task Answer(Scene scene, Cast cast, string act, PartyResponseKind kind, string words) => scene.Change(cast.Officer, act,
        async (file, id) => (await cast.Officer.Cases.RecordPartyResponseAsync(
            new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Kind = kind, Content = words }, cancellationToken: scene.Ct)).Case,
        file =>
        {
            Expect.True(file.Telling.Responses.Contains(kind), "应记载当事人的答复");
            Expect.Equal(CaseStage.Told, file.Stage, "案件阶段");
            return words;
        });

    private static string Told(Case file, int draft)
    {
        Expect.Equal(CaseStage.Told, file.Stage, "案件阶段");
        Expect.Equal(draft, file.Telling?.DraftNumber, "告知所依据的草稿");
        Expect.True(file.Telling!.HearingOffered, "罚款10万元已达到听证标准，应当告知听证权利");
        Expect.Equal(ConclusionChapter.FineFen, file.Telling.Terms.FineFen, "告知的罚款数额（分）");
        return $"已告知，当事人可于{file.Telling.RespondBy.Due}前答复";
    }
}
