using EnforcementPlatform.Contracts.Common;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Law;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>发现线索与立案: what the inspection found is registered, and the leader files the case (行政处罚法 54).</summary>
internal sealed class FilingChapter(Cast cast) : IChapter
{
    public string Title => "一、发现线索与立案";

    public async Task Play(Scene scene)
    {
        var request = Clue();
        await scene.Change(cast.Officer, "登记案件来源（昨日检查，今日补录）", (_, _) => Register(scene, request), Registered);
        await scene.Step(cast.Officer, "网络中断后重发同一请求", () => Repeat(scene, request));
        await scene.Step(cast.Officer, "查看办案时间线", () => Timeline(scene));
        await DocumentsChapter.Issue(scene, cast.Officer, "filing-approval", "立案审批表", new()
        {
            ["basis"] = "《民用爆炸物品安全管理条例》第四十五条第五项。",
            ["handlers_opinion"] = "符合立案条件，建议立案。",
            ["lead_opinion"] = "同意立案。",
        });
        await scene.Refused(cast.Lead, "指定同一人为两名承办人立案", StatusCode.FailedPrecondition, "PENALTY_TWO_OFFICERS",
            (file, id) => FileCase(scene, file, id, cast.Officer.Id, cast.Officer.Id));
        await scene.Change(cast.Lead, "批准立案，指定两名承办人",
            (file, id) => FileCase(scene, file, id, cast.Officer.Id, cast.Partner.Id), Filed);
        await scene.Step(cast.Officer, "查看本人可见的案件列表", () => Listed(scene));
    }

    private static RegisterClueRequest Clue() => new()
    {
        RequestId = Scene.NewRequestId(),
        Source = ClueSource.Inspection,
        Summary = "对演示市示例民用爆炸物品销售有限公司开展现场检查，发现其向持证购买单位销售工业雷管的数量超出《民用爆炸物品购买许可证》载明的数量。",
        PartyKind = PartyKind.LegalPerson,
        Party = new() { Name = "演示市示例民用爆炸物品销售有限公司", IdNumber = "91410400MA0DEM0T21", Address = "演示市示例路1号" },
        Occurred = YesterdayLate(),
    };

    /// <summary>The same moment a day earlier, in any time zone another day; so its reason is required (补录).</summary>
    public static Occurrence YesterdayLate() => new()
    {
        At = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddDays(-1)),
        LateReason = "检查现场没有网络信号，返回单位后补录。",
    };

    private async Task<Case> Register(Scene scene, RegisterClueRequest request) =>
        (await cast.Officer.Cases.RegisterClueAsync(request, cancellationToken: scene.Ct)).Case;

    private string Registered(Case file)
    {
        Expect.Equal(CaseStage.Clue, file.Stage, "案件阶段");
        Expect.Equal(cast.Officer.Me.Organ, file.Organ, "案件所属机关");
        Expect.Equal(cast.Officer.Me.Department, file.Department, "承办机构");
        return $"案源已登记，案件编号 {file.CaseId}";
    }

    private async Task<string> Repeat(Scene scene, RegisterClueRequest request)
    {
        Expect.Equal(scene.Case, await Register(scene, request), "重发后的答复");
        var reused = new RegisterClueRequest(request) { Summary = "内容不同的另一条线索。" };
        await Expect.Refused(() => Register(scene, reused), StatusCode.AlreadyExists, "REQUEST_ID_REUSED");
        return "答复与首次相同，没有重复登记；换内容重用编号被拒绝";
    }

    private async Task<string> Timeline(Scene scene)
    {
        // Until the case is filed nobody is its handler: whoever registered the clue reads it, and the department's lead.
        var timeline = await cast.Officer.Cases.GetTimelineAsync(new() { CaseId = scene.Case.CaseId }, cancellationToken: scene.Ct);
        Expect.Equal(1, timeline.Items.Count, "时间线条数");
        Expect.True(timeline.Items[0].Late && timeline.Items[0].LateReason.Length > 0, "补录应当可见并写明原因");
        return $"1条，标明补录：{timeline.Items[0].LateReason}";
    }

    private async Task<Case> FileCase(Scene scene, Case file, string requestId, params string[] handlers) =>
        (await cast.Lead.Cases.FileCaseAsync(
            new FileCaseRequest
            {
                CaseId = file.CaseId,
                Etag = file.Etag,
                RequestId = requestId,
                Department = cast.Lead.Me.Department,
                HandlerIds = { handlers },
                Cause = "涉嫌超出购买许可的数量销售民用爆炸物品",
                ViolationEndedOn = IsoDay.Write(file.UpdatedAt.ToDateTimeOffset().AddDays(-1)),
            },
            cancellationToken: scene.Ct)).Case;

    private string Filed(Case file)
    {
        Expect.Equal(CaseStage.Investigating, file.Stage, "案件阶段");
        Expect.True(file.HandlerIds.ToHashSet().SetEquals([cast.Officer.Id, cast.Partner.Id]), "承办人应为指定的两人");
        Expect.Equal("PENALTY_DECIDE", file.DecideBy?.Rule, "办案期限规则");
        Expect.Equal(file.DecideBy!.Start, IsoDay.Write(file.UpdatedAt.ToDateTimeOffset()), "期限起算日");
        Expect.True(!file.DecideBy.Overdue && file.DecideBy.Explanation.Length > 0, "期限应附推算说明且未逾期");
        return $"调查中，应于{file.DecideBy.Due}前作出决定";
    }

    private async Task<string> Listed(Scene scene)
    {
        var list = await cast.Officer.Cases.ListCasesAsync(new() { PageSize = 200 }, cancellationToken: scene.Ct);
        var line = list.Cases.SingleOrDefault(one => one.CaseId == scene.Case.CaseId);
        Expect.Equal(CaseStage.Investigating, line?.Stage, "列表中的案件阶段");
        return "列表已包含本案";
    }
}
