using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Cases;
using Xunit;
using static EnforcementPlatform.Tests.Fast.Unit.Records.Cases.CaseWorld;
using Discretion = EnforcementPlatform.Contracts.Records.Discretion;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>What is asked of the party where it is typed, and what its identity number says.</summary>
public sealed class The_party_of_a_case
{
    private const string Identity = "11010519491231002X";
    private const string Uscc = "91410400MA0DEM0T21";

    [Fact]
    public void E12_The_partys_address_is_required()
    {
        Assert.Equal(["party.address"], Wrong(new() { Name = "某公司" }, PartyKind.LegalPerson));
        Assert.Empty(Wrong(new() { Name = "某公司", Address = "某区某路" }, PartyKind.LegalPerson));
    }

    [Theory]
    [InlineData("91410400MA0DEM0T22", "校验码不符")]
    [InlineData("91410400ma0dem0t21", "小写字母")]
    [InlineData("９１410400MA0DEM0T21", "全角字符")]
    [InlineData("91410400MA0D EM0T21", "空格")]
    [InlineData(" 91410400MA0DEM0T21", "空格")]
    [InlineData("111111111111111111", "校验码不符")]
    [InlineData("91410400-MA0DEM0T2", "连字符")]
    [InlineData("91410400MA0DEM0T2", "17位")]
    [InlineData("00000000000000000X", "校验码不符")]
    public void F60_A_code_that_fails_its_check_is_named_where_it_is_typed(string code, string trouble)
    {
        var violation = Assert.Single(Violations(Of(code), PartyKind.LegalPerson));

        Assert.Equal(("party.id_number", "PARTY_CODE"), (violation.Field, violation.Rule));
        Assert.Contains(trouble, violation.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Uscc, PartyKind.LegalPerson, true)]
    [InlineData(Uscc, PartyKind.OtherOrganisation, true)]
    [InlineData(Uscc, PartyKind.Citizen, false)]
    [InlineData(Identity, PartyKind.Citizen, true)]
    [InlineData(Identity, PartyKind.OtherOrganisation, true)]
    [InlineData("11010519491231002x", PartyKind.Citizen, false)]
    [InlineData("110105194912310021", PartyKind.Citizen, false)]
    [InlineData("E12345678", PartyKind.Citizen, false)]
    [InlineData("", PartyKind.Citizen, true)]
    public void F60_A_code_is_that_of_its_kind_of_party(string code, PartyKind kind, bool valid) =>
        Assert.Equal(valid, Wrong(Of(code), kind).Length == 0);

    [Fact]
    public void E12_A_code_that_fails_is_kept_with_a_reason_and_marked()
    {
        var passport = Of("E12345678", "护照，当事人为外国公民");

        Assert.Empty(Wrong(passport, PartyKind.Citizen));
        var kept = new CaseWorld().RegisterClue(party: passport, kind: PartyKind.Citizen);
        Assert.True(kept.State.ToMessage(InForce, kept.Now).PartyCodeUnchecked);
        Assert.Contains("未通过校验", kept.State.Timeline[^1].Title);
        Assert.False(new CaseWorld().RegisterClue().State.PartyCodeUnchecked);
        Assert.Equal(["party.id_number_reason"], Wrong(Of(Identity, "不需要的理由"), PartyKind.Citizen));
        Assert.Equal(["party.id_number_reason"], Wrong(Of("", "不需要的理由"), PartyKind.Citizen));
    }

    [Theory]
    [InlineData("20120101", 14, true)]
    [InlineData("20121020", 14, true)]
    [InlineData("20121019", 14, false)]
    [InlineData("20081020", 18, true)]
    [InlineData("20081019", 18, false)]
    public void E31_An_age_is_completed_on_the_day_after_the_birthday(string born, int years, bool under)
    {
        var ended = born == "20120101" ? new DateOnly(2026, 1, 1) : new DateOnly(2026, 10, 20);

        Assert.Equal(under, new AgeFacts(IdentityNumber.BirthDateOf(NumberOf(born)), ended).IsUnder(years));
    }

    [Fact]
    public void E31_A_party_under_14_is_not_filed_against_nor_penalised()
    {
        var clue = Clue("20121020");

        Refuses(CaseFaults.PartyUnder14, () => clue.FileCase(ended: "2026-10-20"));
        Assert.Equal(CaseStage.Investigating, clue.FileCase(ended: "2026-10-21").State.Stage);
    }

    [Fact]
    public void E31_A_party_under_18_is_shown_and_must_be_penalised_more_lightly()
    {
        var concluded = Concluded(Clue("20100101"));

        Assert.Contains("从轻或者减轻", concluded.State.ToMessage(InForce, concluded.Now).PartyAge, StringComparison.Ordinal);
        foreach (var discretion in new[] { Discretion.Ordinary, Discretion.Heavier })
        {
            Refuses(CaseFaults.PartyUnder18, () => concluded.SaveDraft(Warning(), discretion));
        }

        Assert.NotNull(concluded.SaveDraft(Warning(), Discretion.Lighter).State.Draft);
        Assert.NotNull(concluded.SaveDraft(Warning(), Discretion.Mitigated).State.Draft);
        var adult = Concluded(Clue("19900101"));
        Assert.Equal("", adult.State.ToMessage(InForce, adult.Now).PartyAge);
        Assert.NotNull(adult.SaveDraft(Warning()).State.Draft);
    }

    [Fact]
    public void E34_New_facts_in_a_new_notice_may_lead_to_a_heavier_penalty()
    {
        var answered = Concluded().SaveDraft(Fine(100_000)).TellParty().Respond(PartyResponseKind.Statement);
        var heavier = answered.SaveDraft(Fine(200_000), facts: Facts + "另查明此前还销售两批。");

        Assert.Equal("PENALTY_NOT_HEAVIER_AFTER_DEFENCE", Refused(() => heavier.TellParty()));
        Refuses(CaseFaults.NewFactsNotFound, () => answered.SaveDraft(Fine(200_000)).TellParty(newFacts: "台账另册。"));
        Refuses(CaseFaults.NewFactsNotFound, () => Concluded().SaveDraft().TellParty(newFacts: "台账另册。"));
        var told = heavier.TellParty(newFacts: "另查明此前还销售两批，有台账另册为证。");
        Assert.Contains("查明新的事实", told.State.Timeline[^1].Title);
        Assert.Equal("PENALTY_PARTY_HEARD", Refused(() => told.Respond(PartyResponseKind.HearingWaived).Passed().Discuss().Issue()));
        Assert.Equal(CaseStage.Decided, told.Waive().Passed().Discuss().Issue().State.Stage);
    }

    [Fact]
    public void E34_The_new_notice_binds_in_its_turn()
    {
        var told = Concluded().SaveDraft(Fine(100_000)).TellParty().Respond(PartyResponseKind.Statement)
            .SaveDraft(Fine(200_000), facts: Facts + "另查明此前还销售两批。").TellParty(newFacts: "另查明此前还销售两批，有台账另册为证。")
            .Respond(PartyResponseKind.Statement);

        Assert.Equal("PENALTY_NOT_HEAVIER_AFTER_DEFENCE", Refused(() => told.SaveDraft(Fine(300_000)).TellParty()));
    }

    private static CaseWorld Clue(string born) =>
        new CaseWorld().RegisterClue(party: new() { Name = "某某", IdNumber = NumberOf(born), Address = "某区某路" }, kind: PartyKind.Citizen);

    private static CaseWorld Concluded(CaseWorld clue) => clue.FileCase()
        .ShowIdentity().ConfirmNewest()
        .TellRights().ConfirmNewest()
        .RecordAct(RecordKind.SiteInspection).ConfirmNewest()
        .RecordAct(RecordKind.EvidenceExtraction).ConfirmNewest()
        .CloseInvestigation();

    private static CaseWorld Concluded() => CaseWorld.Concluded();

    /// <summary>A valid number of a person born on that day.</summary>
    private static string NumberOf(string born) =>
        "0123456789X".Select(last => $"110105{born}002{last}").Single(number => IdentityNumber.IsValid(number));

    private static Party Of(string code, string reason = "") => new() { Name = "某某", IdNumber = code, Address = "某区某路", IdNumberReason = reason };

    private static string[] Wrong(Party party, PartyKind kind) => [.. Violations(party, kind).Select(one => one.Field)];

    private static IEnumerable<FieldViolation> Violations(Party party, PartyKind kind)
    {
        try
        {
            new Check().Party(party, kind).ThrowIfAny();
            return [];
        }
        catch (Fault fault)
        {
            return fault.Violations;
        }
    }

    private static void Refuses(FaultType type, Func<object> act) => Assert.Equal(type.Reason, Refused(act));

    private static string Refused(Func<object> act) => Assert.Throws<Fault>(act).Type.Reason;
}
