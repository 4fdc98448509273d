using System.Globalization;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Portal;

/// <summary>Values as these pages show them. One that this program does not know yet is shown as 其他, never as a number.</summary>
internal static class Shown
{
    private const string Other = "其他";

    /// <summary>The word of the contract for a value.</summary>
    public static string Of<T>(T value)
        where T : struct, System.Enum => EqualityComparer<T>.Default.Equals(value, default) ? Other : Words.Find(value) ?? Other;

    public static string List<T>(IEnumerable<T> values)
        where T : struct, System.Enum => string.Join('、', values.Select(Of));

    /// <summary>The kinds with the fine's amount: 警告、罚款50000元.</summary>
    public static string Penalties(PublicDecision decision) => string.Join('、', decision.PenaltyKinds.Select(kind =>
        kind == PenaltyKind.Fine && decision.FineFen > 0 ? $"{Of(kind)}{Yuan(decision.FineFen)}" : Of(kind)));

    /// <summary>Fen as yuan, spelled as decisions spell amounts: <c>50000元</c>, with fen only where there are some: <c>50000.50元</c>.</summary>
    public static string Yuan(long fen) => (fen / 100m).ToString(fen % 100 == 0 ? "0元" : "0.00元", CultureInfo.InvariantCulture);

    /// <summary>An ISO date of the contracts as 2026年1月31日; what is not one as it stands.</summary>
    public static string Day(string date) =>
        IsoDay.TryParse(date, out var day) ? ChineseDate.Write(day) : date;

    /// <summary>Days of a certificate: 2024年1月1日至2029年12月31日; nothing where they are not told.</summary>
    public static string Days(string from, string to) => from.Length == 0 ? "" : to.Length == 0 ? $"{Day(from)}起" : $"{Day(from)}至{Day(to)}";

    public static string Day(Timestamp? instant) => instant is null ? "" : ChineseDate.Write(ShanghaiTime.DateOf(instant.ToDateTimeOffset()));

    /// <summary>2026-01-31 09:05, Asia/Shanghai, as the labels of a government's page have it (国办发〔2017〕47号).</summary>
    public static string Moment(Timestamp instant) => ShanghaiTime.WriteMinute(instant.ToDateTimeOffset());

    /// <summary>2026年1月31日9时05分, Asia/Shanghai.</summary>
    public static string Minute(DateTimeOffset instant) => ShanghaiTime.Write(instant);
}
