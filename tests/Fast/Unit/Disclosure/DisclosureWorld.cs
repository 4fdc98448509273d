using System.Collections.Immutable;
using System.Security.Cryptography;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Tests.Fast.Unit.Disclosure;

/// <summary>A disclosure without a ledger: decisions and folds alone, step by step.</summary>
internal sealed record DisclosureWorld
{
    public const string CaseId = "00000000-0000-7000-8000-0000000000c1";
    public const string Handler = "00000000-0000-7000-8000-000000000001";
    public const string Publisher = "00000000-0000-7000-8000-000000000002";
    public const string Organ = "pds-gxj";
    public const string Uscc = "11410400MB0DEM025U";

    public static readonly Editions Law = Editions.Default;

    public static readonly Party Citizen = new() { Name = "欧阳长风", IdNumber = "11010519491231002X", Address = "某市新华区建设路12号院3号楼", Contact = "欧阳长风 0375-2666666" };

    public static readonly Party Company = new() { Name = "某某民爆有限公司", IdNumber = Uscc, Address = "某县工业路8号", Contact = "王主任 0375-2777777" };

    public DisclosureState State { get; init; } = DisclosureState.Empty;

    /// <summary>Monday, 2 November 2026, 9:00 in Shanghai.</summary>
    public DateTimeOffset Now { get; init; } = new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);

    public PartyKind Kind { get; init; } = PartyKind.LegalPerson;

    public Party Party { get; init; } = Company;

    public string DecidedOn { get; init; } = "2026-11-02";

    public ImmutableArray<Decision> Kept { get; init; } = [];

    public static DisclosureWorld OfCitizen => new() { Kind = PartyKind.Citizen, Party = Citizen };

    /// <summary>On the day of the decision seventeen.</summary>
    public static DisclosureWorld OfMinor => OfCitizen with { Party = new() { Name = "欧阳长风", IdNumber = NumberOf("110105200811020028") } };

    /// <summary>A citizen with another document, or none: its number tells no day of birth.</summary>
    public static DisclosureWorld OfUnknownAge(string number) => OfCitizen with { Party = new() { Name = "欧阳长风", IdNumber = number } };

    public T Told<T>()
        where T : IMessage => Kept[^1].Notices.OfType<T>().Single();

    public DisclosureWorld Later(int days) => this with { Now = Now.AddDays(days) };

    public DisclosureWorld Noted() => Do("", (state, _) => state.NoteDecision(Issued(), Shown()));

    public DisclosureWorld Annulled(string on = "2026-11-03") => Do("", (state, _) => state.NoteAnnulment(
        new() { CaseId = CaseId, Number = "平工信罚〔2026〕1号", Ground = AnnulmentGround.Reconsideration, AnnulledOn = on }));

    public DisclosureWorld Draft(string by = Handler, Action<DisclosureText>? change = null, string reason = "")
    {
        var text = Text();
        change?.Invoke(text);
        return Do(by, (state, act) => state.DraftDisclosure(act, new() { Text = text, CorrectionReason = reason }));
    }

    public DisclosureWorld Correct(string by = Handler) => Draft(by, text => text.FactsSummary = "更正后的事实摘要", "原摘要有误");

    public DisclosureWorld Publish(string by = Publisher, string reason = "", string flags = "") => Do(by, (state, act) => state.PublishDisclosure(act, reason, flags, Law));

    public DisclosureWorld Withdraw(string reason = "复议机关撤销了该决定", string flags = "") =>
        Do(Publisher, (state, act) => state.WithdrawDisclosure(act, reason, flags, Law));

    public DisclosureWorld Withhold(string reason = "当事人作出处罚决定时未满十八周岁") => Do(Publisher, (state, act) => state.WithholdDisclosure(act, reason));

    public DisclosureWorld Delivered(DeliveryState state = DeliveryState.Confirmed, int minutes = 0) => Do("", (before, _) => before.NoteDelivery(NotedDelivery(state, minutes)));

    public DeliveryNoted NotedDelivery(DeliveryState state, int minutes) => new() { Origin = "ep.test/gateway", Position = minutes, Told = Delivery(state, minutes) };

    public DeliveryChanged Delivery(DeliveryState state, int minutes) => new()
    {
        DisclosureId = CaseId,
        Destination = "city",
        Version = 1,
        Operation = DeliveryOperation.Publish,
        State = state,
        RefusalField = state == DeliveryState.Rejected ? "CF_SY" : "",
        ChangedAt = Now.AddMinutes(minutes).ToTimestamp(),
    };

    // Stages, each reached in the ordinary way

    public static DisclosureWorld Due() => new DisclosureWorld().Noted();

    public static DisclosureWorld Drafted() => Due().Draft();

    public static DisclosureWorld Published() => Drafted().Publish();

    public static DisclosureWorld Correcting() => Published().Correct();

    public static DisclosureWorld ToWithdraw() => Published().Annulled();

    public static DisclosureWorld Withdrawn() => ToWithdraw().Withdraw();

    public static DisclosureWorld Withheld() => OfMinor.Noted().Withhold();

    public static DisclosureWorld Lapsed() => Drafted().Annulled();

    public static ImmutableArray<DisclosureWorld> EveryStage() => [new(), Due(), Drafted(), Published(), Correcting(), ToWithdraw(), Withdrawn(), Lapsed(), Withheld()];

    /// <summary>An identity number with the check character that fits.</summary>
    public static string NumberOf(string first) => "0123456789X".Select(check => first[..17] + check).First(one => EnforcementPlatform.Law.IdentityNumber.IsValid(one));

    public static DisclosureText Text() => new() { Violation = "违反民用爆炸物品销售管理规定", FactsSummary = "未按规定备案销售民用爆炸物品", Penalty = "罚款人民币壹拾万元整" };

    public DecisionIssued Issued() => new()
    {
        CaseId = CaseId,
        Department = "minbao",
        Number = "平工信罚〔2026〕1号",
        DecidedOn = DecidedOn,
        DraftDigest = Digest(Content(), 1),
        PartyDigest = Digest(Party, 2),
        PartyKind = Kind,
        HandlerIds = { Handler },
        Terms = new() { Kinds = { PenaltyKind.Fine }, FineFen = 100_000_00, ArticleBroken = "《条例》第四十五条第五项", ArticleApplied = "《条例》第四十五条" },
    };

    public GetDecisionForDisclosureResponse Answer() => new()
    {
        Organ = Organ,
        Number = "平工信罚〔2026〕1号",
        DecisionCommitted = Committed(Content()),
        DecisionSalt = Salt(1),
        PartyCommitted = Committed(Party),
        PartySalt = Salt(2),
    };

    public ShownDecision Shown() => ShownDecision.Of(Issued(), Answer(), OrganOf());

    public static Contracts.Records.Organ OrganOf() => new() { Code = Organ, Name = "平顶山市工业和信息化局", Uscc = "11410400MB0DEM0171" };

    public static ByteString Committed(IMessage message) => new PersonalPart { Type = message.Descriptor.FullName, Body = message.ToByteString() }.ToByteString();

    public DisclosureWorld Do(string person, Func<DisclosureState, IActContext, Decision> decide)
    {
        var decision = decide(State, Acting.As(person, Now));
        var recorded = PureAct.Recorded(decision, Kept.Length, Now);
        var after = decision.Facts.Aggregate(State, (state, fact) => DisclosureState.Apply(state, fact.Body, recorded));
        return this with
        {
            State = after with { Stream = $"disclosures/{CaseId}", Version = Kept.Length + 1, Organ = Organ, At = Now },
            Now = Now.AddSeconds(1),
            Kept = Kept.Add(decision),
        };
    }

    private static DraftContent Content() => new() { FactsFound = "查明的事实" };

    private static ByteString Salt(int seed) => ByteString.CopyFrom(SHA256.HashData(BitConverter.GetBytes(seed)));

    private static ByteString Digest(IMessage message, int seed) => ByteString.CopyFrom(Commitment.Compute(Salt(seed).Span, Committed(message).Span));
}

/// <summary>Acts in disclosure, by a person or by the service itself.</summary>
internal static class Acting
{
    public static PureAct As(string person, DateTimeOffset now) => new(person, "disclosure", DisclosureWorld.Organ, now);
}
