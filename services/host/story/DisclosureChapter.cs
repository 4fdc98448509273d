using System.Net;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>
/// 公示 (行政处罚法 48): the decision is disclosed within seven working days, checked for personal data (blocked or flagged), published by somebody other than the
/// drafter, and found by anybody.
/// </summary>
internal sealed class DisclosureChapter(Cast cast) : IChapter
{
    /// <summary>Words of the published facts, with which the public finds it.</summary>
    public const string Query = "工业雷管 超出购买许可";

    private const string Violation = "超出购买许可数量销售民用爆炸物品";
    private const string Facts = "当事人向持证购买单位销售工业雷管2600发，超出购买许可载明的2000发。";
    private const string Penalty = "罚款人民币100000元。";

    private CaseDisclosure _disclosure = new();

    public string Title => "十一、公示处罚决定";

    public async Task Play(Scene scene)
    {
        await scene.Step(cast.Publisher, "等待公示系统获知处罚决定", () => Begun(scene));
        await scene.Step(Player.Anybody, "在公示平台检索本案（尚未公示）", async () =>
        {
            Expect.True(await Search(scene) is null, "公示前不应检索到本案");
            return "没有检索到";
        });
        await Draft(scene);
        await scene.RefusedTo(cast.Officer, "拟稿人自行发布", StatusCode.PermissionDenied, "NOT_PERMITTED",
            async id => await cast.Officer.Disclosures.PublishDisclosureAsync(Publish(id), cancellationToken: scene.Ct));
        await Change(scene, cast.Publisher, "公示管理员核对后发布", DisclosureStage.Published,
            async id => (await cast.Publisher.Disclosures.PublishDisclosureAsync(Publish(id), cancellationToken: scene.Ct)).Disclosure);
        await scene.Step(Player.Anybody, $"在公示平台检索“{Query}”", () => Found(scene));
        await scene.Page($"/disclosures/{scene.Case.CaseId}", "打开公示页面", HttpStatusCode.OK, Violation, Penalty, scene.Case.Decision.Number);
        await scene.Page($"/?q={Uri.EscapeDataString(Query)}", "在公示页面检索", HttpStatusCode.OK, scene.Case.Decision.Number);
    }

    private async Task Draft(Scene scene)
    {
        await scene.RefusedTo(cast.Officer, "拟稿中写入公民身份号码（虚构）", StatusCode.InvalidArgument, "DISCLOSURE_PERSONAL_DATA",
            async id => await cast.Officer.Disclosures.DraftDisclosureAsync(Text(id, $"{Facts}身份证号11010519491231002X。"), cancellationToken: scene.Ct));
        await Change(scene, cast.Officer, "承办人拟稿，写入了手机号码（提示疑为个人信息）", DisclosureStage.Drafted,
            async id => (await cast.Officer.Disclosures.DraftDisclosureAsync(Text(id, $"{Facts}联系电话13800000000。"), cancellationToken: scene.Ct)).Disclosure);
        await scene.RefusedTo(cast.Publisher, "公示管理员不说明理由即发布", StatusCode.InvalidArgument, "DISCLOSURE_PERSONAL_DATA_FLAGGED",
            async id => await cast.Publisher.Disclosures.PublishDisclosureAsync(Publish(id), cancellationToken: scene.Ct));
        await Change(scene, cast.Publisher, "公示管理员代为拟稿", DisclosureStage.Drafted,
            async id => (await cast.Publisher.Disclosures.DraftDisclosureAsync(Text(id, "当事人超量销售工业雷管。"), cancellationToken: scene.Ct)).Disclosure);
        await scene.RefusedTo(cast.Publisher, "公示管理员发布本人所拟的稿", StatusCode.FailedPrecondition, "DISCLOSURE_PUBLISHER_NOT_DRAFTER",
            async id => await cast.Publisher.Disclosures.PublishDisclosureAsync(Publish(id), cancellationToken: scene.Ct));
        await Change(scene, cast.Officer, "承办人重新拟稿", DisclosureStage.Drafted,
            async id => (await cast.Officer.Disclosures.DraftDisclosureAsync(Text(id, Facts), cancellationToken: scene.Ct)).Disclosure);
    }

    private Task<string> Begun(Scene scene) => scene.Eventually(async () =>
    {
        _disclosure = (await cast.Publisher.Disclosures.GetDisclosureAsync(new() { DisclosureId = scene.Case.CaseId }, cancellationToken: scene.Ct)).Disclosure;
        Expect.Equal(DisclosureStage.Due, _disclosure.Stage, "公示阶段");
        return $"应于{_disclosure.PublishBy.Due}前公示（7个工作日，自决定次日起算）";
    }, error => error.StatusCode is StatusCode.NotFound or StatusCode.Unauthenticated or StatusCode.Unavailable);

    private static Task<string> Found(Scene scene) => scene.Eventually(async () =>
    {
        if (await Search(scene) is not { Decision: var shown })
        {
            return null;
        }

        Expect.Equal(scene.Case.Decision.Number, shown.DocumentNumber, "文号");
        Expect.Equal(Facts, shown.FactsSummary, "公示的事实");
        Expect.Equal(ConclusionChapter.FineFen, shown.FineFen, "罚款数额（分）");
        return $"{shown.DocumentNumber}，{shown.PartyName}，{shown.Violation}";
    }, _ => false);

    /// <summary>
    /// This case among those found (a product may show others of the same kind), null where it is not. Public answers say nothing of how far they
    /// have seen: what was just published may take a moment to be found.
    /// </summary>
    public static async Task<PublicDisclosure?> Search(Scene scene) =>
        (await scene.Public.SearchDisclosuresAsync(new() { Query = Query, PageSize = 200 }, cancellationToken: scene.Ct)).Disclosures
            .FirstOrDefault(one => one.DisclosureId == scene.Case.CaseId);

    private Task Change(Scene scene, Player who, string act, DisclosureStage stage, Func<string, Task<CaseDisclosure>> change) => scene.Step(who, act, async () =>
    {
        var before = _disclosure.Etag;
        _disclosure = await change(Scene.NewRequestId());
        Expect.True(_disclosure.Etag != before, "每次办理后公示应有新的版本标记（etag）");
        Expect.Equal(stage, _disclosure.Stage, "公示阶段");
        return $"第{_disclosure.Versions[^1].Version}版，公示期限至{_disclosure.PublishBy.Due}";
    });

    private DraftDisclosureRequest Text(string id, string facts) => new()
    {
        DisclosureId = _disclosure.DisclosureId,
        Etag = _disclosure.Etag,
        RequestId = id,
        Text = new() { Violation = Violation, FactsSummary = facts, Penalty = Penalty },
    };

    private PublishDisclosureRequest Publish(string id) => new() { DisclosureId = _disclosure.DisclosureId, Etag = _disclosure.Etag, RequestId = id };
}
