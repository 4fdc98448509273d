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
            2 => Derive(RuleOf(words[0]), words[1]).Explanation.ToChinese(),
            _ => throw new UsageException("应写明期限代码和起算日，或者都不写。"),
        });
        return Task.FromResult(CommandLine.Done);
    }

    private static string Catalogue() => string.Join('\n', DeadlineCatalogue.All
        .Select(rule => $"{rule.Key,-28}{rule.Length}{(rule.InForce ? "" : $"（{DeadlineRule.ListedOnly}）")}")
        .Prepend("未加注的期限由本系统在办案、审核、公示或者监督中使用；加注的仅列出供查询推算，系统不据此提醒或者限制。"));

    /// <summary>Years without a notice are provisional; calendar units ask no calendar but for the last day.</summary>
    private static Deadline Derive(DeadlineRule rule, string start) => rule.Unit == DeadlineUnit.Hour
        ? Deadline.Derive(rule, InstantOf(start), [], WorkCalendar.Official)
        : Deadline.Derive(rule, DayOf(start), [], WorkCalendar.Official);

    private static DeadlineRule RuleOf(string key) =>
        DeadlineCatalogue.TryFind(key, out var rule) ? rule : throw new UsageException($"没有“{key}”这个期限代码，不带参数运行本命令可列出全部代码。");

    private static DateOnly DayOf(string text) =>
        IsoDay.TryParse(text, out var day) && IsCounted(day)
            ? day
            : throw new UsageException($"起算日“{text}”应为yyyy-MM-dd格式，且在{FirstYear}年至{LastYear}年之间。");

    private static DateTimeOffset InstantOf(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && IsCounted(DateOnly.FromDateTime(time))
            ? new DateTimeOffset(time, TimeSpan.FromHours(8))
            : throw new UsageException($"起算时间“{text}”应为yyyy-MM-ddTHH:mm格式（北京时间），且在{FirstYear}年至{LastYear}年之间。");

    /// <summary>A typing error in the year is likelier than a period of another century.</summary>
    private const int FirstYear = 2000, LastYear = 2099;

    private static bool IsCounted(DateOnly day) => day.Year is >= FirstYear and <= LastYear;
}
