using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

public sealed class Bigrams_of_text : IDisposable
{
    private static readonly TextIndex Index = new("texts");
    private readonly TestFolder _folder = new();
    private readonly ViewDb _db;

    public Bigrams_of_text()
    {
        _db = new(NotesService.ViewFiles.Open(_folder.File("text.db"), readOnly: false, 1024));
        _db.Script(Index.Schema);
    }

    public void Dispose()
    {
        _db.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("生态环境", "生态 态环 环境 境")]
    [InlineData("平工信罚〔2026〕1号", "平工 工信 信罚 罚 2026 1 号")]
    [InlineData("ＡＢＣ股份", "abc 股份 份")]
    [InlineData("二〇二六年", "二〇 〇二 二六 六年 年")]
    [InlineData("人人々々", "人人 人々 々々 々")]
    [InlineData("𬭎矿", "𬭎矿 矿")]
    [InlineData("，。 ——", "")]
    [InlineData("㎏", "kg")]
    public void Are_stored_as_neighbouring_pairs_with_words_kept_whole(string text, string tokens) => Assert.Equal(tokens, Bigrams.Tokens(text));

    [Theory]
    [InlineData("环境", "\"环境\"")]
    [InlineData("生态环", "\"生态 态环\"")]
    [InlineData("境", "\"境\" *")]
    [InlineData("工信罚 2026", "\"工信 信罚\" AND \"2026\" *")]
    [InlineData("罚2026年1号", "\"罚 2026 年 1 号\" *")]
    [InlineData("\" OR texts:x*", "(\"or\" * AND \"texts\" * AND \"x\" *) OR (\"or\" * AND \"textsx\" *)")]
    [InlineData("〔〕", null)]
    [InlineData("", null)]
    public void Are_asked_for_as_phrases(string search, string? query) => Assert.Equal(query, Bigrams.Query(search));

    [Theory]
    [InlineData("环", true)]
    [InlineData("境", true)]
    [InlineData("生", true)]
    [InlineData("态环", true)]
    [InlineData("生环", false)]
    [InlineData("生态环境保", false)]
    [InlineData("2026年1号", true)]
    [InlineData("第2026", true)]
    [InlineData("2026年2号", false)]
    [InlineData("202", true)]
    [InlineData("026", false)]
    [InlineData("ＡＢ", true)]
    [InlineData("环境 号", true)]
    [InlineData("环境 罚", false)]
    [InlineData("𬭎矿", true)]
    public void Find_the_texts_that_contain_the_search(string search, bool found)
    {
        Index.Put(_db, 7, "生态环境，第2026年1号。Abc 𬭎矿");
        Index.Put(_db, 8, "别的");
        Assert.Equal(found ? [7] : [], Index.Search(_db, search, null, 10));
        Assert.Equal(found ? 1 : 0, Index.Count(_db, search));
    }

    [Theory]
    [InlineData("一汽—大众汽车销售公司", "一汽大众")]
    [InlineData("一汽大众汽车销售公司", "一汽—大众")]
    [InlineData("《语文报》社", "语文报社")]
    [InlineData("平顶山H.L.F.贸易公司", "HLF")]
    [InlineData("平顶山HLF贸易公司", "H.L.F")]
    [InlineData("阿卜杜热合曼·买买提", "阿卜杜热合曼买买提")]
    [InlineData("阿卜杜热合曼•买买提", "阿卜杜热合曼·买买提")]
    [InlineData("阿卜杜热合曼ㆍ买买提", "阿卜杜热合曼买买提")]
    [InlineData("㑇达（平顶山）民用爆破公司", "㑇达平顶山民用")]
    [InlineData("㑇达〔平顶山〕民用爆破公司", "㑇达(平顶山)民用")]
    [InlineData("“天下第一”烟花店", "天下第一烟花")]
    [InlineData("平工信罚〔2026〕1号", "平工信罚[2026]1号")]
    [InlineData("平工信罚〔2026〕1号", "平工信罚（2026）1号")]
    public void F50_Find_a_name_or_number_whatever_signs_stand_in_it(string text, string search) => Found(text, search);

    [Theory]
    [InlineData("Ｋ＆Ｊ烟花", "K&J")]
    [InlineData("Ｋ＆Ｊ烟花", "kj")]
    [InlineData("ＯＰＰＯ专卖", "oppo")]
    [InlineData("ＤＥＭＯ－０００１", "demo 0001")]
    [InlineData("DEMO-0001", "ＤＥＭＯ－０００１")]
    [InlineData("DEMO-0001", "demo0001")]
    public void F52_Find_a_text_in_any_width_and_case(string text, string search) => Found(text, search);

    [Theory]
    [InlineData("罚款人民币100000元", "10万元")]
    [InlineData("罚款人民币100000元", "100,000元")]
    [InlineData("罚款人民币100000元", "100，000元")]
    [InlineData("罚款人民币100000元", "十万元")]
    [InlineData("罚款人民币100000元", "100000.00元")]
    [InlineData("罚款人民币100,000.00元", "10万元")]
    [InlineData("罚款10万元", "100000元")]
    [InlineData("罚款人民币壹拾万元整", "100000元")]
    [InlineData("罚款105000元", "10.5万元")]
    [InlineData("依据《民用爆炸物品安全管理条例》第四十五条第五项", "第45条")]
    [InlineData("依据《民用爆炸物品安全管理条例》第四十五条第五项", "条例第45条第5项")]
    [InlineData("依据条例第45条", "第四十五条")]
    [InlineData("依据条例第四十五条", "第四十五条")]
    public void F55_Find_amounts_and_articles_in_both_spellings(string text, string search) => Found(text, search);

    [Theory]
    [InlineData("罚款人民币100000元", "1万元")]
    [InlineData("罚款人民币100000元", "1000元")]
    [InlineData("依据条例第四十五条", "第五条")]
    [InlineData("依据条例第四十五条", "第46条")]
    [InlineData("重1.5吨", "15吨")]
    [InlineData("甲公司。乙公司", "公司乙")]
    public void F55_Do_not_find_another_amount_or_article(string text, string search)
    {
        Index.Put(_db, 1, text);
        Assert.Empty(Index.Search(_db, search, null, 10));
    }

    [Theory]
    [InlineData("雷")]
    [InlineData("管")]
    [InlineData("䶮")]
    [InlineData("㑇")]
    public void F46_Find_a_single_ideograph(string search) => Found("㑇达雷管厂，龚䶮", search);

    [Theory]
    [InlineData("雷管 鲸")]
    [InlineData("雷 管 鲸")]
    public void F48_Drop_no_short_word_of_a_search(string search)
    {
        Index.Put(_db, 1, "雷管厂");
        Assert.Empty(Index.Search(_db, search, null, 10));
    }

    [Theory]
    [InlineData("NEAR(雷管 厂, 2)")]
    [InlineData("雷管 NOT 厂")]
    [InlineData("雷管 OR 鲸")]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("\"'; DROP TABLE texts; --")]
    [InlineData("<b>雷</b>")]
    [InlineData("texts:雷管")]
    public void F56_Take_operators_of_the_index_as_plain_text(string search)
    {
        Index.Put(_db, 1, "雷管厂");
        Assert.Empty(Index.Search(_db, search, null, 10));
        Assert.Equal([1], Index.Search(_db, "雷管*", null, 10));
    }

    private void Found(string text, string search)
    {
        Index.Put(_db, 1, text);
        Index.Put(_db, 2, "别的");
        Assert.Equal([1], Index.Search(_db, search, null, 10));
    }

    [Fact]
    public void Agree_with_a_plain_search_in_the_text_for_every_part_of_many_texts()
    {
        var random = new Random(20261123);
        var texts = Enumerable.Range(0, 60).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => "民爆物品销售许可"[random.Next(8)]))).ToArray();
        for (var number = 0; number < texts.Length; number++)
        {
            Index.Put(_db, number, texts[number]);
        }

        foreach (var search in texts.SelectMany(Parts).Distinct())
        {
            var expected = Enumerable.Range(0, texts.Length).Where(number => texts[number].Contains(search, StringComparison.Ordinal)).Select(number => (long)number).Reverse();
            Assert.Equal(expected, Index.Search(_db, search, null, 100));
        }
    }

    [Fact]
    public void Give_pages_newest_first_and_forget_what_is_replaced_or_removed()
    {
        for (var number = 1; number <= 30; number++)
        {
            Index.Put(_db, number, $"处罚决定 {number}");
        }

        Index.Put(_db, 30, "撤回");
        Index.Remove(_db, 29);
        Assert.Equal([28, 27, 26], Index.Search(_db, "处罚", null, 3));
        Assert.Equal([25, 24], Index.Search(_db, "处罚", 26, 2));
        Assert.Equal(28, Index.Count(_db, "处罚"));
    }

    private static IEnumerable<string> Parts(string text) =>
        from start in Enumerable.Range(0, text.Length)
        from length in Enumerable.Range(1, text.Length - start)
        select text.Substring(start, length);
}
