using EnforcementPlatform.Kernel;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using EnforcementPlatform.Law;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace EnforcementPlatform.Portal;

/// <summary>
/// What a visitor typed into a search form: its fields, what is wrong with them, and the place in the list. It stands in the address, so that a
/// search can be kept and sent to others.
/// </summary>
public sealed class VisitorForm
{
    private const string TokenField = "after";
    private const string NumberField = "page";
    private const int LongestToken = 500;
    private const int HighestNumber = 100_000;
    private const int LongestOrgan = 40;

    private static readonly FrozenDictionary<string, string> Labels = new Dictionary<string, string>
    {
        ["q"] = "关键词",
        ["organ"] = "机关",
        ["from"] = "决定日期，自",
        ["to"] = "决定日期，至",
        ["on"] = "有效日期",
    }.ToFrozenDictionary();

    private readonly List<string> _fields = [];
    private readonly Dictionary<string, string> _values = [];
    private readonly Dictionary<string, string> _mistakes = [];
    private readonly IQueryCollection _query;

    internal VisitorForm(IQueryCollection query)
    {
        _query = query;
        Token = Read(TokenField);
        Number = Token.Length > 0 && int.TryParse(Read(NumberField), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, HighestNumber) : 1;
        if (Token.Length > LongestToken || ReadableText.MistakeIn(Token) is not null)
        {
            Reject();
        }
    }

    /// <summary>Token of this page; empty for the first.</summary>
    public string Token { get; }

    /// <summary>Number of this page, for reading alone.</summary>
    public int Number { get; }

    /// <summary>Chinese sentences by field; under the empty name what is wrong with the whole.</summary>
    public IReadOnlyDictionary<string, string> Mistakes => _mistakes;

    /// <summary>True when nothing is wrong with it.</summary>
    public bool IsRight => _mistakes.Count == 0;

    /// <summary>True when anything was asked for.</summary>
    public bool IsNarrowed => _values.Values.Any(value => value.Length > 0);

    /// <summary>The fields in the order of the form.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>What the form calls a field.</summary>
    public string LabelOf(string field) => Labels.GetValueOrDefault(field, field);

    /// <summary>What was typed into a field.</summary>
    public string this[string field] => _values.GetValueOrDefault(field, "");

    /// <summary>Words, at most so many characters.</summary>
    internal VisitorForm Words(string field, int max)
    {
        var value = Take(field);
        return That(ReadableText.IsAtMost(value, max), field, $"最多{max.ToString(CultureInfo.InvariantCulture)}个字。");
    }

    /// <summary>Code of an organ.</summary>
    internal VisitorForm Organ(string field)
    {
        var value = Take(field);
        return That(value.Length <= LongestOrgan && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'), field, "机关代码只有小写字母、数字和连字符。");
    }

    /// <summary>A date as browsers send it.</summary>
    internal VisitorForm Date(string field)
    {
        var value = Take(field);
        return That(value.Length == 0 || IsoDay.TryParse(value, out _), field, "请按“2026-01-31”的格式填写日期。");
    }

    /// <summary>Two dates in order.</summary>
    internal VisitorForm InOrder(string first, string last) =>
        That(_mistakes.ContainsKey(first) || _mistakes.ContainsKey(last) || this[first].Length == 0 || this[last].Length == 0 || string.CompareOrdinal(this[first], this[last]) <= 0, last, "结束日期不能早于开始日期。");

    /// <summary>Disclosure did not take it: what is left is a link to a page that was altered or is too old.</summary>
    internal void Reject() => _mistakes[""] = "查询条件或者翻页链接已失效，请重新查询。";

    /// <summary>Address of the first page of the same search.</summary>
    public string First => Address([]);

    /// <summary>Address of the next page of the same search.</summary>
    public string Next(string token) =>
        Address([new(TokenField, token), new(NumberField, (Number + 1).ToString(CultureInfo.InvariantCulture))]);

    private string Address(IEnumerable<KeyValuePair<string, string>> place) =>
        new QueryBuilder(_values.Where(pair => pair.Value.Length > 0).Concat(place)).ToQueryString() is { HasValue: true } query ? query.Value! : "?";

    private string Take(string field)
    {
        _fields.Add(field);
        var value = _values[field] = Read(field);
        if (ReadableText.MistakeIn(value) is var (_, sentence))
        {
            That(false, field, sentence);
        }

        return value;
    }

    /// <summary>In normal form C, as the contracts want it, where it has one; a field given twice counts once.</summary>
    private string Read(string field)
    {
        var value = (_query[field].FirstOrDefault() ?? "").Trim();
        return ReadableText.MistakeIn(value) is var (rule, _) && rule == ReadableText.NotNormal ? value.Normalize(NormalizationForm.FormC) : value;
    }

    private VisitorForm That(bool holds, string field, string mistake)
    {
        if (!holds)
        {
            _mistakes.TryAdd(field, mistake);
        }

        return this;
    }
}
