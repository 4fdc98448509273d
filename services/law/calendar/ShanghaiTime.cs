namespace EnforcementPlatform.Law;

/// <summary>
/// Dates of the law are dates in Asia/Shanghai. The zone has kept UTC+8 without summer time since 15 September 1991,
/// so that no zone data is needed for any instant this program records.
/// </summary>
public static class ShanghaiTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>2026-01-31 09:05.</summary>
    public static string WriteMinute(DateTimeOffset instant) => instant.ToOffset(Offset).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The calendar date in Shanghai at an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>The instant at which a date begins in Shanghai, UTC.</summary>
    public static DateTimeOffset StartOf(DateOnly date) => new DateTimeOffset(date, TimeOnly.MinValue, Offset).ToUniversalTime();

    /// <summary>2026年11月23日9时05分</summary>
    public static string Write(DateTimeOffset instant)
    {
        var there = instant.ToOffset(Offset);
        return $"{ChineseDate.Write(DateOnly.FromDateTime(there.DateTime))}{there.Hour}时{there.Minute:00}分";
    }
}
