using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace EnforcementPlatform.Law;

/// <summary>What stands before a digit of a run.</summary>
internal enum Gap
{
    None,

    /// <summary>Blanks, line breaks, dots, dashes, brackets and other signs, a few at most.</summary>
    Signs,

    /// <summary>Words that lead from one part of a number to the next: 转、接着是、后四位.</summary>
    Words,

    /// <summary>年、月、日, which divide the day of birth in an identity number, and every date.</summary>
    Date,
}

/// <summary>A digit, or the check character X, of a run.</summary>
/// <param name="At">Index in the reading.</param>
/// <param name="Before">What stands between it and the one before.</param>
/// <param name="IsLetter">Whether a letter stands for it.</param>
internal readonly record struct Digit(char Value, int At, Gap Before, bool IsLetter);

/// <summary>Digits of a reading with nothing but gaps between them.</summary>
internal sealed partial class NumberRun(Reading reading, char[] leading)
{
    private const int MostSigns = 4, MostBlanks = 12;

    /// <summary>Signs that also end a sentence or divide a list.</summary>
    private const string Dividing = "，,、。;；";

    private readonly List<Digit> digits = [];

    public IReadOnlyList<Digit> Digits => digits;

    /// <summary>All digits; an index here is one of <see cref="Digits"/>.</summary>
    public string Text { get; private set; } = "";

    public Reading Reading => reading;

    public static IEnumerable<NumberRun> In(Reading reading)
    {
        var text = reading.Text;
        var leading = Leading(text);
        var run = new NumberRun(reading, leading);
        for (var at = 0; at < text.Length; at++)
        {
            if (leading[at] is not '\0' || DigitAt(reading, at) is not { } digit)
            {
                continue;
            }

            var gap = run.digits.Count == 0 ? Gap.None : GapBetween(text, leading, run.digits[^1].At + 1, at, reading.BarIsOne);
            if (gap is null || (digit.Value == 'X' && (run.digits.Count == 0 || gap > Gap.Words)))
            {
                if (run.digits.Count > 0)
                {
                    yield return run.Finished();
                    run = new(reading, leading);
                }

                gap = Gap.None;
            }

            if (digit.Value != 'X' || run.digits.Count > 0)
            {
                run.digits.Add(digit with { Before = gap.Value });
            }
        }

        if (run.digits.Count > 0)
        {
            yield return run.Finished();
        }
    }

    /// <summary>Whether what stands there leads from one part of a number to the next.</summary>
    public bool IsLeading(int at) => leading[at] != '\0';

    public bool BeginsGroup(int index) => index == 0 || digits[index].Before != Gap.None || Text[index - 1] == 'X';

    /// <summary>Whether a group ends behind the last of so many digits.</summary>
    public bool EndsGroup(int end) => end == digits.Count || digits[end].Before != Gap.None || Text[end] == 'X';

    /// <summary>Whether no more than this stands between the digits of a window.</summary>
    public bool IsWithin(int start, int end, Gap most)
    {
        for (var at = start + 1; at < end; at++)
        {
            if (digits[at].Before > most)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Letters may stand for some digits; a third at least are none.</summary>
    public bool HasDigits(int start, int end)
    {
        var letters = 0;
        for (var at = start; at < end; at++)
        {
            letters += digits[at].IsLetter ? 1 : 0;
        }

        return letters * 3 <= (end - start) * 2;
    }

    /// <summary>Lengths of the groups in a window.</summary>
    public List<int> Groups(int start, int end)
    {
        var groups = new List<int>();
        for (var at = start; at < end; at++)
        {
            if (at == start || digits[at].Before != Gap.None)
            {
                groups.Add(0);
            }

            groups[^1]++;
        }

        return groups;
    }

    /// <summary>Whether one sign, or one row of signs, divides all groups of a window, and none that divides a list.</summary>
    public bool IsEvenlyDivided(int start, int end, out bool byList)
    {
        string? first = null;
        byList = false;
        for (var at = start + 1; at < end; at++)
        {
            if (digits[at].Before != Gap.None)
            {
                var between = reading.Text[(digits[at - 1].At + 1)..digits[at].At];
                byList |= between.AsSpan().ContainsAny(Dividing);
                first ??= between;
                if (between != first && !(IsBracket(between) && IsBracket(first)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    public PersonalDataFinding Finding(PersonalDataKind kind, int start, int end) => reading.Finding(kind, digits[start].At, digits[end - 1].At + 1);

    private static bool IsBracket(string between) => between.AsSpan().IndexOfAnyExcept("()[]{}「」『』【】“”‘’《》〈〉\" ") < 0;

    private NumberRun Finished()
    {
        Text = string.Concat(digits.Select(one => one.Value));
        return this;
    }

    /// <summary>A digit at a place, or X; a letter only where all letters around it may be digits.</summary>
    private static Digit? DigitAt(Reading reading, int at)
    {
        var character = reading.Text[at];
        if (LookAlikes.Digit(character) is { } digit)
        {
            return new(digit, at, Gap.None, IsLetter: false);
        }

        if (LookAlikes.IsX(character))
        {
            return new('X', at, Gap.None, IsLetter: false);
        }

        if (character == '|' || character == '丨')
        {
            return reading.BarIsOne ? new('1', at, Gap.None, IsLetter: true) : null;
        }

        return LookAlikes.DigitOfLetter(character) is { } alike && IsAmongAlike(reading.Text, at) ? new(alike, at, Gap.None, IsLetter: true) : null;
    }

    private static bool IsAmongAlike(string text, int at)
    {
        const int Longest = 20;
        for (var before = at - 1; before >= 0 && char.IsAsciiLetter(text[before]); before--)
        {
            if (LookAlikes.DigitOfLetter(text[before]) is null || at - before > Longest)
            {
                return false;
            }
        }

        for (var after = at + 1; after < text.Length && char.IsAsciiLetter(text[after]); after++)
        {
            if ((LookAlikes.DigitOfLetter(text[after]) is null && !LookAlikes.IsX(text[after])) || after - at > Longest)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What stands between two digits; null where it is more than a gap.</summary>
    private static Gap? GapBetween(string text, char[] leading, int from, int to, bool barIsOne)
    {
        if (to - from > MostBlanks + MostLeading)
        {
            return null;
        }

        var (gap, signs, blanks) = (Gap.None, 0, 0);
        for (var at = from; at < to; at++)
        {
            var character = text[at];
            if (leading[at] == 'w')
            {
                gap = Gap.Words > gap ? Gap.Words : gap;
            }
            else if (character is '年' or '月' or '日')
            {
                gap = Gap.Date;
            }
            else if (char.IsWhiteSpace(character))
            {
                gap = Gap.Signs > gap ? Gap.Signs : gap;
                blanks++;
            }
            else if (char.IsLetterOrDigit(character) && (character != '丨' || barIsOne))
            {
                return null;
            }
            else
            {
                gap = Gap.Signs > gap ? Gap.Signs : gap;
                signs++;
            }
        }

        return signs <= MostSigns && blanks <= MostBlanks ? gap : null;
    }

    private const int MostLeading = 24;

    /// <summary>Marks the words that lead from part to part; a digit among them (后四位) is none of the number.</summary>
    private static char[] Leading(string text)
    {
        var marks = new char[text.Length];
        foreach (var match in LeadingWords().EnumerateMatches(text))
        {
            marks.AsSpan(match.Index, match.Length).Fill('w');
        }

        return marks;
    }

    /// <summary>Length of the leading words that begin at a place; 0 where none do.</summary>
    public static int LeadingAt(string text, int at)
    {
        foreach (var match in LeadingWords().EnumerateMatches(text.AsSpan(at, Math.Min(MostLeading, text.Length - at))))
        {
            return match.Index == 0 ? match.Length : 0;
        }

        return 0;
    }

    [GeneratedRegex(
        "(?:[前后中末尾首]|最后|中间|开头|其余|剩余|剩下)(?:[0-9一二三四五六七八九十两]{1,2})(?:位|个)(?:数字|数|号码)?(?:分别)?[是为系]?"
        + "|(?:紧?接着|然后|随后|接下来|再接|之后|后面|其后|最后|中间|前面|开头|加上|再加)(?:一?个)?[是为系]?|再|接|转|分机号?|尾号[是为]?|末尾[是为]?"
        + "|出生(?:日期|年月日?|于)?[是为]?|生日[是为]?|(?:长途)?区号[是为]?|(?:电话|手机)?号码[是为]?|校验码[是为]?|顺序码[是为]?|地址码[是为]?|第[一二三四五]段[是为]?")]
    private static partial Regex LeadingWords();
}
