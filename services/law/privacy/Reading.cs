using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace EnforcementPlatform.Law;

/// <summary>
/// A text as it is read, not as it is written: escapes and tags of HTML, JSON and addresses resolved, what nobody sees left out, what is written backwards to
/// be shown forwards turned round, letters and digits of every alphabet in their plain form, each with its place in the text.
/// </summary>
internal sealed class Reading
{
    private readonly ImmutableArray<(int Start, int End)> places;

    private Reading(string text, ImmutableArray<(int Start, int End)> places, bool barIsOne)
    {
        Text = text;
        this.places = places;
        BarIsOne = barIsOne;
    }

    public string Text { get; }

    /// <summary>Whether a vertical line is read as the digit 1; otherwise it separates.</summary>
    public bool BarIsOne { get; }

    /// <summary>The readings of a text: a vertical line may divide a number or stand for one of its digits.</summary>
    public static IEnumerable<Reading> Of(string original)
    {
        var text = new StringBuilder(original.Length);
        var places = ImmutableArray.CreateBuilder<(int Start, int End)>(original.Length);
        foreach (var one in WrittenText.Of(original))
        {
            foreach (var character in LookAlikes.Plain(one))
            {
                text.Append(character);
                places.Add((one.Start, one.End));
            }
        }

        var (read, where) = (text.ToString(), places.ToImmutable());
        yield return new(read, where, barIsOne: false);
        if (read.AsSpan().ContainsAny(LookAlikes.Bars))
        {
            yield return new(read, where, barIsOne: true);
        }
    }

    /// <summary>Without the characters that <paramref name="isLeftOut"/> names, the others turned by <paramref name="turn"/>; places stay those of the original.</summary>
    public Reading View(Func<char, bool> isLeftOut, Func<char, char> turn)
    {
        var text = new StringBuilder(Text.Length);
        var kept = ImmutableArray.CreateBuilder<(int Start, int End)>(Text.Length);
        for (var at = 0; at < Text.Length; at++)
        {
            if (!isLeftOut(Text[at]))
            {
                text.Append(turn(Text[at]));
                kept.Add(places[at]);
            }
        }

        return new(text.ToString(), kept.ToImmutable(), BarIsOne);
    }

    /// <summary>The place in the original of what stands here from one index up to, and without, another.</summary>
    public PersonalDataFinding Finding(PersonalDataKind kind, int from, int to)
    {
        var (start, end) = (int.MaxValue, 0);
        for (var at = from; at < to; at++)
        {
            start = Math.Min(start, places[at].Start);
            end = Math.Max(end, places[at].End);
        }

        return new(kind, start, end - start);
    }
}

/// <summary>A character that is seen, and the part of the original that stands for it.</summary>
internal readonly record struct SeenRune(Rune Rune, int Start, int End);

/// <summary>Resolves escapes and tags, leaves out what is not seen, and puts into order what is shown in another order than it is written.</summary>
internal static class WrittenText
{
    private const int RightToLeftOverride = 0x202E, EndOfDirection = 0x202C;
    private const int LongestTag = 40;

    public static List<SeenRune> Of(string text)
    {
        var seen = new List<SeenRune>(text.Length);
        var turned = -1;
        for (var at = 0; at < text.Length;)
        {
            var one = Next(text, at);
            if (turned >= 0 && (one.Rune.Value is EndOfDirection or RightToLeftOverride || IsLineEnd(one.Rune)))
            {
                seen.Reverse(turned, seen.Count - turned);
                turned = -1;
            }

            if (one.Rune.Value == RightToLeftOverride)
            {
                turned = seen.Count;
            }

            if (IsSeen(one.Rune))
            {
                seen.Add(one);
            }

            at = one.End;
        }

        if (turned >= 0)
        {
            seen.Reverse(turned, seen.Count - turned);
        }

        return seen;
    }

    private static SeenRune Next(string text, int at)
    {
        var escaped = text[at] switch
        {
            '&' => Reference(text, at),
            '\\' => Escape(text, at),
            '%' => Percent(text, at),
            '<' => Tag(text, at),
            _ => null,
        };
        if (escaped is { } found)
        {
            return found;
        }

        Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
        return new(rune, at, at + length);
    }

    /// <summary>&amp;#48; &amp;#x30; &amp;nbsp; and the like.</summary>
    private static SeenRune? Reference(string text, int at)
    {
        var end = text.AsSpan(at, Math.Min(12, text.Length - at)).IndexOf(';');
        if (end < 3)
        {
            return null;
        }

        var name = text.AsSpan(at + 1, end - 1);
        var value = name switch
        {
            ['#', 'x' or 'X', .. var hexadecimal] => Number(hexadecimal, NumberStyles.AllowHexSpecifier),
            ['#', .. var digits] => Number(digits, NumberStyles.None),
            "nbsp" or "ensp" or "emsp" or "thinsp" => ' ',
            "shy" or "zwj" or "zwnj" => 0x200B,
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "middot" => '·',
            _ => -1,
        };
        return Rune.IsValid(value) ? new(new(value), at, at + end + 1) : null;
    }

    /// <summary>\u0030, \x30, \U00000030.</summary>
    private static SeenRune? Escape(string text, int at)
    {
        var digits = at + 1 < text.Length ? text[at + 1] switch { 'u' => 4, 'x' => 2, 'U' => 8, _ => 0 } : 0;
        return digits > 0 && at + 2 + digits <= text.Length && Number(text.AsSpan(at + 2, digits), NumberStyles.AllowHexSpecifier) is var value && Rune.IsValid(value)
            ? new(new(value), at, at + 2 + digits)
            : null;
    }

    /// <summary>%30, where it has neighbours of its kind or is %40; a share of 30 % that is followed by a number has none.</summary>
    private static SeenRune? Percent(string text, int at)
    {
        var value = PercentAt(text, at);
        return value >= 0 && (value == '@' || PercentAt(text, at + 3) >= 0 || PercentAt(text, at - 3) >= 0) ? new(new(value), at, at + 3) : null;
    }

    private static int PercentAt(string text, int at) =>
        at >= 0 && at + 3 <= text.Length && text[at] == '%' && Number(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier) is >= ' ' and <= '~' and var value ? value : -1;

    /// <summary>A tag is nothing, a line break a break.</summary>
    private static SeenRune? Tag(string text, int at)
    {
        var end = text.AsSpan(at, Math.Min(LongestTag, text.Length - at)).IndexOf('>');
        if (end < 2)
        {
            return null;
        }

        var inside = text.AsSpan(at + 1, end - 1).TrimStart('/');
        var length = inside.IndexOfAny(' ', '/');
        var name = (length < 0 ? inside : inside[..length]).ToString().ToLowerInvariant();
        return Breaking.Contains(name) ? new(new('\n'), at, at + end + 1) : Quiet.Contains(name) ? new(new(0x200B), at, at + end + 1) : null;
    }

    private static readonly FrozenSet<string> Breaking = FrozenSet.ToFrozenSet(
        ["br", "p", "div", "td", "tr", "th", "li", "ul", "ol", "hr", "table", "tbody", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dd", "dt"]);

    private static readonly FrozenSet<string> Quiet = FrozenSet.ToFrozenSet(
        ["b", "i", "u", "s", "a", "em", "strong", "span", "font", "sub", "sup", "wbr", "nobr", "small", "big", "del", "ins", "mark", "code", "tt", "label", "strike", "q", "abbr"]);

    private static int Number(ReadOnlySpan<char> digits, NumberStyles style) =>
        int.TryParse(digits, style, CultureInfo.InvariantCulture, out var value) ? value : -1;

    private static bool IsLineEnd(Rune rune) => rune.Value is '\n' or '\r' or 0x85 or 0x2028 or 0x2029;

    /// <summary>Format characters, marks on other characters, control characters and fillers take no room or stand on their neighbour.</summary>
    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark => false,
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate => false,
        UnicodeCategory.Control => IsLineEnd(rune) || rune.Value is '\t' or '\v' or '\f',
        _ => rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800),
    };
}
