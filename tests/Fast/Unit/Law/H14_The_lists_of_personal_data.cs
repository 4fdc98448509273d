using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

/// <summary>
/// The recognition of personal data goes by long lists of words. A word that is lost is missed by nobody until it matters; so every list is
/// committed as it stands, and what each word of a name does is tried.
/// </summary>
public sealed class H14_The_lists_of_personal_data
{
    private static readonly Type[] Finders =
        [typeof(NameFinder), typeof(PlateFinder), typeof(AddressFinder), typeof(MailFinder), typeof(AccountFinder), typeof(NumberFinder), typeof(NumberLabels), typeof(Reading), typeof(LookAlikes)];

    [Fact]
    public void Are_those_once_agreed_on() => Verified.Matches("PersonalDataLists", string.Concat(Finders.SelectMany(Lists)));

    [Fact]
    public void Announce_a_name_by_each_part_that_somebody_plays() =>
        Assert.All(Words(nameof(NameFinder), "Parts"), part => Assert.True(FindsName($"{part}王建国"), part));

    [Fact]
    public void Announce_a_name_by_each_word_before_it_with_one_behind() =>
        Assert.All(Words(nameof(NameFinder), "Before"), word => Assert.True(FindsName($"事{word}王建国签收"), word));

    [Fact]
    public void Announce_a_name_by_each_word_behind_it_with_one_before() =>
        Assert.All(Words(nameof(NameFinder), "Behind"), word => Assert.True(FindsName($"经由王建国{word}"), word));

    [Fact]
    public void Take_no_word_for_a_name() =>
        Assert.All(Words(nameof(NameFinder), "Words"), word => Assert.False(FindsName($"经由{word}负责"), word));

    /// <summary>What makes the tests above mean something: no word, no name.</summary>
    [Theory]
    [InlineData("桌子王建国", false)]
    [InlineData("事王建国签收", false)]
    [InlineData("经由王建国走", false)]
    [InlineData("经由王建国负责", true)]
    public void Find_no_name_that_nothing_announces(string text, bool isName) => Assert.Equal(isName, FindsName(text));

    private static bool FindsName(string text) => PersonalData.Find(text).Any(found => found.Kind == PersonalDataKind.PersonName);

    private static IEnumerable<string> Words(string finder, string list) =>
        (IEnumerable<string>)Finders.Single(type => type.Name == finder).GetField(list, BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;

    /// <summary>Every constant and every list of a class, a line each.</summary>
    private static IEnumerable<string> Lists(Type finder) =>
        from field in finder.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
        where !field.Name.Contains('<', StringComparison.Ordinal) && field.FieldType.Namespace != "System.Buffers" && field.Name != "Ascii"
        orderby field.Name
        select $"{finder.Name}.{field.Name}: {Text(field.GetValue(null))}\n";

    private static string Text(object? value) => value switch
    {
        Regex pattern => $"{pattern} ({pattern.Options})",
        string text => text,
        IEnumerable many => string.Join(' ', Ordered(many.Cast<object>().Select(Text), value)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>A set has no order of its own; in a list it counts, since the first that fits is taken.</summary>
    private static IEnumerable<string> Ordered(IEnumerable<string> texts, object value) =>
        value is IList ? texts : texts.Order(StringComparer.Ordinal);
}
