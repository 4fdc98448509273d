using System.Globalization;

namespace EnforcementPlatform.Law;

/// <summary>
/// Digits of a text with nothing but spaces, hyphens and invisible characters between them, and the place of each in the text.
/// A check character X is kept, since an identity number may end in one.
/// </summary>
internal sealed class DigitRun
{
    private readonly List<char> digits = [];
    private readonly List<int> places = [];
    private readonly List<int> starts = [];
    private readonly List<int> ends = [];
    private readonly string text;

    private DigitRun(string text) => this.text = text;

    public string Digits => field ??= new string([.. digits]);

    /// <summary>The runs of a text, from left to right. A line break ends a run.</summary>
    public static IEnumerable<DigitRun> In(string text)
    {
        var run = new DigitRun(text);
        for (var index = 0; index < text.Length; index++)
        {
            if (DigitAt(text, index) is { } digit)
            {
                run.Add(digit, index);
            }
            else if (IsSeparator(text[index]))
            {
                run.EndGroup();
            }
            else if (!IsInvisible(text[index]))
            {
                run.EndGroup();
                yield return run;
                run = new DigitRun(text);
            }
        }

        run.EndGroup();
        yield return run;
    }

    /// <summary>Every span of at most <paramref name="longest"/> digits that begins where a group begins and ends where one ends.</summary>
    public IEnumerable<(int Start, int Length)> Groups(int longest)
    {
        var first = 0;
        foreach (var start in starts)
        {
            while (ends[first] <= start)
            {
                first++;
            }

            for (var next = first; next < ends.Count && ends[next] - start <= longest; next++)
            {
                yield return (start, ends[next] - start);
            }
        }
    }

    /// <summary>The place in the text of a span of digits.</summary>
    public PersonalDataFinding Finding(PersonalDataKind kind, int start, int length)
    {
        var last = places[start + length - 1];
        var end = last + (char.IsHighSurrogate(text[last]) ? 2 : 1);
        return new PersonalDataFinding(kind, places[start], end - places[start]);
    }

    private void Add(char digit, int place)
    {
        if (digit == 'X')
        {
            EndGroup();
        }
        else if (ends.Count == starts.Count)
        {
            starts.Add(digits.Count);
        }

        digits.Add(digit);
        places.Add(place);
    }

    private void EndGroup()
    {
        if (starts.Count > ends.Count)
        {
            ends.Add(digits.Count);
        }
    }

    /// <summary>The digit or check character X that begins here, as ASCII; null for anything else.</summary>
    private static char? DigitAt(string text, int index)
    {
        var value = CharUnicodeInfo.GetDecimalDigitValue(text, index);
        return value >= 0 ? (char)('0' + value) : text[index] is 'X' or 'x' or 'Ｘ' or 'ｘ' ? 'X' : null;
    }

    private static bool IsSeparator(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation || character is '\t' or '−' or '·';

    /// <summary>Zero-width and other format characters; and the second half of a digit outside the basic plane.</summary>
    private static bool IsInvisible(char character) =>
        char.GetUnicodeCategory(character) == UnicodeCategory.Format || char.IsLowSurrogate(character);
}
