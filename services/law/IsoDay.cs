using System.Globalization;

namespace EnforcementPlatform.Law;

/// <summary>Days as contracts, facts and views write them: yyyy-MM-dd (ISO 8601, Gregorian), whatever the culture of the machine; an empty text is no day.</summary>
public static class IsoDay
{
    private const string Format = "yyyy-MM-dd";

    /// <summary>2026-01-31</summary>
    public static string Write(DateOnly day) => day.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>2026-01-31, or empty.</summary>
    public static string Write(DateOnly? day) => day is { } known ? Write(known) : "";

    /// <summary>The day in Asia/Shanghai at an instant.</summary>
    public static string Write(DateTimeOffset instant) => Write(ShanghaiTime.DateOf(instant));

    /// <exception cref="FormatException">It is not such a text.</exception>
    public static DateOnly Parse(string text) => DateOnly.ParseExact(text, Format, CultureInfo.InvariantCulture);

    /// <summary>Null where it is empty.</summary>
    /// <exception cref="FormatException">It is neither empty nor such a text.</exception>
    public static DateOnly? ParseOptional(string text) => text.Length == 0 ? null : Parse(text);

    public static bool TryParse(string? text, out DateOnly day) => DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
