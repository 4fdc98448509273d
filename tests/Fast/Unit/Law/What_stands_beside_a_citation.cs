using System.Text.RegularExpressions;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

/// <summary>Texts beside citations are compared with the articles themselves, by every way in which this repository states them.</summary>
public sealed class What_stands_beside_a_citation
{
    /// <summary>Instruments whose text is not kept here, because nobody has read an official copy, or they are not numbered by articles.</summary>
    private static readonly string[] WithoutText = ["河南省行政处罚听证办法", "中华人民共和国民法典", "中华人民共和国未成年人保护法", "中华人民共和国民事诉讼法", "国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见"];

    [Fact]
    public void E1_the_powers_of_the_demonstrations_items_are_the_words_of_their_articles()
    {
        foreach (var text in DemoItems.Texts)
        {
            var place = ArticlePlace.Read(text.LegalBasis)!;
            var article = KeptArticles.Find(place.Name, place.Article)!;
            Assert.Contains(text.Authority.TrimEnd('。'), article, StringComparison.Ordinal);
        }

        Assert.Equal(3, DemoItems.Texts.Count());
    }

    [Fact]
    public void E1_every_article_that_code_templates_and_data_cite_exists_in_its_instrument()
    {
        var cited = KeptArticles.Sources().SelectMany(source => KeptArticles.CitedIn(source.Text).Select(one => (source.File, one.Instrument, one.Article))).ToArray();
        Assert.True(cited.Length > 50, $"{cited.Length} citations were found.");
        foreach (var (file, instrument, article) in cited.Where(one => !WithoutText.Contains(one.Instrument)))
        {
            Assert.True(KeptArticles.Find(instrument, article) is not null, $"{file} cites 《{instrument}》第{article}条, whose text is not kept beside the tests.");
        }
    }

    [Fact]
    public void E1_every_article_that_a_rule_or_a_time_limit_rests_on_exists_in_its_instrument()
    {
        Citation[] bases = [.. RuleCatalogue.All.SelectMany(rule => rule.Basis), .. DeadlineCatalogue.All.SelectMany(rule => rule.Basis), .. LocalLaw.All.Values.SelectMany(one => one)];
        foreach (var basis in bases.Where(one => one.Article > 0 && !WithoutText.Contains(one.Instrument.Name)))
        {
            Assert.True(KeptArticles.Find(basis.Instrument.Name, basis.Article) is not null, basis.ToChinese());
        }
    }

    /// <summary>A time limit of a verified source has its number and unit in one of the articles it cites. 工作日 is said by another article (处罚法 85).</summary>
    [Fact]
    public void E1_the_length_of_every_time_limit_stands_in_an_article_it_rests_on()
    {
        foreach (var rule in DeadlineCatalogue.All.Where(rule => rule.Mark == SourceMark.Verified))
        {
            var articles = rule.Basis.Where(one => one.Article > 0).Select(one => KeptArticles.Find(one.Instrument.Name, one.Article)).OfType<string>().Select(text => text.Normalize(System.Text.NormalizationForm.FormKC)).ToArray();
            var unit = rule.Unit switch
            {
                DeadlineUnit.Hour => "小时",
                DeadlineUnit.Month => "个月",
                DeadlineUnit.Year => "年",
                _ => "日|个工作日",
            };
            var number = rule.Amount == 2 && rule.Unit == DeadlineUnit.WorkingDay ? "二|两" : $"{ChineseNumber.Write(rule.Amount)}|{rule.Amount}";
            Assert.True(articles.Any(text => Regex.IsMatch(text, $"(?<![十百])({number})({unit})")), $"{rule.Key}: {rule.Length}");
        }
    }

    [Fact]
    public void E1_every_fine_range_stands_in_its_article()
    {
        foreach (var range in Editions.Default.All.Where(edition => edition.Key.StartsWith("fine.range.", StringComparison.Ordinal)))
        {
            var article = KeptArticles.Find(range.Source.Instrument.Name, range.Source.Article)!;
            var paragraph = range.Source.Paragraph == 0 ? article : article.Split('\n')[range.Source.Paragraph - 1];
            Assert.Contains($"处{range.Number("min_fen") / 1_000_000}万元以上{range.Number("max_fen") / 1_000_000}万元以下的罚款", paragraph, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void E4_the_ranges_of_the_procedures_are_said_once_and_stand_so_in_every_sentence()
    {
        foreach (var (file, text) in KeptArticles.Sources().Where(source => !source.File.EndsWith("Procedures.cs", StringComparison.Ordinal)))
        {
            Assert.False(Regex.IsMatch(text, "第五十四条至第|第六十三条至第"), file);
        }

        Assert.Contains("立案", KeptArticles.Find("行政处罚法", 54)!, StringComparison.Ordinal);
        Assert.Contains("行政处罚决定", KeptArticles.Find("行政处罚法", 62)!, StringComparison.Ordinal);
        Assert.Contains("听证", KeptArticles.Find("行政处罚法", 63)!, StringComparison.Ordinal);
        Assert.Contains("听证结束", KeptArticles.Find("行政处罚法", 65)!, StringComparison.Ordinal);
        Assert.Equal("《中华人民共和国行政处罚法》第五十四条至第六十二条规定的普通程序、第六十三条至第六十五条规定的听证程序", Procedures.OrdinaryAndHearing);
        Assert.Contains(Procedures.OrdinaryAndHearing, EnforcementPlatform.Records.Cases.CaseFaults.WrongStage.Message, StringComparison.Ordinal);
        Assert.Contains(Procedures.OrdinaryAndHearing, EnforcementPlatform.Records.DocumentFaults.TooEarly.Message, StringComparison.Ordinal);
    }
}
