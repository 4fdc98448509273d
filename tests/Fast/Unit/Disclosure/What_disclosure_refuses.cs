using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure;
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
    public void The_reason_of_a_withdrawal_is_public_and_checked() =>
        Refused.With(DisclosureFaults.PersonalDataFound, () => DisclosureWorld.OfCitizen.Noted().Draft().Publish().Annulled().Withdraw("欧阳长风申请复议"));
}
