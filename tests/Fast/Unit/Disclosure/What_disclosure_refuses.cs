using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Unit.Records.Cases;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Disclosure;

public sealed class What_disclosure_refuses
{
    [Fact]
    public void F66_A_penalty_with_another_amount_than_the_decisions_is_refused()
    {
        Refused.With(DisclosureFaults.PenaltyNotAsDecided, () => DisclosureWorld.Drafted().Draft(change: text => text.Penalty = "罚款人民币10000元"));
        Assert.NotNull(DisclosureWorld.Drafted().Draft(change: text => text.Penalty = "罚款人民币100,000元"));
    }

    [Fact]
    public void Its_refusals_are_as_committed() => Verified.Matches(
        "Refusals",
        string.Join('\n', DisclosureFaults.All.OrderBy(fault => fault.Reason, StringComparer.Ordinal).Select(fault => $"{fault.Reason} {fault.Kind}\n    {fault.Message}")));

    [Fact]
    public void Nobody_publishes_what_they_wrote()
    {
        Refused.With(DisclosureFaults.PublisherIsDrafter, () => DisclosureWorld.Due().Draft(DisclosureWorld.Publisher).Publish());
        Refused.With(DisclosureFaults.PublisherIsDrafter, () => DisclosureWorld.Published().Correct(DisclosureWorld.Publisher).Publish());

        // Who rewrites a draft is its drafter from then on.
        Assert.Equal(DisclosureStage.Published, DisclosureWorld.Due().Draft(DisclosureWorld.Publisher).Draft().Publish().State.Stage);
    }

    [Fact]
    public void A_correction_needs_a_public_reason_and_a_first_publication_has_none()
    {
        Refused.With(DisclosureFaults.CorrectionReason, () => DisclosureWorld.Due().Draft(reason: "有误"));
        Refused.With(DisclosureFaults.CorrectionReason, () => DisclosureWorld.Published().Draft(change: text => text.Penalty = "罚款十万元"));
    }

    [Fact]
    public void A_correction_that_changes_nothing_is_none() =>
        Refused.With(DisclosureFaults.Unchanged, () => DisclosureWorld.Published().Draft(reason: "无变化"));

    [Fact]
    public void What_would_never_be_shown_is_not_published()
    {
        Refused.With(DisclosureFaults.TermOver, () => DisclosureWorld.Due().Draft(change: text => text.PublishUntil = "2026-11-01"));
        var today = DisclosureWorld.Due().Draft(change: text => text.PublishUntil = "2026-11-02");
        Assert.Equal(DisclosureStage.Published, today.Publish().State.Stage);
        Refused.With(DisclosureFaults.TermOver, () => today.Later(1).Publish());
    }

    [Theory]
    [InlineData("欧阳**", true)]
    [InlineData("欧**", true)]
    [InlineData("欧阳长风", false)]
    [InlineData("欧阳*风", false)]
    [InlineData("欧阳*", false)]
    [InlineData("欧阳长**", false)]
    [InlineData("王**", false)]
    [InlineData("**", false)]
    public void A_citizen_is_shown_by_surname_alone(string shown, bool allowed)
    {
        var due = DisclosureWorld.OfCitizen.Noted();

        if (allowed)
        {
            Assert.Equal(shown, due.Draft(change: text => text.PartyName = shown).Publish().Told<DisclosurePublished>().Decision.PartyName);
        }
        else
        {
            Refused.With(DisclosureFaults.CitizenNameNotMasked, () => due.Draft(change: text => text.PartyName = shown));
        }
    }

    [Fact]
    public void What_the_decision_says_is_filled_in_and_a_citizens_number_never()
    {
        var citizen = DisclosureWorld.OfCitizen.Noted().Draft().Publish().Told<DisclosurePublished>().Decision;
        var company = DisclosureWorld.Published().Told<DisclosurePublished>().Decision;

        Assert.Equal(("欧阳**", ""), (citizen.PartyName, citizen.PartyUscc));
        Assert.Equal((DisclosureWorld.Company.Name, DisclosureWorld.Uscc), (company.PartyName, company.PartyUscc));
        Assert.Equal(("平工信罚〔2026〕1号", "平顶山市工业和信息化局", "11410400MB0DEM0171", 100_000_00L, "2026-11-02"), (company.DocumentNumber, company.OrganName, company.OrganUscc, company.FineFen, company.DecidedOn));
        Assert.Equal(("《条例》第四十五条第五项", "《条例》第四十五条", PenaltyKind.Fine), (company.ArticleBroken, company.ArticleApplied, company.PenaltyKinds.Single()));
    }

    [Fact]
    public void An_organisation_is_shown_under_its_own_name_and_with_a_valid_code_alone()
    {
        Refused.With(DisclosureFaults.OrganisationNotNamed, () => DisclosureWorld.Due().Draft(change: text => text.PartyName = "某某民爆公司"));

        // A sole trader may have given the number of a person.
        var trader = new DisclosureWorld { Kind = PartyKind.OtherOrganisation, Party = new() { Name = "某某商店", IdNumber = "11010519491231002X" } };
        Assert.Empty(trader.Noted().Draft().Publish().Told<DisclosurePublished>().Decision.PartyUscc);
    }

    [Fact]
    public void A_text_that_the_detector_learned_to_refuse_is_not_published_either()
    {
        // As if it had been drafted before the party's address was known to be one: the draft is kept, its publication is refused.
        var drafted = DisclosureWorld.OfCitizen.Noted().Draft();
        var text = drafted.State.Versions[0].Text.Require();
        text.Decision.FactsSummary = "在建设路12号院3号楼，电话0375-2666666";

        Refused.With(DisclosureFaults.PersonalDataFound, () => drafted.Publish());
    }

    [Fact]
    public void F38_What_is_flagged_is_published_by_who_says_why_and_the_reason_is_kept()
    {
        var drafted = DisclosureWorld.Due().Draft(change: text => text.FactsSummary = "未按规定备案，举报电话0375-2961234");
        var flag = Assert.Single(drafted.State.ToMessage(DisclosureWorld.Law, drafted.Now).Versions[0].Flags);
        Assert.Equal(("text.facts_summary", "LANDLINE", 11, 12), (flag.Field, flag.Rule, flag.Start, flag.Length));

        var fault = Assert.Throws<Fault>(() => drafted.Publish());
        Assert.Equal((DisclosureFaults.PersonalDataFlagged.Reason, "text.facts_summary", "LANDLINE"), (fault.Type.Reason, fault.Violations[0].Field, fault.Violations[0].Rule));
        Assert.DoesNotContain("2961234", fault.Sentence + fault.Violations[0].Message, StringComparison.Ordinal);

        var published = drafted.Publish(flags: "本机关对外公布的举报电话");
        var fact = (TextPublished)published.Kept[^1].Facts[0].Body;
        Assert.Equal(("text.facts_summary", "LANDLINE", 11, 12), (fact.Overruled[0].Field, fact.Overruled[0].Rule, fact.Overruled[0].Start, fact.Overruled[0].Length));
        var shown = published.State.ToMessage(DisclosureWorld.Law, published.Now).Versions[0];
        Assert.Equal(("本机关对外公布的举报电话", 0), (shown.FlagsReason, shown.Flags.Count));
    }

    [Fact]
    public void F38_The_reason_of_an_overrule_is_checked_itself_and_given_only_where_something_is_flagged()
    {
        var drafted = DisclosureWorld.Due().Draft(change: text => text.FactsSummary = "未按规定备案，举报电话0375-2961234");
        Refused.With(DisclosureFaults.PersonalDataFound, () => drafted.Publish(flags: "0375-2961234是本机关电话"));
        Refused.With(KernelFaults.InvalidFields, () => DisclosureWorld.Drafted().Publish(flags: "没有什么可说明"));
        Refused.With(DisclosureFaults.PersonalDataFlagged, () => DisclosureWorld.ToWithdraw().Withdraw("详询0375-2961234"));

        var late = DisclosureWorld.Due().Draft(change: text => text.FactsSummary = "举报电话0375-2961234").Later(60).Publish(reason: "系统停机", flags: "本机关对外公布的电话");
        var shown = late.State.ToMessage(DisclosureWorld.Law, late.Now).Versions[0];
        Assert.Equal(("系统停机", "本机关对外公布的电话"), (shown.LateReason, shown.FlagsReason));
        var withdrawn = DisclosureWorld.ToWithdraw().Withdraw("详询0375-2961234", "本机关对外公布的电话");
        Assert.Equal("本机关对外公布的电话", withdrawn.State.ToMessage(DisclosureWorld.Law, withdrawn.Now).Withdrawal.FlagsReason);
    }

    [Fact]
    public void F34_An_identity_number_that_is_a_valid_credit_code_as_well_is_never_public()
    {
        var number = Law.PersonalDataSpellings.IdentityThatIsACreditCode;
        var trader = new DisclosureWorld { Kind = PartyKind.OtherOrganisation, Party = new() { Name = "某某商店", IdNumber = number } }.Noted();

        Assert.Empty(trader.Draft().Publish().Told<DisclosurePublished>().Decision.PartyUscc);
        Refused.With(DisclosureFaults.PersonalDataFound, () => trader.Draft(change: text => text.FactsSummary = $"统一社会信用代码{number}的商店"));

        // The fields that the law makes public are none for it either.
        var found = new PersonalDataCheck(party: null).Message(new PublicDecision { PartyUscc = number }).Found;
        Assert.Equal(("party_uscc", "IDENTITY_NUMBER"), (found.Single().Field, found.Single().Rule));
    }

    [Fact]
    public void F40_The_registered_address_of_an_organisation_is_public()
    {
        var company = new DisclosureWorld { Party = new() { Name = "某某民爆有限公司", IdNumber = DisclosureWorld.Uscc, Address = "平顶山市示例路1号院3号楼2单元501室" } }.Noted();
        var published = company.Draft(change: text => text.FactsSummary = "当事人在平顶山市示例路1号院3号楼2单元501室仓库超量存放民用爆炸物品").Publish();

        Assert.Equal(DisclosureStage.Published, published.State.Stage);
        Refused.With(
            DisclosureFaults.PersonalDataFound,
            () => (DisclosureWorld.OfCitizen with { Party = new() { Name = "欧阳长风", IdNumber = "11010519491231002X", Address = "平顶山市示例路1号院3号楼2单元501室" } })
                .Noted().Draft(change: text => text.FactsSummary = "当事人在平顶山市示例路1号院3号楼2单元501室超量存放民用爆炸物品"));
    }

    [Fact]
    public void F42_Who_bears_a_persons_name_and_no_code_is_shown_as_a_citizen_whatever_the_kind_says()
    {
        var other = new DisclosureWorld { Kind = PartyKind.OtherOrganisation, Party = new() { Name = "张三丰", IdNumber = "123456789012345670" } }.Noted();

        Assert.Equal("张**", other.Draft().Publish().Told<DisclosurePublished>().Decision.PartyName);
        Refused.With(DisclosureFaults.CitizenNameNotMasked, () => other.Draft(change: text => text.PartyName = "张三丰"));
    }

    [Fact]
    public void F44_Nothing_of_a_name_of_one_character_is_public() => Assert.Equal(
        "**",
        (DisclosureWorld.OfCitizen with { Party = new() { Name = "䶮", IdNumber = "11010519491231002X" } }).Noted().Draft().Publish().Told<DisclosurePublished>().Decision.PartyName);

    [Theory]
    [InlineData("110105200811020028", true)]
    [InlineData("110105200811010028", false)]
    public void E31_A_text_about_a_party_under_eighteen_is_blocked_as_a_whole(string seventeen, bool blocked)
    {
        var minor = (DisclosureWorld.OfCitizen with { Party = new() { Name = "欧阳长风", IdNumber = DisclosureWorld.NumberOf(seventeen) } }).Noted();
        if (blocked)
        {
            Refused.With(DisclosureFaults.PartyUnderAge, () => minor.Draft());
        }
        else
        {
            Assert.Equal(DisclosureStage.Published, minor.Draft().Publish().State.Stage);
        }
    }

    [Fact]
    public void E31_Of_a_party_under_eighteen_it_is_settled_with_a_kept_reason_that_nothing_is_published()
    {
        var late = DisclosureWorld.OfMinor.Noted().Later(60);
        Assert.True(late.State.ToMessage(DisclosureWorld.Law, late.Now).PublishBy.Overdue);

        var withheld = DisclosureWorld.OfMinor.Noted().Withhold();
        var told = withheld.Told<DisclosureWithheld>();
        var shown = withheld.Later(60).State.ToMessage(DisclosureWorld.Law, late.Now);

        Assert.Equal((DisclosureWorld.CaseId, "2026-11-02"), (told.DisclosureId, told.WithheldOn));
        Assert.Equal((DisclosureStage.Withheld, "当事人作出处罚决定时未满十八周岁", DisclosureWorld.Publisher), (shown.Stage, shown.Withholding.Reason, shown.Withholding.WithheldBy));
        Assert.False(shown.PublishBy.Overdue);
        Refused.With(DisclosureFaults.WrongStage, () => withheld.Draft());
        Assert.Equal(DisclosureStage.Lapsed, withheld.Annulled().State.Stage);
    }

    [Fact]
    public void E31_What_the_law_makes_public_is_withheld_by_nobody()
    {
        Refused.With(DisclosureFaults.WithholdingUnfounded, () => DisclosureWorld.Due().Withhold());
        Refused.With(DisclosureFaults.WithholdingUnfounded, () => DisclosureWorld.OfCitizen.Noted().Withhold());
        Refused.With(DisclosureFaults.WithholdingUnfounded, () => DisclosureWorld.OfCitizen.Noted().Draft().Withhold());

        // An organisation has no age, whatever its number looks like.
        var company = new DisclosureWorld { Party = new() { Name = DisclosureWorld.Company.Name, IdNumber = "" } };
        Refused.With(DisclosureFaults.WithholdingUnfounded, () => company.Noted().Withhold());
    }

    [Theory]
    [InlineData("E12345678")]
    [InlineData("")]
    [InlineData("110105200811020020")]
    public void E31_Of_a_citizen_whose_age_no_number_tells_it_may_be_settled_with_a_reason(string number)
    {
        var unknown = DisclosureWorld.OfUnknownAge(number).Noted();

        var withheld = unknown.Withhold("护照载明当事人未满十八周岁");
        var shown = withheld.Later(60).State.ToMessage(DisclosureWorld.Law, withheld.Later(60).Now);
        Assert.Equal((DisclosureStage.Withheld, "护照载明当事人未满十八周岁"), (shown.Stage, shown.Withholding.Reason));
        Assert.False(shown.PublishBy.Overdue);

        // The age may become known after the draft, which then is published no more.
        var drafted = unknown.Draft(change: text => text.FactsSummary = "未按规定备案，举报电话0375-2961234").Withhold("护照载明当事人未满十八周岁");
        var version = Assert.Single(drafted.State.ToMessage(DisclosureWorld.Law, drafted.Now).Versions);
        Assert.Equal((DisclosureStage.Withheld, TextState.Lapsed, 0), (drafted.State.Stage, version.State, version.Flags.Count));
        Refused.With(DisclosureFaults.WrongStage, () => drafted.Publish());

        // Who finds the party of age publishes, as before.
        Assert.Equal(DisclosureStage.Published, unknown.Draft().Publish().State.Stage);
    }

    [Fact]
    public void E31_What_is_said_of_age_names_both_sources_of_the_duty_and_no_act_that_does_not_exist()
    {
        Assert.Contains("第四十八条", DisclosureFaults.WithholdingUnfounded.Message, StringComparison.Ordinal);
        Assert.Contains("国办发〔2018〕118号", DisclosureFaults.WithholdingUnfounded.Message, StringComparison.Ordinal);
        Assert.All(
            new[] { DisclosureFaults.WithholdingUnfounded, DisclosureFaults.PartyUnderAge },
            fault => Assert.DoesNotContain("更正案件", fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_reason_of_a_withdrawal_is_public_and_checked() =>
        Refused.With(DisclosureFaults.PersonalDataFound, () => DisclosureWorld.OfCitizen.Noted().Draft().Publish().Annulled().Withdraw("欧阳长风申请复议"));
}
