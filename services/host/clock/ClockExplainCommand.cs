using System.Collections.Immutable;
using System.Globalization;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Host.Clock;

/// <summary>Counts a time limit and shows how it was counted.</summary>
internal sealed class ClockExplainCommand(TextWriter output) : ICommand
{
    public string Name => "clock explain";

    public string Summary => "推算法定期限，逐步说明起算、节假日、顺延和依据";

    public string Usage =>
        """
        用法：enforce clock explain 期限代码 起算日
              enforce clock explain            列出全部期限代码

          起算日     yyyy-MM-dd；以小时计的期限写 yyyy-MM-ddTHH:mm（北京时间）

        例：  enforce clock explain PUB_PENALTY 2026-09-30
        退出码：0 正常，2 参数有误。
        """;

    public Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var words = Arguments.Read(args, [], []).Rest;
        output.WriteLine(words.Count switch
        {
            0 => Catalogue(),
            2 => Explain(RuleOf(words[0]), words[1]),
            _ => throw new UsageException("应写明期限代码和起算日，或者都不写。"),
        });
        return Task.FromResult(CommandLine.Done);
    }

    private static string Catalogue() => string.Join('\n', DeadlineCatalogue.All.Select(rule => $"{rule.Key,-28}{rule.Length}"));

    private static string Explain(DeadlineRule rule, string start) =>
        Derive(rule, start).Explanation.ToChinese();

    private static Deadline Derive(DeadlineRule rule, string start)
    {
        try
        {
            return rule.Unit == DeadlineUnit.Hour
                ? Deadline.Derive(rule, InstantOf(start), ImmutableArray<Pause>.Empty, WorkCalendar.Official)
                : Deadline.Derive(rule, DayOf(start), ImmutableArray<Pause>.Empty, WorkCalendar.Official);
        }
        catch (CalendarYearMissingException missing)
        {
            throw new UsageException($"推算需要{missing.Year}年的日历，尚未载入。已载入：{Years()}。");
        }
    }

    private static DeadlineRule RuleOf(string key) =>
        DeadlineCatalogue.TryFind(key, out var rule) ? rule : throw new UsageException($"没有“{key}”这个期限代码，不带参数运行本命令可列出全部代码。");

    private static DateOnly DayOf(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && HasCalendar(day)
            ? day
            : throw new UsageException($"起算日“{text}”应为yyyy-MM-dd格式，且在已载入日历的年份（{Years()}）之内。");

    private static DateTimeOffset InstantOf(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && HasCalendar(DateOnly.FromDateTime(time))
            ? new DateTimeOffset(time, TimeSpan.FromHours(8))
            : throw new UsageException($"起算时间“{text}”应为yyyy-MM-ddTHH:mm格式（北京时间），且在已载入日历的年份（{Years()}）之内。");

    private static bool HasCalendar(DateOnly day) => WorkCalendar.Official.Years.Any(loaded => loaded.Year == day.Year);

    private static string Years() => string.Join('、', WorkCalendar.Official.Years.Select(loaded => loaded.Year));
}
