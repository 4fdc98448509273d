using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using EnforcementPlatform.Bench.Privacy;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Bench;

/// <summary>The texts on which detectors of personal data are measured: the list of spellings is frozen, and the labels are right.</summary>
public sealed class PrivacyCorpusTests
{
    /// <summary>SHA-256 of spellings.tsv. Whoever changes a spelling changes this line, too, so that figures before and after are not compared.</summary>
    private const string Frozen = "8da7f8b71e3e710cb6333d33d0f7c58d1c1b4b2c8ff3fce805b0c5851743ccd9";

    private const ulong Seed = 20261128;

    private static readonly Lazy<PrivacyText[]> _planted = new(() => [.. PrivacyCorpus.Planted(Seed)]);
    private static readonly Lazy<PrivacyText[]> _ordinary = new(() => [.. PrivacyCorpus.Ordinary(Seed)]);

    [Fact]
    public void The_list_of_spellings_is_the_frozen_one()
    {
        var (file, table) = (SpellingsFile(), Spellings.Table());
        var written = File.Exists(file) ? File.ReadAllText(file) : "";
        if (table != written)
        {
            File.WriteAllText(Path.ChangeExtension(file, ".received.tsv"), table);
        }

        Assert.Equal(written.Split('\n'), table.Split('\n'));
        Assert.Equal(Frozen, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(written))));
    }

    [Fact]
    public void Spellings_have_names_of_their_own_and_families_that_exist()
    {
        Assert.Equal(Spellings.All.Count, Spellings.All.Select(one => one.Name).Distinct().Count());
        Assert.All(Spellings.All, one => Assert.All(one.Kinds, name => Assert.Contains(Kind.All, kind => kind.Name == name)));
    }

    [Theory]
    [InlineData(PrivacyClass.Identity)]
    [InlineData(PrivacyClass.Bank)]
    [InlineData(PrivacyClass.Telephone)]
    [InlineData(PrivacyClass.Account)]
    [InlineData(PrivacyClass.Email)]
    public void A_class_of_numbers_or_signs_is_spelled_in_forty_ways_at_least(string name) => Assert.InRange(
        _planted.Value.SelectMany(text => text.Plants).Where(plant => plant.Class == name).Select(plant => plant.Spelling).Distinct().Count(), 40, int.MaxValue);

    [Fact]
    public void Every_spelling_is_planted_fifty_times_at_least()
    {
        var times = _planted.Value.SelectMany(text => text.Plants).CountBy(plant => plant.Spelling).ToDictionary();
        Assert.All(Spellings.All.Append(Spelling.Usual), one => Assert.InRange(times.GetValueOrDefault(one.Name), 50, int.MaxValue));
    }

    [Fact]
    public void Every_kind_is_planted_a_hundred_times_at_least()
    {
        var times = _planted.Value.SelectMany(text => text.Plants).CountBy(plant => plant.Kind).ToDictionary();
        Assert.All(Kind.All, one => Assert.InRange(times.GetValueOrDefault(one.Name), 100, int.MaxValue));
    }

    [Fact]
    public void There_are_as_many_planted_as_ordinary_texts_of_thirty_to_four_hundred_characters()
    {
        Assert.Equal((20_000, 20_000), (_planted.Value.Length, _ordinary.Value.Length));
        Assert.All(_planted.Value.Concat(_ordinary.Value), text => Assert.InRange(text.Text.Length, 30, 400));
    }

    [Fact]
    public void The_same_seed_makes_the_same_texts_and_another_seed_others()
    {
        Assert.Equal(_planted.Value.Select(text => text.Text), PrivacyCorpus.Planted(Seed).Select(text => text.Text));
        Assert.Equal(_ordinary.Value.Select(text => text.Text), PrivacyCorpus.Ordinary(Seed).Select(text => text.Text));
        Assert.NotEqual(_planted.Value.Take(50).Select(text => text.Text), PrivacyCorpus.Planted(Seed + 1).Take(50).Select(text => text.Text));
        Assert.NotEqual(_ordinary.Value.Take(50).Select(text => text.Text), PrivacyCorpus.Ordinary(Seed + 1).Take(50).Select(text => text.Text));
    }

    [Fact]
    public void What_is_planted_stands_in_its_text() =>
        Assert.All(_planted.Value, text => Assert.All(text.Plants, plant => Assert.Contains(plant.Written, text.Text, StringComparison.Ordinal)));

    [Fact]
    public void A_spelling_writes_otherwise_than_usual()
    {
        var usual = _planted.Value.SelectMany(text => text.Plants).Where(plant => plant.Spelling == Spelling.Usual.Name).Select(plant => plant.Written).ToHashSet();
        Assert.All(Spellings.All, one => Assert.DoesNotContain(Spellings.Respelled(new(Seed), one).Written, usual));
    }

    [Fact]
    public void An_ordinary_text_holds_nothing_planted_and_nothing_that_passes_for_personal_by_chance()
    {
        Assert.All(_ordinary.Value, text => Assert.Empty(text.Plants));
        Assert.All(_ordinary.Value.Where(text => text.Allowed.IsEmpty), text => Assert.False(Accidents.In(text.Text), text.Text));
    }

    [Theory]
    [InlineData("验收编号410105199003075433。")]
    [InlineData("编号 4101 0519 9003 0754 33")]
    [InlineData("流水00410105199003075433号")]
    [InlineData("流水4539578763621486号")]
    [InlineData("记录13812345678条")]
    [InlineData("注册号410105900307543号")]
    public void An_accident_is_seen(string text) => Assert.True(Accidents.In(text));

    [Theory]
    [InlineData("验收编号410105199003075430。")]
    [InlineData("流水4539578763621487号")]
    [InlineData("自2026年3月7日14时25分起，共12.50%。")]
    public void What_is_no_accident_is_left(string text) => Assert.False(Accidents.In(text));

    [Fact]
    public void Check_characters_agree_with_published_examples()
    {
        // GB 11643-1999, annex A; GB 32100-2015 as printed on the licence of a public company; ISO/IEC 7812-1 annex B.
        Assert.Equal('X', CheckDigits.OfCitizen("11010519491231002"));
        Assert.Equal('4', CheckDigits.OfCitizen("44052418800101001"));
        Assert.Equal('3', CheckDigits.OfCard("7992739871"));
        Assert.True(CheckDigits.IsCredit("91350100M000100Y43"));
        Assert.False(CheckDigits.IsCredit("91350100M000100Y44"));
    }

    [Fact]
    public void Invented_numbers_carry_right_check_characters()
    {
        var draw = new Draw(Seed);
        for (var turn = 0; turn < 2000; turn++)
        {
            Assert.True(CheckDigits.IsCitizen(Kind.Of("citizen-18").Draw(draw).Plain));
            Assert.True(CheckDigits.IsCitizen(Kind.Of("residence-permit").Draw(draw).Plain));
            Assert.EndsWith("X", Kind.Of("citizen-18-x").Draw(draw).Plain, StringComparison.Ordinal);
            Assert.True(CheckDigits.IsOldCitizen(Kind.Of("citizen-15").Draw(draw).Plain));
            Assert.True(CheckDigits.IsMobile(Kind.Of("mobile").Draw(draw).Plain));
            Assert.True(CheckDigits.IsCard(Kind.Of("bank-card").Draw(draw).Plain));
            Assert.True(CheckDigits.IsCredit(OrdinarySentences.CreditCode(draw)));
        }
    }

    private static string SpellingsFile([CallerFilePath] string test = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(test)!, "../../../Bench/privacy/spellings.tsv"));
}
