using System.Globalization;
using EnforcementPlatform.Law;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Supervision;

/// <summary>Shanghai days as the contracts write them: ISO, empty for none.</summary>
internal static class Day
{
    public static DateOnly? Of(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly Of(DateTimeOffset instant) => ShanghaiTime.DateOf(instant);

    public static DateOnly Of(Timestamp instant) => ShanghaiTime.DateOf(instant.ToDateTimeOffset());

    public static string Write(DateOnly? day) => day is { } known ? $"{known:yyyy-MM-dd}" : "";
}
