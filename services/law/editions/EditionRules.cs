using System.Collections.Immutable;
using static EnforcementPlatform.Law.Force;

namespace EnforcementPlatform.Law;

/// <summary>What an edition must satisfy before it is adopted. Ask them in this order; the later ones need the earlier ones.</summary>
public static class EditionRules
{
    public static readonly Rule<Edition> KeyUnknown = new(
        "EDITION_KEY_UNKNOWN", [], Refuses,
        "规则名称不存在。", "请从规则目录中选择。",
        edition => EditionShape.Of(edition.Key) is not null);

    public static readonly Rule<Edition> ParametersInvalid = new(
        "EDITION_PARAMETERS_INVALID", [], Refuses,
        "规则参数不完整或者不是有效的数值。", "请按规则目录填写全部参数：金额以分为单位，日历为该年度的放假调休安排。",
        edition => EditionShape.Of(edition.Key) is not { } shape || shape.IsWellFormed(edition));

    public static readonly Rule<Edition> NumberMissing = new(
        "EDITION_NUMBER_MISSING", [], Refuses,
        "规则版本缺少文号，来源不可核对。", "请填写发布该规则的文件名称和文号。",
        edition => !string.IsNullOrWhiteSpace(edition.Source.Instrument.Number));

    public static readonly Rule<Edition> PeriodReversed = new(
        "EDITION_PERIOD_REVERSED", [], Refuses,
        "规则的失效日期早于施行日期。", "请更正施行日期或者失效日期。",
        edition => edition.ValidTo is null || edition.ValidFrom <= edition.ValidTo);

    public static readonly Rule<Edition> CalendarPeriod = new(
        "EDITION_CALENDAR_PERIOD", [], Refuses,
        "放假调休安排适用于所列年度的全年，施行日期不得晚于该年度末日，失效日期不得早于该年度末日。", "请按通知的发布日期填写施行日期，失效日期留空；安排有调整的，另行录入新版本。",
        edition => EditionKeys.YearOf(edition.Key) is not { } year
            || (edition.ValidFrom <= new DateOnly(year, 12, 31) && (edition.ValidTo is null || edition.ValidTo >= new DateOnly(year, 12, 31))));

    /// <summary>No limit and no gate of this program asks by sector: an edition for one would be shown as in force and used by nothing.</summary>
    public static readonly Rule<Edition> SectorUnused = new(
        "EDITION_SECTOR_UNUSED", [], Refuses,
        "本平台办理案件时不区分行业适用规则版本，限定行业的版本不会被使用。", "请将行业留空；只适用于部分行业的规定，请在适用全部行业时录入。",
        edition => edition.Sector is null);

    public static readonly Rule<Edition> BelowFloor = new(
        "EDITION_BELOW_FLOOR", [new(Instruments.PenaltyLaw, 63), new(Instruments.PenaltyLaw, 13), new(Instruments.PenaltyLaw, 14)], Refuses,
        "规则突破了上位规定的限度：听证标准只能更低，罚款幅度只能更窄，放假安排只能由国务院规定。", "请在上位规定的限度内设定，或者注明更高层级的制定机关和文号。",
        edition => EditionShape.Of(edition.Key) is not { } shape || !shape.IsWellFormed(edition)
            || edition.Authority >= shape.FloorSetBy || shape.KeepsFloor(edition));

    /// <summary>
    /// True for an edition that one person alone must not put in force: one that claims a higher authority than the organ, which no floor holds
    /// back, and one of the organ's that widens what is in force on its first day.
    /// </summary>
    public static bool NeedsSecondPerson(Edition edition, Editions known) =>
        edition.Authority != Authority.Organ
        || (known.TryAt(edition.Key, edition.ValidFrom, edition.Sector, out var inForce) && EditionShape.Of(edition.Key)?.Narrows(edition, inForce) != true);

    public static ImmutableArray<Rule<Edition>> All { get; } = [KeyUnknown, ParametersInvalid, NumberMissing, PeriodReversed, CalendarPeriod, SectorUnused, BelowFloor];
}
