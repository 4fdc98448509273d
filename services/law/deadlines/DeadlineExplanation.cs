using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>How a date was found, step by step, in words that an officer can check and a party can be shown.</summary>
public sealed record DeadlineExplanation(DeadlineRule Rule, ImmutableArray<string> Steps)
{
    private static readonly Citation StartNotCounted = new(Instruments.CivilCode, 201, 1);
    private static readonly Citation HoursFromTheInstant = new(Instruments.CivilCode, 201, 2);
    private static readonly Citation CorrespondingDay = new(Instruments.CivilCode, 202);
    private static readonly Citation MovedOffHolidays = new(Instruments.CivilCode, 203, 1);

    /// <summary>The heading and the numbered steps, a line each.</summary>
    public string ToChinese() =>
        string.Join('\n', Steps.Select((step, index) => $"{index + 1}. {step}").Prepend($"{Rule.Name}（{Rule.Key}）"));

    internal static DeadlineExplanation OfHours(DeadlineRule rule, DateTimeOffset start, DateTimeOffset until) => new(rule,
    [
        BasisOf(rule),
        $"起算：{rule.StartsOn}为{ShanghaiTime.Write(start)}，按小时计算的期间自该时起连续计算，不扣除节假日（{HoursFromTheInstant.ToChinese()}）。",
        $"期限届满：{ShanghaiTime.Write(until)}。",
    ]);

    internal static DeadlineExplanation OfDays(DeadlineRule rule, DateOnly start, DayCount count, DateOnly safe)
    {
        var steps = ImmutableArray.CreateBuilder<string>();
        steps.Add(BasisOf(rule));
        steps.Add(StartOf(rule, start));
        steps.AddRange(Ranges(count.NotCounted).Select(range => $"不计入：{Write(range.From, range.To)}（{range.Why}）。"));
        steps.AddRange(count.MakeupDays.Select(day => $"计入：{Write(day.Date)}为{day.Name}调休上班日，按工作日计算。"));
        steps.AddRange(EndOf(rule, count));
        steps.AddRange(Provisional(rule, count, safe));
        return new DeadlineExplanation(rule, steps.ToImmutable());
    }

    private static string BasisOf(DeadlineRule rule) =>
        $"依据：{Citation.ToChinese(rule.Basis)}，期限{rule.Length}，适用范围：{rule.Jurisdiction}"
        + (rule.Mark == SourceMark.Pending ? "（来源待核，以本机关现行规定为准）。" : "。")
        + (rule.InForce ? "" : $"本期限{DeadlineRule.ListedOnly}供查询推算，本系统不据此提醒或者限制。");

    private static string StartOf(DeadlineRule rule, DateOnly start) => rule.Before
        ? $"起算：自{rule.StartsOn}{Write(start)}向前计算，当日和行为当日均不计入（{StartNotCounted.ToChinese()}）。"
        : $"起算：{rule.StartsOn}为{Write(start)}，当日不计入，自次日起计算（{StartNotCounted.ToChinese()}）。";

    private static IEnumerable<string> EndOf(DeadlineRule rule, DayCount count)
    {
        yield return (rule.Unit, rule.Before) switch
        {
            (DeadlineUnit.WorkingDay, true) => $"其间应有{rule.Length}，最迟应在{Write(count.EndBeforeRolling)}作出。",
            (DeadlineUnit.WorkingDay, false) or (DeadlineUnit.CalendarDay, _) => $"第{rule.Length}为{Write(count.EndBeforeRolling)}。",
            _ => $"到期月的对应日（没有对应日的为月末日）为{Write(count.EndBeforeRolling)}（{CorrespondingDay.ToChinese()}）。",
        };
        if (count.End != count.EndBeforeRolling)
        {
            yield return $"该日为休息日，顺延至休息日结束的次日{Write(count.End)}（{MovedOffHolidays.ToChinese()}）。";
        }

        yield return $"期限届满日：{Write(count.End)}。";
    }

    private static IEnumerable<string> Provisional(DeadlineRule rule, DayCount count, DateOnly safe)
    {
        if (!count.Provisional)
        {
            yield break;
        }

        yield return safe == count.End
            ? "暂定：所涉年度的放假调休安排尚未公布或者尚未录入，录入后重新计算。"
            : "暂定：所涉年度的放假调休安排尚未公布或者尚未录入，录入后重新计算；"
                + (rule.Of == DeadlineOf.Party ? $"在此之前当事人的期限按可能的较晚日期{Write(safe)}掌握。" : $"在此之前按可能的较早日期{Write(safe)}办理。");
    }

    private static IEnumerable<(DateOnly From, DateOnly To, string Why)> Ranges(IReadOnlyList<(DateOnly Date, string Why)> days)
    {
        for (var first = 0; first < days.Count;)
        {
            var last = first;
            while (last + 1 < days.Count && days[last + 1].Date == days[last].Date.AddDays(1) && days[last + 1].Why == days[first].Why)
            {
                last++;
            }

            yield return (days[first].Date, days[last].Date, days[first].Why);
            first = last + 1;
        }
    }

    private static string Write(DateOnly from, DateOnly to) => from == to ? Write(from) : $"{Write(from)}至{Write(to)}";

    private static string Write(DateOnly date) => ChineseDate.WriteWithWeekDay(date);
}
