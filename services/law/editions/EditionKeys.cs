namespace EnforcementPlatform.Law;

/// <summary>The keys that this program itself asks for. A key is part of the API.</summary>
public static class EditionKeys
{
    /// <summary>Fine in fen from which a citizen may ask for a hearing; parameter <c>fen</c>.</summary>
    public const string HearingThresholdCitizen = "hearing.threshold.citizen";

    /// <summary>Fine in fen from which an organisation may ask for a hearing; parameter <c>fen</c>.</summary>
    public const string HearingThresholdOrganisation = "hearing.threshold.organisation";

    /// <summary>Range of the fine of 民用爆炸物品安全管理条例 45; parameters <c>min_fen</c>, <c>max_fen</c>, both ends included.</summary>
    public const string FineRangeCivilExplosives45 = "fine.range.civil-explosives.45";

    /// <summary>The arrangement of one year's holidays; parameter <c>calendar</c>, the JSON of <c>data/holidays-YYYY.json</c>.</summary>
    public static string Calendar(int year) => $"calendar.{year}";
}
