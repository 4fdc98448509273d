using System.Collections.Immutable;
using System.Text;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// A text reduced to its letters and digits, lower case, compatibility forms resolved, with the place of each in the original: so that
/// 0375-266 6666 is found in ０３７５２６６６６６６, and a name with a space in it is found as well.
/// </summary>
/// <param name="text">The letters and digits.</param>
/// <param name="places">Where each comes from, and how many UTF-16 units of the original it stands for.</param>
internal sealed class FoldedText(string text, ImmutableArray<(int Start, int Length)> places)
{
    public string Text => text;

    public int Length => text.Length;

    public static FoldedText Of(string original)
    {
        var folded = new StringBuilder(original.Length);
        var places = ImmutableArray.CreateBuilder<(int, int)>(original.Length);
        var start = 0;
        foreach (var rune in original.EnumerateRunes())
        {
            foreach (var one in rune.ToString().Normalize(NormalizationForm.FormKC).ToLowerInvariant().Where(IsKept))
            {
                folded.Append(one);
                places.Add((start, rune.Utf16SequenceLength));
            }

            start += rune.Utf16SequenceLength;
        }

        return new(folded.ToString(), places.ToImmutable());
    }

    /// <summary>Where another text stands in this one, in UTF-16 units of the original.</summary>
    public IEnumerable<(int Start, int Length)> PlacesOf(FoldedText sought)
    {
        for (var at = text.IndexOf(sought.Text, StringComparison.Ordinal); at >= 0; at = text.IndexOf(sought.Text, at + 1, StringComparison.Ordinal))
        {
            var (last, length) = places[at + sought.Length - 1];
            yield return (places[at].Start, last + length - places[at].Start);
        }
    }

    private static bool IsKept(char one) => char.IsLetterOrDigit(one) || char.IsSurrogate(one);
}
