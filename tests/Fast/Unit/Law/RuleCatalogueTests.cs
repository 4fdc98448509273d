using System.Reflection;
using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

public sealed class RuleCatalogueTests
{
    [Fact]
    public void The_catalogue_is_as_committed() =>
        Verified.Matches("Rules", string.Join("\n\n", RuleCatalogue.All.Select(rule => $"{rule.Code} [{rule.Force}{(rule.InForce ? "" : ", listed only")}]\n{rule.ToChinese()}")));

    [Fact]
    public void A_rule_that_rests_on_a_text_nobody_has_read_says_so_to_whom_it_refuses()
    {
        Assert.Contains("《河南省行政处罚听证办法》（省政府令第204号，来源待核）第四条", PenaltyRules.HearingRightTold.ToChinese(), StringComparison.Ordinal);
        Assert.EndsWith("《本机关行政执法具体办法》（来源待核）", new Citation(LocalLaw.Own).ToChinese(), StringComparison.Ordinal);
        Assert.DoesNotContain("来源待核", PenaltyRules.TwoOfficers.ToChinese(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_has_a_code_of_its_own_an_article_a_sentence_and_what_to_do()
    {
        Assert.Equal(RuleCatalogue.All.Length, RuleCatalogue.All.Select(rule => rule.Code).Distinct().Count());
        Assert.All(RuleCatalogue.All, rule =>
        {
            Assert.Matches("^(PENALTY|RECORD|EDITION|DISCLOSURE)_[A-Z_]+$", rule.Code);
            Assert.True(!rule.Basis.IsEmpty || rule.Code.StartsWith("EDITION_", StringComparison.Ordinal), rule.Code);
            Assert.EndsWith("。", rule.Sentence, StringComparison.Ordinal);
            Assert.EndsWith("。", rule.Remedy, StringComparison.Ordinal);
            Assert.Same(rule, RuleCatalogue.Find(rule.Code));
        });
    }

    [Theory]
    [InlineData(typeof(PenaltyRules))]
    [InlineData(typeof(RecordRules))]
    [InlineData(typeof(EditionRules))]
    [InlineData(typeof(DisclosureRules))]
    public void No_rule_is_left_out_of_the_catalogue(Type rules)
    {
        var declared = rules.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<Rule>().ToArray();
        Assert.NotEmpty(declared);
        Assert.All(declared, rule => Assert.Contains(rule, RuleCatalogue.All));
    }

    [Fact]
    public void Broken_rules_are_named_in_the_order_asked_and_rules_that_hold_are_not()
    {
        var never = new Rule<int>("NEVER", [], Force.Refuses, "", "", _ => false);
        var positive = new Rule<int>("POSITIVE", [], Force.Refuses, "", "", number => number > 0);
        Assert.Equal([never, positive], Rules.Broken(0, never, positive));
        Assert.Equal([positive, never], Rules.Broken(0, positive, never));
        Assert.Equal([never], Rules.Broken(1, positive, never));
        Assert.Empty(Rules.Broken(1, positive));
    }

    [Theory]
    [InlineData(1, "一")]
    [InlineData(10, "十")]
    [InlineData(11, "十一")]
    [InlineData(19, "十九")]
    [InlineData(20, "二十")]
    [InlineData(85, "八十五")]
    [InlineData(100, "一百")]
    [InlineData(101, "一百零一")]
    [InlineData(110, "一百一十")]
    [InlineData(203, "二百零三")]
    [InlineData(1000, "一千")]
    [InlineData(1001, "一千零一")]
    [InlineData(1010, "一千零一十")]
    [InlineData(1259, "一千二百五十九")]
    [InlineData(2000, "二千")]
    [InlineData(9999, "九千九百九十九")]
    public void Articles_are_written_in_Chinese_numerals(int number, string written) => Assert.Equal(written, ChineseNumber.Write(number));

    [Theory]
    [InlineData(0)]
    [InlineData(10000)]
    public void Other_numbers_are_refused(int number) => Assert.Throws<ArgumentOutOfRangeException>(() => ChineseNumber.Write(number));

    [Fact]
    public void A_citation_is_written_as_officials_write_it()
    {
        Assert.Equal("《中华人民共和国行政强制法》第五十一条第一款第二项", new Citation(Instruments.CoercionLaw, 51, 1, 2).ToChinese());
        Assert.Equal("《中华人民共和国行政处罚法》第六十四条第一项", new Citation(Instruments.PenaltyLaw, 64, Item: 1).ToChinese());
        Assert.Equal("《河南省行政处罚听证办法》（省政府令第204号，来源待核）第四条", new Citation(LocalLaw.Hearing, 4).ToChinese());
        Assert.Equal("《河南省行政执法条例》", new Citation(LocalLaw.Enforcement).ToChinese());
        Assert.Equal(
            "《中华人民共和国行政处罚法》第四十四条、第六十二条、《河南省行政执法条例》第二十六条、《中华人民共和国行政处罚法》第四十五条",
            Citation.ToChinese([new(Instruments.PenaltyLaw, 44), new(Instruments.PenaltyLaw, 62), new(LocalLaw.Enforcement, 26), new(Instruments.PenaltyLaw, 45)]));
    }
}
