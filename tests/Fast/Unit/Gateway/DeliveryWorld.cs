using System.Collections.Immutable;
using System.Text;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Gateway;
using EnforcementPlatform.Gateway.Connector;
using EnforcementPlatform.Gateway.Mapping;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Tests.Fast.Fakes;
using Item = EnforcementPlatform.Gateway.Item;

namespace EnforcementPlatform.Tests.Fast.Unit.Gateway;

/// <summary>One delivery, immutable, so that a walk can branch: decisions are asked and their facts folded, without any ledger. Names are invented.</summary>
internal sealed record DeliveryWorld
{
    public const string Destination = "city";
    public const string DisclosureId = "00000000-0000-7000-8000-0000000000d1";
    public const string Number = "平工信罚〔2026〕1号";
    public const string Uscc = "11410400MB0DEM0171";
    public const string Organ = "pds-gxj";
    public const string Publisher = "00000000-0000-7000-8000-00000000000f";

    public DeliveryStream State { get; init; } = DeliveryStream.Empty;

    /// <summary>Monday, 2 November 2026, 9:00 in Shanghai.</summary>
    public DateTimeOffset Now { get; init; } = new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);

    public ImmutableArray<Decision> Kept { get; init; } = [];

    public static PlatformFormat Format => PlatformFormat.All["CF-2018"];

    public Item Current => State.Current!;

    public static PublicDecision Decided(string number = Number) => new()
    {
        DocumentNumber = number,
        OrganName = "平顶山市工业和信息化局",
        OrganUscc = Uscc,
        PartyKind = PartyKind.LegalPerson,
        PartyName = "平顶山市𠮷祥演示化工有限公司",
        PartyUscc = "91410400MA0DEM09X3",
        Violation = "未按规定落实民用爆炸物品安全管理措施",
        FactsSummary = "2026年10月12日检查发现，仓库\"双人双锁\"制度未落实。",
        ArticleBroken = "《民用爆炸物品安全管理条例》第四十条",
        ArticleApplied = "《民用爆炸物品安全管理条例》第四十八条",
        PenaltyKinds = { PenaltyKind.Warning, PenaltyKind.Fine },
        FineFen = 1_234_567,
        Penalty = "警告，并处罚款人民币壹万贰仟叁佰肆拾伍元陆角柒分。",
        DecidedOn = "2026-10-30",
        PublishUntil = "2027-10-30",
    };

    public static DisclosurePublished Told(int version = 1, PublicDecision? decision = null) => new()
    {
        DisclosureId = DisclosureId,
        Version = version,
        Decision = decision ?? Decided(),
        PublishBy = "2026-11-10",
        CorrectionReason = version == 1 ? "" : "文字有误",
    };

    public DeliveryWorld Publish(int version = 1, PublicDecision? decision = null) =>
        Do("", (state, act) => state.QueuePublication(act, Told(version, decision), Destination, Format));

    public DeliveryWorld Withdraw(int version = 1) => Do("", (state, act) => state.QueueWithdrawal(
        act, new() { DisclosureId = DisclosureId, Version = version, PublicReason = "经复议撤销", WithdrawBy = "2026-11-12" }, Destination, Format));

    public DeliveryWorld Begin(int? number = null) => Do("", (state, _) => state.BeginAttempt(number ?? state.Current!.Number));

    /// <summary>An outcome of the newest attempt, or of a question.</summary>
    public DeliveryWorld Note(AttemptOutcome outcome, AttemptKind kind = AttemptKind.Send, string code = "CODE", string field = "", string remoteId = "") => Do("", (state, act) => state.NoteOutcome(
        act,
        state.Current!.Number,
        state.Current!.Trials.Length + (kind == AttemptKind.Query ? 1 : 0),
        kind,
        new(outcome, 200, code, field, remoteId, outcome is AttemptOutcome.OutOfReach or AttemptOutcome.NoAnswer ? [] : Encoding.UTF8.GetBytes($"{outcome}"), null)));

    public DeliveryWorld Ask(AttemptOutcome outcome) => Note(outcome, AttemptKind.Query);

    public DeliveryWorld Retry() => Do(Publisher, (state, act) => state.RetryDelivery(act));

    public DeliveryWorld Resolve(Resolution resolution) =>
        Do(Publisher, (state, act) => state.ResolveDelivery(act, new() { Resolution = resolution, Reason = "已电话核实" }));

    // States, each reached in the ordinary way

    public static DeliveryWorld Ready() => new DeliveryWorld().Publish();

    public static DeliveryWorld Sending() => Ready().Begin();

    public static DeliveryWorld Unknown() => Sending().Note(AttemptOutcome.NoAnswer);

    public static DeliveryWorld Retrying() => Sending().Note(AttemptOutcome.OutOfReach);

    public static DeliveryWorld Awaiting() => Sending().Note(AttemptOutcome.TakenIn);

    public static DeliveryWorld Confirmed() => Sending().Note(AttemptOutcome.Confirmed, remoteId: "R-1");

    public static DeliveryWorld Rejected() => Sending().Note(AttemptOutcome.Rejected, code: "FIELD_INVALID", field: "CF_SY");

    public static DeliveryWorld Unfit() => new DeliveryWorld().Publish(decision: new(Decided()) { PartyUscc = "123" });

    public static DeliveryWorld Manual() => Sending().Note(AttemptOutcome.Conflict);

    /// <summary>Version 1 superseded; it is looked at by its number, since version 2 is what goes on.</summary>
    public static DeliveryWorld Superseded() => Ready().Withdraw();

    public static ImmutableArray<DeliveryWorld> EveryState() =>
        [new(), Ready(), Sending(), Unknown(), Retrying(), Awaiting(), Confirmed(), Rejected(), Unfit(), Manual(), Superseded()];

    /// <summary>What others were told of, in order.</summary>
    public IEnumerable<(int Version, DeliveryOperation Operation, DeliveryState State)> Notices =>
        Kept.SelectMany(decision => decision.Notices).Cast<DeliveryChanged>().Select(told => (told.Version, told.Operation, told.State));

    public DeliveryWorld Later(TimeSpan by) => this with { Now = Now + by };

    public DeliveryWorld Do(string person, Func<DeliveryStream, IActContext, Decision> decide)
    {
        var decision = decide(State, new PureAct(person, "gateway", Organ, Now));
        var position = Kept.Length;
        var recorded = PureAct.Recorded(decision, position, Now);
        var after = decision.Facts.Aggregate(State, (state, fact) => DeliveryStream.Apply(state, fact.Body, recorded));
        return this with
        {
            State = after with { Stream = $"deliveries/{Destination}.{DisclosureId}", Version = position + 1, Organ = Organ, At = Now },
            Now = Now.AddSeconds(1),
            Kept = Kept.Add(decision),
        };
    }
}
