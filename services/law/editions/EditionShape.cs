using System.Collections.Immutable;
using System.Globalization;

namespace EnforcementPlatform.Law;

/// <summary>
/// What an edition of a key must look like, and the statutory floor below it: whoever ranks below the floor's authority
/// may narrow the floor and never widen it. The floor is code, so that no adopted edition can lower it.
/// </summary>
internal sealed record EditionShape(
    Authority FloorSetBy,
    Func<Edition, bool> IsWellFormed,
    Func<Edition, bool> KeepsFloor,
    Func<Edition, Edition, bool> Narrows)
{
    /// <summary>Above any fine or span of days this program will meet, and far from overflow.</summary>
    private const long Largest = 1_000_000_000_000;

    /// <summary>Working days; the 90 days for the whole case (行政处罚法 60) leave no room for more.</summary>
    private const long MostReviewDays = 60;

    private static readonly EditionShape Calendar = new(Authority.StateCouncil, IsCalendar, _ => false, (_, _) => false);

    private static readonly ImmutableDictionary<string, EditionShape> ByKey = new Dictionary<string, EditionShape>
    {
        // 河南省行政处罚听证办法 4: 5,000 yuan for citizens, 50,000 yuan for organisations.
        [EditionKeys.HearingThresholdCitizen] = Threshold(5_000_00),
        [EditionKeys.HearingThresholdOrganisation] = Threshold(50_000_00),

        // 民用爆炸物品安全管理条例 44(3), 45: 100,000 to 500,000 yuan; 49: 50,000 to 200,000.
        [EditionKeys.FineRangeCivilExplosives44] = FineRange(100_000_00, 500_000_00),
        [EditionKeys.FineRangeCivilExplosives49] = FineRange(50_000_00, 200_000_00),
        [EditionKeys.FineRangeCivilExplosives45] = FineRange(100_000_00, 500_000_00),

        // No instrument above the organ fixes it (行政处罚法 58; 平工信〔2019〕99号 二(三)5 leaves it to the organ's own rules).
        [EditionKeys.LegalReviewDays] = new(Authority.Organ, AreReviewDays, _ => true, (_, _) => true),
    }.ToImmutableDictionary();

    /// <summary>The shape of a key; null for a key that this program does not know.</summary>
    public static EditionShape? Of(string key) => EditionKeys.YearOf(key) is null ? ByKey.GetValueOrDefault(key) : Calendar;

    /// <summary>A lower threshold gives the hearing to more parties: that is the way an organ may go.</summary>
    private static EditionShape Threshold(long fen) => new(
        Authority.Province,
        edition => AreAmounts(edition, "fen"),
        edition => edition.Number("fen") <= fen,
        (own, above) => own.Number("fen") <= above.Number("fen"));

    /// <summary>行政处罚法 13, 14: lower instruments specify within the range that the higher one gives.</summary>
    private static EditionShape FineRange(long min, long max) => new(
        Authority.StateCouncil,
        edition => AreAmounts(edition, "min_fen", "max_fen") && edition.Number("min_fen") <= edition.Number("max_fen"),
        edition => min <= edition.Number("min_fen") && edition.Number("max_fen") <= max,
        (own, above) => above.Number("min_fen") <= own.Number("min_fen") && own.Number("max_fen") <= above.Number("max_fen"));

    private static bool AreAmounts(Edition edition, params string[] names) =>
        edition.Parameters.Count == names.Length
        && names.All(name => edition.Parameters.TryGetValue(name, out var text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            && amount is > 0 and <= Largest);

    private static bool AreReviewDays(Edition edition) =>
        AreAmounts(edition, "working_days", "extension_days") && edition.Number("working_days") <= MostReviewDays && edition.Number("extension_days") <= MostReviewDays;

    private static bool IsCalendar(Edition edition)
    {
        try
        {
            return edition.Parameters.Count == 1
                && edition.Parameters.TryGetValue("calendar", out var json)
                && CalendarYear.Parse(json).Year == EditionKeys.YearOf(edition.Key);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
