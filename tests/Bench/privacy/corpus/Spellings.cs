namespace EnforcementPlatform.Bench.Privacy;

/// <summary>All spellings. The list is frozen in <c>spellings.tsv</c>: a change here without a change there, or there without its digest, fails a test.</summary>
internal static class Spellings
{
    public static readonly IReadOnlyList<Spelling> All =
    [
        .. NumberSpellings.OfDigits, .. NumberSpellings.OfSeparators, .. NumberSpellings.OfUnseen, .. NumberSpellings.OfGroups, .. NumberSpellings.OfLetters,
        .. OtherSpellings.All,
    ];

    private const ulong OfExamples = 7;

    /// <summary>The content of the frozen file: name, family, what it does, an example with its unseen characters written as \u{…}.</summary>
    public static string Table() =>
        string.Concat(All.Select(one => $"{one.Name}\t{one.Family}\t{one.Does}\t{Respell.Visible(Respelled(new(OfExamples), one).Written)}\n").Prepend("name\tfamily\tdoes\texample\n"));

    /// <summary>A datum of the spelling's family on which it has a hold, and how it is then written.</summary>
    public static (Datum Datum, string Written) Respelled(Draw draw, Spelling spelling)
    {
        for (var turn = 0; turn < 1000; turn++)
        {
            var datum = Kind.Of(draw.Of(spelling.Kinds)).Draw(draw);
            var written = spelling.Write(draw, datum);
            if (written != Spelling.Usual.Write(draw, datum))
            {
                return (datum, written);
            }
        }

        throw new InvalidOperationException($"The spelling {spelling.Name} changes no datum of its family {spelling.Family}.");
    }
}
