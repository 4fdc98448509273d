using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

public sealed class DisclosureRuleTests
{
    private static readonly DateOnly LastDay = new(2026, 11, 11);

    [Theory]
    [InlineData("a", "b", true)]
    [InlineData("a", "a", false)]
    [InlineData("", "b", false)]
    public void Somebody_else_publishes(string writer, string publisher, bool holds) =>
        Assert.Equal(holds, DisclosureRules.PublisherNotDrafter.Holds(new(writer, publisher)));

    [Theory]
    [InlineData("王小明", "王**", true)]
    [InlineData("王明", "王**", true)]
    [InlineData("王小明", "王*明", false)]
    [InlineData("王小明", "王小明", false)]
    [InlineData("王小明", "**", false)]
    [InlineData("司马光", "司马**", true)]
    [InlineData("司马光", "司**", true)]
    [InlineData("欧阳", "欧**", true)]
    [InlineData("欧阳", "欧阳**", false)]
    [InlineData("王马光", "王马**", false)]
    [InlineData("𠮷小明", "𠮷**", true)]
    public void A_citizen_is_shown_by_surname(string name, string shown, bool holds) =>
        Assert.Equal(holds, DisclosureRules.CitizenNameMasked.Holds(new(name, shown)));

    [Theory]
    [InlineData("王小明", "王**")]
    [InlineData("诸葛长青", "诸葛**")]
    [InlineData("诸葛", "诸**")]
    public void The_usual_mask_is_one_that_holds(string name, string shown)
    {
        Assert.Equal(shown, CitizenName.Mask(name));
        Assert.True(CitizenName.IsMasked(name, shown));
    }

    [Theory]
    [InlineData("某公司", "某公司", true)]
    [InlineData("某公司", "某公司 ", false)]
    public void An_organisation_is_shown_by_its_name(string name, string shown, bool holds) =>
        Assert.Equal(holds, DisclosureRules.OrganisationNamed.Holds(new(name, shown)));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Publication_and_withdrawal_have_a_last_day(int after, bool holds)
    {
        Assert.Equal(holds, DisclosureRules.PublishedInTime.Holds(new(LastDay.AddDays(after), LastDay)));
        Assert.Equal(holds, DisclosureRules.WithdrawnInTime.Holds(new(LastDay.AddDays(after), LastDay)));
    }

    [Theory]
    [InlineData(0, "", true)]
    [InlineData(1, "", false)]
    [InlineData(1, "　", false)]
    [InlineData(1, "停机", true)]
    public void Late_publication_gives_a_reason(int after, string reason, bool holds) =>
        Assert.Equal(holds, DisclosureRules.LateNeedsReason.Holds(new(LastDay.AddDays(after), LastDay, reason)));
}
