using EnforcementPlatform.Contracts.Records;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>调查终结与决定草稿 (行政处罚法 57).</summary>
internal sealed class ConclusionChapter(Cast cast) : IChapter
{
    /// <summary>100,000 yuan in fen: the least that 民用爆炸物品安全管理条例 45 provides.</summary>
    public const long FineFen = 10_000_000;

    /// <summary>What the reviewer objects to: item 1 is about the producer's own licence, not the buyer's.</summary>
    public const string WrongArticle = "《民用爆炸物品安全管理条例》第四十五条第一项";

    /// <summary>What applies: sales beyond what the buyer's licence allows.</summary>
    public const string RightArticle = "《民用爆炸物品安全管理条例》第四十五条第五项";

    public string Title => "六、调查终结与决定草稿";

    public async Task Play(Scene scene)
    {
        var before = scene.Case;
        await scene.Change(cast.Officer, "提交调查终结报告", async (file, id) => (await cast.Officer.Cases.CloseInvestigationAsync(
            new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Report = "当事人超出购买许可的数量销售工业雷管600发，事实清楚，证据确凿。建议处罚款。" },
            cancellationToken: scene.Ct)).Case, Closed);
        await scene.Refused(cast.Partner, "在旧页面上继续操作", StatusCode.Aborted, "ETAG_STALE", async (_, id) => await cast.Partner.Cases.SaveDraftAsync(
            new() { CaseId = before.CaseId, Etag = before.Etag, RequestId = id, Content = Draft(FineFen) }, cancellationToken: scene.Ct));
        await scene.Change(cast.Officer, "保存处罚决定草稿（罚款10万元）", async (file, id) => (await cast.Officer.Cases.SaveDraftAsync(
            new() { CaseId = file.CaseId, Etag = file.Etag, RequestId = id, Content = Draft(FineFen) }, cancellationToken: scene.Ct)).Case, Saved);
        await scene.Step(cast.Officer, "读回草稿全文", () => ReadBack(scene));
    }

    /// <summary>The draft with a fine in fen; the first one cites the wrong item.</summary>
    public static DraftContent Draft(long fineFen, string applied = WrongArticle) => new()
    {
        FactsFound = "当事人向持证购买单位销售工业雷管2600发，超出《民用爆炸物品购买许可证》载明的2000发。证据有：现场检查笔录、询问笔录、销售台账和购买许可证复印件、检查录像。",
        Terms = new()
        {
            Kinds = { PenaltyKind.Fine },
            FineFen = fineFen,
            ArticleBroken = "《民用爆炸物品安全管理条例》第二十二条第二款",
            ArticleApplied = applied,
        },
        Discretion = Discretion.Ordinary,
        DiscretionReason = "当事人首次违法，配合调查并已停止超量销售，适用一般裁量。",
    };

    private static string Closed(Case file)
    {
        Expect.Equal(CaseStage.Concluded, file.Stage, "案件阶段");
        return "调查终结";
    }

    private static string Saved(Case file)
    {
        Expect.Equal(1, file.Draft?.Number, "草稿编号");
        Expect.Equal(32, file.Draft!.Digest.Length, "草稿校验值长度");
        Expect.Equal(FineFen, file.Draft.Terms.FineFen, "罚款数额（分）");
        Expect.True(!file.Draft.Cleared && !file.Draft.Discussed, "新草稿未经审核和讨论");
        return $"第1稿，校验值 {Convert.ToHexStringLower(file.Draft.Digest.Span[..8])}…，未经法制审核";
    }

    private async Task<string> ReadBack(Scene scene)
    {
        var read = await cast.Officer.Cases.GetDraftAsync(new() { CaseId = scene.Case.CaseId }, cancellationToken: scene.Ct);
        Expect.Equal(Draft(FineFen), read.Content, "草稿内容");
        Expect.Equal(scene.Case.Draft, read.Draft, "草稿信息");
        return "与保存的内容一致";
    }
}
