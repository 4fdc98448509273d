using System.Reflection;
using System.Text.RegularExpressions;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary>All catalogues of the suite together: how they cite, and what they never show.</summary>
public sealed partial class Every_sentence_of_a_refusal
{
    private static readonly FaultType[] All =
    [
        .. Suite.Roles.Select(role => role.GetType().Assembly).Append(typeof(KernelFaults).Assembly).Distinct()
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(FaultType))
            .Select(field => (FaultType)field.GetValue(null)!)
            .DistinctBy(type => type.Reason),
    ];

    [Fact]
    public void Cites_in_one_style_with_the_instruments_full_name()
    {
        Assert.All(All, type => Assert.DoesNotMatch(BareCitation(), type.Message));
        Assert.Matches(BareCitation(), "不得处罚（行政处罚法第三十六条）。");
        Assert.Matches(BareCitation(), "不得公开（平工信〔2019〕99号第二部分）。");
    }

    [Fact]
    public void Gives_its_articles_to_programs_too()
    {
        Assert.All(All.Where(type => type.Message.Contains("》第", StringComparison.Ordinal)), type => Assert.NotEqual((type.Reason, ""), (type.Reason, type.Article)));
        Assert.Equal("", KernelFaults.EtagStale.Article);
    }

    [Theory]
    [InlineData("不得公开（《甲法》第五十条，个人隐私应当保密；《乙条例》第十五条；《丙法》第二十八条）。请删除。", "《甲法》第五十条；《乙条例》第十五条；《丙法》第二十八条")]
    [InlineData("请先审核（《实施方案》（某信〔2019〕99号）第二部分第（一）项第2目，清单经审核后公开）。", "《实施方案》（某信〔2019〕99号）第二部分第（一）项第2目")]
    [InlineData("不能办理（《甲法》第五十四条至第六十六条规定的普通程序）。", "《甲法》第五十四条至第六十六条")]
    [InlineData("不能办理（《甲法》第五条第三款、第三十九条之一）。", "《甲法》第五条第三款、第三十九条之一")]
    [InlineData("期限未满（来源待核）。不得删除（《甲办法》，来源待核）。", "《甲办法》，来源待核")]
    [InlineData("请刷新（最多100条）。", "")]
    public void Gives_the_articles_without_the_words_around_them(string sentence, string article) =>
        Assert.Equal(article, new FaultType(FaultKind.Refused, "PROBE", sentence).Article);

    [Fact]
    public void Gives_no_prose_as_an_article() =>
        Assert.All(All.Where(type => type.Article.Contains('第', StringComparison.Ordinal)), type => Assert.All(type.Article.Split('；'), part => Assert.Matches("(条|条之.|款|项|目|部分)$", part)));

    [Fact]
    public void Names_nobody_and_nothing_by_an_identity_number() =>
        Assert.All(All, type => Assert.DoesNotMatch(@"\{(person|account|id|by|[a-z]+_id|[a-zA-Z]+Id)\}", type.Message));

    /// <summary>An article without 《…》, or a notice by its number alone.</summary>
    [GeneratedRegex("(法|条例|办法|规定|通知|(?<!》（[^）]*)号)第[一二三四五六七八九十百]+(条|部分)")]
    private static partial Regex BareCitation();
}
