using System.Globalization;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Law;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Portal;

/// <summary>Values of the contracts in the words of the field. A value this program does not know yet is shown as 其他, never as a number.</summary>
internal static class Words
{
    private const string Other = "其他";

    public static string Of(PartyKind kind) => kind switch
    {
        PartyKind.Citizen => "公民",
        PartyKind.LegalPerson => "法人",
        PartyKind.OtherOrganisation => "其他组织",
        _ => Other,
    };

    /// <summary>行政处罚法 9.</summary>
    public static string Of(PenaltyKind kind) => kind switch
    {
        PenaltyKind.Warning => "警告",
        PenaltyKind.Criticism => "通报批评",
        PenaltyKind.Fine => "罚款",
        PenaltyKind.ConfiscateGains => "没收违法所得",
        PenaltyKind.ConfiscateGoods => "没收非法财物",
        PenaltyKind.SuspendLicence => "暂扣许可证件",
        PenaltyKind.LowerQualification => "降低资质等级",
        PenaltyKind.RevokeLicence => "吊销许可证件",
        PenaltyKind.RestrictBusiness => "限制开展生产经营活动",
        PenaltyKind.SuspendBusiness => "责令停产停业",
        PenaltyKind.CloseBusiness => "责令关闭",
        PenaltyKind.RestrictEmployment => "限制从业",
        _ => Other,
    };

    public static string Of(EnforcementKind kind) => kind switch
    {
        EnforcementKind.Licensing => "行政许可",
        EnforcementKind.Penalty => "行政处罚",
        EnforcementKind.Coercion => "行政强制",
        EnforcementKind.Levy => "行政征收",
        EnforcementKind.Fee => "行政收费",
        EnforcementKind.Inspection => "行政检查",
        _ => Other,
    };

    /// <summary>行政处罚法 75, 76; 行政复议法; 行政诉讼法.</summary>
    public static string Of(AnnulmentGround ground) => ground switch
    {
        AnnulmentGround.SelfCorrection => "作出决定的机关自行纠正",
        AnnulmentGround.Reconsideration => "行政复议决定",
        AnnulmentGround.Judgment => "人民法院判决",
        AnnulmentGround.Superior => "上级机关责令改正",
        _ => Other,
    };

    public static string List(IEnumerable<PenaltyKind> kinds) => string.Join('、', kinds.Select(Of));

    /// <summary>The kinds with the fine's amount: 警告、罚款50000元.</summary>
    public static string Penalties(PublicDecision decision) => string.Join('、', decision.PenaltyKinds.Select(kind =>
        kind == PenaltyKind.Fine && decision.FineFen > 0 ? $"{Of(kind)}{Yuan(decision.FineFen)}" : Of(kind)));

    public static string List(IEnumerable<EnforcementKind> kinds) => string.Join('、', kinds.Select(Of));

    /// <summary>Fen as yuan, spelled as decisions spell amounts: <c>50000元</c>, with fen only where there are some: <c>50000.50元</c>.</summary>
    public static string Yuan(long fen) => (fen / 100m).ToString(fen % 100 == 0 ? "0元" : "0.00元", CultureInfo.InvariantCulture);

    /// <summary>An ISO date of the contracts as 2026年1月31日; what is not one as it stands.</summary>
    public static string Day(string date) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? ChineseDate.Write(day) : date;

    /// <summary>Days of a certificate: 2024年1月1日至2029年12月31日; nothing where they are not told.</summary>
    public static string Days(string from, string to) => from.Length == 0 ? "" : to.Length == 0 ? $"{Day(from)}起" : $"{Day(from)}至{Day(to)}";

    public static string Day(Timestamp? instant) => instant is null ? "" : ChineseDate.Write(ShanghaiTime.DateOf(instant.ToDateTimeOffset()));

    /// <summary>2026-01-31 09:05, Asia/Shanghai, as the labels of a government's page have it (国办发〔2017〕47号).</summary>
    public static string Moment(Timestamp instant) => ShanghaiTime.WriteMinute(instant.ToDateTimeOffset());

    /// <summary>2026年1月31日9时05分, Asia/Shanghai.</summary>
    public static string Minute(DateTimeOffset instant) => ShanghaiTime.Write(instant);
}
