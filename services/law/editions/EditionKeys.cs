using System.Globalization;

namespace EnforcementPlatform.Law;

/// <summary>The keys that this program itself asks for. A key is part of the API.</summary>
public static class EditionKeys
{
    /// <summary>Fine from which a citizen may ask for a hearing; parameter <c>fen</c>.</summary>
    public const string HearingThresholdCitizen = "hearing.threshold.citizen";

    /// <summary>Fine from which an organisation may ask for a hearing; parameter <c>fen</c>.</summary>
    public const string HearingThresholdOrganisation = "hearing.threshold.organisation";

    /// <summary>Range of the fine of 民用爆炸物品安全管理条例 44(3); parameters <c>min_fen</c>, <c>max_fen</c>, both ends included.</summary>
    public const string FineRangeCivilExplosives44 = "fine.range.civil-explosives.44-3";

    /// <summary>Range of the fine of 民用爆炸物品安全管理条例 49; parameters as above.</summary>
    public const string FineRangeCivilExplosives49 = "fine.range.civil-explosives.49";

    /// <summary>Range of the fine of 民用爆炸物品安全管理条例 45; parameters <c>min_fen</c>, <c>max_fen</c>, both ends included.</summary>
    public const string FineRangeCivilExplosives45 = "fine.range.civil-explosives.45";

    /// <summary>Time limit of the legal review and of its one extension (LEGAL_REVIEW, LEGAL_REVIEW_EXT); parameters <c>working_days</c>, <c>extension_days</c>.</summary>
    public const string LegalReviewDays = "legal-review.days";

    private const string CalendarPrefix = "calendar.";

    /// <summary>The arrangement of one year's holidays; parameter <c>calendar</c>, the JSON that <see cref="CalendarYear.Parse"/> reads.</summary>
    public static string Calendar(int year) => CalendarPrefix + year.ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>The year (2000 to 2199) of a calendar key; null for any other key.</summary>
    internal static int? YearOf(string key) =>
        key.StartsWith(CalendarPrefix, StringComparison.Ordinal)
        && int.TryParse(key.AsSpan(CalendarPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && year is >= 2000 and <= 2199
        && key == Calendar(year)
            ? year
            : null;
}
