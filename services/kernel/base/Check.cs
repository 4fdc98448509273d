using System.Collections.Immutable;
using System.Globalization;
using EnforcementPlatform.Law;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Field checks of a request. Collects every violation, so that a person mends them in one go; throws
/// <see cref="KernelFaults.InvalidFields"/>. Whether an act is allowed is not asked here.
/// </summary>
public sealed class Check
{
    private const int LongestPage = 200;
    private const int LongestToken = 500;
    private static readonly DateOnly Earliest = new(1949, 10, 1);
    private static readonly DateOnly Latest = new(2199, 12, 31);
    private readonly ImmutableArray<FieldViolation>.Builder _violations = ImmutableArray.CreateBuilder<FieldViolation>();

    /// <summary>
    /// True for a UUID in its one spelling. .NET's reader forgives white space around it, and an id with a blank before it would be another
    /// text and yet the same thing.
    /// </summary>
    public static bool IsId(string value) => Guid.TryParseExact(value, "D", out var id) && id.ToString() == value;

    /// <summary>An opaque id: a UUID in its usual spelling.</summary>
    public Check Id(string value, string field) =>
        Required(value, field) ? That(IsId(value), field, "UUID", "应为小写的UUID编号。") : this;

    /// <summary>An id that may be left out.</summary>
    public Check OptionalId(string value, string field) => value.Length == 0 ? this : Id(value, field);

    /// <summary>The client's id of this request.</summary>
    public Check RequestId(string value) => Id(value, "request_id");

    /// <summary>The etag last read.</summary>
    public Check Etag(string value) =>
        Required(value, "etag") ? That(value.Length <= 40 && value.All(char.IsAsciiLetterOrDigit), "etag", "ETAG", "不是有效的版本标记，请使用最近一次读取时返回的值。") : this;

    /// <summary>A short key: lower-case letters, digits, hyphens.</summary>
    public Check Key(string value, string field, int max) =>
        Required(value, field)
            ? That(value.Length <= max && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'), field, "KEY", $"只能使用小写字母、数字和连字符，且不超过{max}个字符。")
            : this;

    /// <summary>Text for people. Length in characters as people count them; what is shorter than one character says nothing.</summary>
    public Check Text(string value, string field, int max, int min = 1)
    {
        if (min > 0 && ReadableText.IsBlank(value))
        {
            return That(false, field, "REQUIRED", "不能为空。");
        }

        That(ReadableText.IsAtMost(value, max), field, "TOO_LONG", $"不能超过{max}个字符。");
        That(min <= 1 || ReadableText.LengthOf(value) >= min, field, "TOO_SHORT", $"不能少于{min}个字符。");
        return Readable(value, field);
    }

    /// <summary>A text that can be kept (<see cref="ReadableText"/>); how long it may be is not asked.</summary>
    public Check Readable(string value, string field)
    {
        if (ReadableText.MistakeIn(value) is var (rule, sentence))
        {
            That(false, field, rule, sentence);
        }

        return this;
    }

    /// <summary>An ISO date, yyyy-MM-dd.</summary>
    public Check Date(string value, string field) =>
        Required(value, field)
            ? That(IsoDay.TryParse(value, out var date) && date >= Earliest && date <= Latest, field, "DATE", "应为yyyy-MM-dd格式的日期。")
            : this;

    /// <summary>A date that may be left out.</summary>
    public Check OptionalDate(string value, string field) => value.Length == 0 ? this : Date(value, field);

    /// <summary>An instant.</summary>
    public Check Instant(Timestamp? value, string field)
    {
        if (value is null)
        {
            return That(false, field, "REQUIRED", "不能为空。");
        }

        var inRange = value.Nanos is >= 0 and < 1_000_000_000 && value.Seconds >= SecondsOf(Earliest) && value.Seconds < SecondsOf(Latest);
        return That(inRange, field, "INSTANT", "不是有效的时间。");
    }

    /// <summary>A named enum value; zero is never a choice.</summary>
    public Check Enum<T>(T value, string field)
        where T : struct, System.Enum =>
        System.Enum.IsDefined(value) && !IsZero(value)
            ? this
            : That(false, field, "ENUM", $"{(IsZero(value) ? "请选择一项" : "没有这个选项")}，{EnumOptions.Of<T>()}");

    /// <summary>An enum value that may be left out.</summary>
    public Check OptionalEnum<T>(T value, string field)
        where T : struct, System.Enum => IsZero(value) ? this : Enum(value, field);

    /// <summary>A whole number within bounds, both included.</summary>
    public Check Range(long value, string field, long min, long max) =>
        That(value >= min && value <= max, field, "RANGE", $"应在{min}到{max}之间。");

    /// <summary>A list within bounds.</summary>
    public Check Count<T>(IReadOnlyCollection<T> values, string field, int min, int max) =>
        That(values.Count >= min && values.Count <= max, field, "COUNT", min == max ? $"应有{min}项。" : $"应有{min}到{max}项。");

    /// <summary>A page of a list.</summary>
    public Check Page(int size, string token)
    {
        Range(size, "page_size", 0, LongestPage);
        return That(token.Length <= LongestToken, "page_token", "PAGE_TOKEN", "不是有效的翻页标记。");
    }

    /// <summary>Any other rule.</summary>
    public Check That(bool holds, string field, string rule, string message)
    {
        if (!holds)
        {
            _violations.Add(new(field, rule, message));
        }

        return this;
    }

    /// <summary>Throws when anything was found.</summary>
    public void ThrowIfAny()
    {
        if (_violations.Count > 0)
        {
            throw new Fault(KernelFaults.InvalidFields, ImmutableSortedDictionary<string, string>.Empty, _violations.ToImmutable());
        }
    }

    private bool Required(string value, string field)
    {
        That(value.Length > 0, field, "REQUIRED", "不能为空。");
        return value.Length > 0;
    }

    private static bool IsZero<T>(T value)
        where T : struct, System.Enum => Convert.ToInt32(value, CultureInfo.InvariantCulture) == 0;

    private static long SecondsOf(DateOnly date) => new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();
}
