using System.Globalization;
using System.Text;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// Chinese text as tokens for a full-text index, and searches as phrases of those tokens. Chinese has no spaces and no dictionary is
/// complete, so every two neighbouring characters are a token: 生态环境 is stored as 生态 态环 环境 境, and a search finds exactly the texts
/// that contain it. The last character of a run stands alone as well, so that a single character can be searched as a prefix.
/// </summary>
/// <remarks>
/// Text is folded by NFKC and to lower case first: full-width letters and digits, compatibility forms and upper case all find each other.
/// Latin letters and digits stay whole words; the last word of a search is a prefix. The index MUST use FTS5's <c>ascii</c> tokenizer,
/// which leaves every other character alone. A stretch that the one spelling of names, numbers and amounts changes
/// (<see cref="SearchedSpelling"/>) is stored in it as well, and a search is asked for in both.
/// </remarks>
public static class Bigrams
{
    /// <summary>A token that no search can hold, so that no phrase reaches from one stretch into the next.</summary>
    private const string Break = "⁂";

    /// <summary>What to store of a text: tokens, divided by spaces.</summary>
    public static string Tokens(string text)
    {
        var folded = Folded(text);
        var asWritten = string.Join(' ', TokensOf(folded));
        var known = $" {asWritten} ";
        var tokens = new StringBuilder(asWritten);
        foreach (var stretch in SearchedSpelling.Stretches(folded).Select(stretch => string.Join(' ', TokensOf(stretch))))
        {
            if (stretch.Length > 0 && !known.Contains($" {stretch} ", StringComparison.Ordinal))
            {
                tokens.Append(' ').Append(Break).Append(' ').Append(stretch);
            }
        }

        return tokens.ToString();
    }

    /// <summary>
    /// What to ask FTS5 for: one phrase for each stretch of the search without spaces or punctuation, all of which must be in the text.
    /// Null when the search holds neither letter, digit nor ideograph.
    /// </summary>
    public static string? Query(string search)
    {
        var folded = Folded(search);
        var asTyped = Asked(folded);
        var inOneSpelling = Asked(string.Join(' ', SearchedSpelling.Stretches(folded)));
        return inOneSpelling is null || inOneSpelling == asTyped ? asTyped : $"({asTyped}) OR ({inOneSpelling})";
    }

    /// <summary>True for a letter, a digit, an ideograph or a mark on one of them: what a search can find.</summary>
    internal static bool IsSearched(Rune rune) => KindOf(rune) != Kind.Separator;

    private static string Folded(string text) => text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    private static IEnumerable<string> TokensOf(string folded) => Runs(folded).SelectMany(run => run.Indexed());

    private static string? Asked(string folded)
    {
        var query = new StringBuilder();
        var phrase = new List<Run>();
        foreach (var run in Runs(folded))
        {
            if (phrase.Count > 0 && !run.FollowsDirectly)
            {
                AppendPhrase(query, phrase);
                phrase.Clear();
            }

            phrase.Add(run);
        }

        AppendPhrase(query, phrase);
        return query.Length == 0 ? null : query.ToString();
    }

    private static void AppendPhrase(StringBuilder query, List<Run> phrase)
    {
        if (phrase.Count == 0)
        {
            return;
        }

        // Tokens hold letters and digits only, so nothing in them can end the quotation.
        var last = phrase[^1];
        var tokens = phrase.SkipLast(1).SelectMany(run => run.Indexed()).Concat(last.Searched());
        query.Append(query.Length == 0 ? "" : " AND ").Append('"').AppendJoin(' ', tokens).Append(last.IsPrefix ? "\" *" : "\"");
    }

    private static IEnumerable<Run> Runs(string folded)
    {
        var runes = new List<Rune>();
        var (ideographic, follows, separated) = (false, false, true);
        foreach (var rune in folded.EnumerateRunes())
        {
            var kind = KindOf(rune);
            var continues = kind == Kind.Mark ? runes.Count > 0 : kind != Kind.Separator && runes.Count > 0 && ideographic == (kind == Kind.Ideograph);
            if (!continues && runes.Count > 0)
            {
                yield return new([.. runes], ideographic, follows);
                runes.Clear();
                separated = false;
            }

            if (kind is Kind.Separator or Kind.Mark && !continues)
            {
                separated = true;
                continue;
            }

            if (runes.Count == 0)
            {
                (ideographic, follows) = (kind == Kind.Ideograph, !separated);
            }

            runes.Add(rune);
        }

        if (runes.Count > 0)
        {
            yield return new([.. runes], ideographic, follows);
        }
    }

    private static Kind KindOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        // 々 〆 ー behave like ideographs, and 〇 is one, though Unicode files them elsewhere.
        _ when rune.Value is 0x3005 or 0x3006 or 0x3007 or 0x30FC => Kind.Ideograph,
        // Dots that stand between the parts of a name, though Unicode calls them letters.
        _ when rune.Value is 0x318D or 0x119E or 0x1427 or 0xA78F => Kind.Separator,
        UnicodeCategory.OtherLetter => Kind.Ideograph,
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter => Kind.Word,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Word,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Kind.Mark,
        _ => Kind.Separator,
    };

    private enum Kind
    {
        Separator,
        Ideograph,
        Word,
        Mark,
    }

    /// <summary>Neighbouring characters of one kind.</summary>
    /// <param name="Runes">The characters.</param>
    /// <param name="Ideographic">True for ideographs, false for a word of letters and digits.</param>
    /// <param name="FollowsDirectly">True when nothing stands between it and the run before.</param>
    private sealed record Run(Rune[] Runes, bool Ideographic, bool FollowsDirectly)
    {
        /// <summary>True when the end of a search may be the beginning of a token: a word, or a single ideograph.</summary>
        public bool IsPrefix => !Ideographic || Runes.Length == 1;

        public IEnumerable<string> Indexed() => Ideographic ? Pairs().Append(Runes[^1].ToString()) : [Word];

        public IEnumerable<string> Searched() => Ideographic ? Runes.Length == 1 ? [Runes[0].ToString()] : Pairs() : [Word];

        private string Word => string.Concat(Runes.Select(rune => rune.ToString()));

        private IEnumerable<string> Pairs()
        {
            for (var index = 0; index + 1 < Runes.Length; index++)
            {
                yield return $"{Runes[index]}{Runes[index + 1]}";
            }
        }
    }
}
