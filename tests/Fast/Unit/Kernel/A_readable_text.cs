using EnforcementPlatform.Kernel;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

/// <summary>What every text of every request is asked (<see cref="ReadableText"/>).</summary>
public sealed class A_readable_text
{
    [Theory]
    [InlineData("王秀英，\n2026年11月28日\t现场笔录。")]
    [InlineData("𠮷野家㐀𬸪")]
    [InlineData("ä é 😀👍🏽🇨🇳 葛\U000E0100")]
    public void G4_What_people_can_read_is_kept(string text) => Assert.Null(ReadableText.MistakeIn(text));

    [Theory]
    [InlineData("甲\uFFFE", "NOT_TEXT")]
    [InlineData("甲\uFDD0", "NOT_TEXT")]
    [InlineData("甲\U0001FFFF", "NOT_TEXT")]
    [InlineData("甲\uE000", "PRIVATE_USE")]
    [InlineData("甲\U000F0000", "PRIVATE_USE")]
    [InlineData("甲\u0000", "CONTROL_CHARACTER")]
    [InlineData("甲\r", "CONTROL_CHARACTER")]
    [InlineData("甲\u2028", "CONTROL_CHARACTER")]
    [InlineData("甲\u200B", "INVISIBLE")]
    [InlineData("甲\uFEFF", "INVISIBLE")]
    [InlineData("甲\u202E", "INVISIBLE")]
    [InlineData("甲\u3164", "INVISIBLE")]
    [InlineData("甲\U000E0041", "INVISIBLE")]
    [InlineData("e\u0301", "NOT_NFC")]
    public void G4_What_cannot_be_kept_is_named_by_its_rule(string text, string rule) => Assert.Equal(rule, ReadableText.MistakeIn(text)?.Rule);

    [Theory]
    [InlineData("一\r\n二\r三\n四\r\r\n", "一\n二\n三\n四\n\n")]
    [InlineData("一", "一")]
    public void S18_Every_end_of_line_is_kept_as_one_line_feed(string text, string kept) => Assert.Equal(kept, ReadableText.WithLineFeeds(text));

    [Fact]
    public void S18_A_carriage_return_that_is_refused_is_called_by_its_name() => Assert.Contains("回车符", ReadableText.MistakeIn("甲\r")!.Value.Sentence, StringComparison.Ordinal);

    [Fact]
    public void G4_Half_of_a_surrogate_pair_is_no_text() => Assert.Equal("NOT_TEXT", ReadableText.MistakeIn("甲" + (char)0xD800)?.Rule);

    [Fact]
    public void F58_A_compatibility_ideograph_is_named_with_the_one_to_write_instead()
    {
        var sentence = ReadableText.MistakeIn("王\uF9DC")!.Value.Sentence;
        Assert.Contains("兼容汉字", sentence);
        Assert.Contains("“隆”（U+9686）", sentence);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \u3000\n")]
    [InlineData("\u200B\u200D\uFEFF")]
    [InlineData("\uFE0F\u0301")]
    [InlineData("\u2800\u3164")]
    public void G6_Nothing_to_read_is_empty(string text)
    {
        Assert.True(ReadableText.IsBlank(text));
        Assert.Throws<Fault>(() => new Check().Text(text, "opinion", max: 10).ThrowIfAny());
    }

    [Theory]
    [InlineData("𠮷𠮷𠮷", 3)]
    [InlineData("👍🏽", 1)]
    [InlineData("葛\U000E0100", 1)]
    public void G4_Characters_are_counted_as_people_count_them(string text, int length)
    {
        Assert.Equal(length, ReadableText.LengthOf(text));
        Assert.True(ReadableText.IsAtMost(text, length));
        Assert.False(ReadableText.IsAtMost(text + text, length));
    }

    [Fact]
    public void G4_A_letter_under_a_thousand_marks_is_not_one_character() =>
        Assert.False(ReadableText.IsAtMost("a" + new string('\u0330', 1000), 10));
}
