using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Gateway.Facts;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Gateway.Mapping;

/// <summary>
/// The check before sending: what a platform would send back is found here first, and shown by its field. Codes are those under which these
/// checks are known to people who report such data (来源待核). Pure.
/// </summary>
internal static partial class FieldRules
{
    /// <summary>A fine above this is more likely 元 written as 万元. 万元.</summary>
    private const decimal SuspiciousAmount = 10_000m;

    private static readonly string[] Placeholders = ["无", "测试", "暂无", "null", "-", "--", "---", "/", "test"];

    /// <summary>Each rule: whether it prevents sending, and its sentence.</summary>
    public static ImmutableSortedDictionary<string, (bool Prevents, string Sentence)> All { get; } = new Dictionary<string, (bool, string)>
    {
        ["D01"] = (true, "平台要求必填，现为空。"),
        ["D02"] = (true, "不是有效的统一社会信用代码（GB 32100-2015，18位并校验）。"),
        ["D08"] = (true, "日期有误：应为有效日期，决定日期不得晚于今天，截止日期不得早于决定日期。"),
        ["D09"] = (true, "处罚类别与罚款金额不符：有罚款的应有金额，没有罚款的不应有金额。"),
        ["D10"] = (false, "金额超过1亿元，请核对是否把元当作万元。"),
        ["D12"] = (false, "文号格式一般为“…〔年份〕序号号”，且年份与决定年份相同，请核对。"),
        ["D14"] = (true, "含有占位文字（如“无”“测试”）、全角数字或者控制字符。"),
        ["D17"] = (true, "超过平台允许的长度。"),
    }.ToImmutableSortedDictionary();

    /// <summary>What is wrong with the values; empty where the platform has nothing to object to, as far as it is known.</summary>
    public static ImmutableArray<Problem> Find(PublicDecision decision, IEnumerable<(MappedField Field, string Value)> values, DateOnly today) =>
    [
        .. values.SelectMany(pair => Broken(pair.Field, pair.Value, decision, today).Select(rule => new Problem { Rule = rule, Field = pair.Field.Code, Prevents = All[rule].Prevents })),
    ];

    private static IEnumerable<string> Broken(MappedField field, string value, PublicDecision decision, DateOnly today)
    {
        var isMoney = field.Type == FieldType.Amount;
        if (isMoney && decision.PenaltyKinds.Contains(PenaltyKind.Fine) != decision.FineFen > 0)
        {
            yield return "D09";
        }

        if (value.Length == 0)
        {
            if (!isMoney && SourceFields.Applies(field.Required, decision))
            {
                yield return "D01";
            }

            yield break;
        }

        foreach (var rule in Broken(field, value, DayOf(decision.DecidedOn), today))
        {
            yield return rule;
        }
    }

    private static IEnumerable<string> Broken(MappedField field, string value, DateOnly? decided, DateOnly today)
    {
        (string Rule, bool IsBroken)[] checks =
        [
            ("D02", field.Check == FieldCheck.Uscc && !SocialCreditCode.IsValid(value)),
            ("D08", field.Type == FieldType.Date && !IsDay(field, value, decided, today)),
            ("D10", field.Type == FieldType.Amount && decimal.Parse(value, CultureInfo.InvariantCulture) > SuspiciousAmount),
            ("D12", field.Check == FieldCheck.DocumentNumber && !IsUsual(value, decided)),
            ("D14", field.Type == FieldType.Text && IsImproper(value)),
            ("D17", value.EnumerateRunes().Count() > field.Max),
        ];
        return checks.Where(check => check.IsBroken).Select(check => check.Rule);
    }

    /// <summary>The day of the decision is over or today; every other day is not before it.</summary>
    private static bool IsDay(MappedField field, string value, DateOnly? decided, DateOnly today) =>
        decided is { } day && DayOf(value.Replace('/', '-')) is { } own && (field.From == "decided_on" ? own <= today : own >= day);

    private static bool IsUsual(string number, DateOnly? decided) =>
        UsualNumber().Match(number) is { Success: true } match && int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture) == decided?.Year;

    private static bool IsImproper(string text) =>
        Placeholders.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase)
        || text.EnumerateRunes().Any(rune => rune.Value is >= '０' and <= '９' || (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t')));

    private static DateOnly? DayOf(string iso) =>
        IsoDay.TryParse(iso, out var day) ? day : null;

    [GeneratedRegex(@"^.+〔(?<year>[0-9]{4})〕[0-9]+号$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UsualNumber();
}
