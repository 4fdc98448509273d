using System.Collections.Immutable;
using static EnforcementPlatform.Law.Force;
using static EnforcementPlatform.Law.Instruments;

namespace EnforcementPlatform.Law;

/// <summary>Who wrote what is to be published, and who publishes it. Persons, never accounts.</summary>
public sealed record PublicationFacts(string Writer, string Publisher);

/// <summary>The party's name, and how it is to be shown.</summary>
public sealed record ShownNameFacts(string Name, string Shown);

/// <summary>The party's day of birth, null where nothing tells it, and the day of the decision.</summary>
public sealed record PartyAgeFacts(DateOnly? BornOn, DateOnly DecidedOn);

/// <summary>The day of publication, the last day for it, and why it is late; the reason is empty where none was given.</summary>
public sealed record LatePublicationFacts(DateOnly On, DateOnly LastDay, string Reason);

/// <summary>The text about the penalty, and the fine that was decided, in fen; 0 where there is none.</summary>
public sealed record PenaltyTextFacts(string Text, long FineFen);

/// <summary>What the law asks of publication, as far as plain facts can answer it.</summary>
public static class DisclosureRules
{
    public static readonly Rule<PublicationFacts> PublisherNotDrafter = new Rule<PublicationFacts>(
        "DISCLOSURE_PUBLISHER_NOT_DRAFTER", [new(OpenInformation, 17), .. LocalLaw.Of("DISCLOSURE_PUBLISHER_NOT_DRAFTER")], Refuses,
        "公开前应当经过审核，发布人不得是拟稿人本人。", "请由拟稿人以外的公示管理员核对后发布。",
        facts => facts.Writer.Length > 0 && facts.Writer != facts.Publisher).AsHouseRule();

    public static readonly Rule<ShownNameFacts> CitizenNameMasked = new Rule<ShownNameFacts>(
        "DISCLOSURE_CITIZEN_NAME_MASKED", [new(PenaltyLaw, 50), new(OpenInformation, 15)], Refuses,
        "公民当事人只公示姓氏，写作姓氏加两个星号。", "请写为“姓氏**”（复姓写两个字），或者留空由系统填写。",
        facts => CitizenName.IsMasked(facts.Name, facts.Shown)).AsHouseRule();

    /// <summary>周岁 counts from the day after the birthday: on the eighteenth birthday somebody is not yet eighteen.</summary>
    public static readonly Rule<PartyAgeFacts> PartyOfAge = new Rule<PartyAgeFacts>(
        "DISCLOSURE_PARTY_UNDER_AGE", [new(Minors, 103), new(PenaltyLaw, 50), new(Instruments.PersonalInformation, 28)], Refuses,
        "当事人在作出处罚决定时不满十八周岁的，处罚决定不向社会公开。", "请勿拟稿或者发布，由公示管理员写明理由后登记不予公开。登记的证件号码在本系统中不能更改；号码有误的，请在理由中写明。",
        facts => facts.BornOn is not { } born || facts.DecidedOn > born.AddYears(18)).AsHouseRule();

    public static readonly Rule<ShownNameFacts> OrganisationNamed = new Rule<ShownNameFacts>(
        "DISCLOSURE_ORGANISATION_NAMED", [new(PenaltyLaw, 48), new(OpenInformation, 6)], Refuses,
        "公示的单位名称应当与处罚决定的当事人一致。", "请按处罚决定书填写单位全称，或者留空由系统填写。",
        facts => facts.Name == facts.Shown).AsHouseRule();

    public static readonly Rule<InTimeFacts> PublishedInTime = new(
        "DISCLOSURE_PUBLISHED_IN_TIME", [new(PenaltyLaw, 48), new(ThreeSystems)], Records,
        "行政处罚决定应当自作出之日起七个工作日内公开。", "请立即公开并记录超期原因。",
        facts => facts.On <= facts.LastDay);

    public static readonly Rule<LatePublicationFacts> LateNeedsReason = new Rule<LatePublicationFacts>(
        "DISCLOSURE_LATE_NEEDS_REASON", [new(PenaltyLaw, 48), new(ThreeSystems)], Refuses,
        "超过期限公开行政处罚决定的，应当说明原因。", "请填写超期原因后发布。",
        facts => facts.On <= facts.LastDay || !string.IsNullOrWhiteSpace(facts.Reason)).AsHouseRule();

    public static readonly Rule<InTimeFacts> WithdrawnInTime = new(
        "DISCLOSURE_WITHDRAWN_IN_TIME", [new(PenaltyLaw, 48, 2), new(PenaltyLaw, 85)], Records,
        "公开的行政处罚决定被依法变更、撤销、确认违法或者确认无效的，应当在三日内撤回公开信息并公开说明理由。", "请立即撤回。",
        facts => facts.On <= facts.LastDay);

    public static readonly Rule<PenaltyTextFacts> PenaltyAsDecided = new Rule<PenaltyTextFacts>(
        "DISCLOSURE_PENALTY_AS_DECIDED", [new(PenaltyLaw, 48), new(OpenInformation, 6)], Refuses,
        "公示的罚款数额应当与处罚决定一致。", "请按处罚决定书核对处罚内容中的每一处罚款数额。",
        facts => FineAmounts.In(facts.Text).All(amount => amount.Fen == facts.FineFen)).AsHouseRule();

    public static ImmutableArray<Rule> All { get; } =
        [PublisherNotDrafter, CitizenNameMasked, PartyOfAge, OrganisationNamed, PenaltyAsDecided, PublishedInTime, LateNeedsReason, WithdrawnInTime];
}
