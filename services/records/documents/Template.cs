using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records;

/// <summary>What may stand in a field.</summary>
internal enum FieldKind
{
    /// <summary>One line.</summary>
    Line,

    /// <summary>Paragraphs, one a line.</summary>
    Text,

    /// <summary>One of the choices.</summary>
    Choice,
}

/// <summary>A field of a template: either given by who makes the document, or taken from the case by its source.</summary>
/// <param name="Source">Where it comes from (<see cref="DocumentSources"/>); empty when it is given.</param>
/// <param name="Max">Longest text in UTF-16 units, where it is given.</param>
internal sealed record TemplateField(
    string Name,
    string Label,
    string Source = "",
    FieldKind Kind = FieldKind.Line,
    int Max = 0,
    bool Optional = false,
    ImmutableSortedDictionary<string, string>? Choices = null);

/// <summary>
/// A document template: wording with <c>{{fields}}</c>, and the schema of the fields. Nothing but fields can be put in, every one is declared
/// and used, and every value is escaped.
/// </summary>
internal sealed partial class Template
{
    private readonly string _html;
    private readonly Schema _schema;

    /// <summary>Throws <see cref="InvalidDataException"/> when wording and schema do not fit each other.</summary>
    public Template(string key, string html, string schema)
    {
        Key = key;
        _html = html;
        _schema = JsonSerializer.Deserialize(schema, TemplateJson.Default.Schema) ?? throw new InvalidDataException($"template {key}: schema");
        var declared = _schema.Fields.Select(field => field.Name).ToImmutableHashSet();
        var used = Placeholder().Matches(html).Select(match => match.Groups[1].Value).ToImmutableHashSet();
        if (declared.Count != _schema.Fields.Length || !declared.SetEquals(used) || html.Split("{{").Length - 1 != Placeholder().Count(html))
        {
            throw new InvalidDataException($"template {key}: {string.Join(", ", declared.Except(used).Union(used.Except(declared)))}");
        }
    }

    public string Key { get; }

    public int Version => _schema.Version;

    public string Title => _schema.Title;

    /// <summary>Series of the document numbers; empty when the number is the decision's.</summary>
    public string Series => _schema.Series;

    /// <summary>Word of the series in the number, after the organ's, e.g. 罚告.</summary>
    public string Word => _schema.Word;

    /// <summary>Earliest stage of the case at which it can be made.</summary>
    public CaseStage From => _schema.From;

    /// <summary>
    /// Whether its page is evidence or a statement of its own (行政处罚法 46), which whoever reviews or discusses must have known (57, 58). A form that
    /// renders what the case says already, or that tells of an internal step, brings nothing new, however often it is printed.
    /// </summary>
    public bool BringsNew => _schema.BringsNew;

    public ImmutableArray<TemplateField> Fields => _schema.Fields;

    /// <summary>Whether what was given is what the schema asks for, every violation named by its field.</summary>
    public void Check(IReadOnlyDictionary<string, string> given)
    {
        var check = new Check();
        foreach (var field in Fields.Where(field => field.Source.Length == 0))
        {
            Check(check, field, given.GetValueOrDefault(field.Name, ""));
        }

        foreach (var name in given.Keys.Where(name => !Fields.Any(field => field.Name == name && field.Source.Length == 0)))
        {
            check.That(false, "fields", "UNKNOWN_FIELD", $"{Title}没有可填写的“{name}”字段。");
        }

        check.ThrowIfAny();
    }

    /// <summary>The page, with every field's value. Values MUST be there for all fields.</summary>
    public string Render(IReadOnlyDictionary<string, string> values)
    {
        var body = Placeholder().Replace(_html, match => Html(Fields.First(field => field.Name == match.Groups[1].Value), values));
        return Templates.Layout.Replace("{{title}}", WebUtility.HtmlEncode(Title), StringComparison.Ordinal).Replace("<!--BODY-->", body, StringComparison.Ordinal);
    }

    private static void Check(Check check, TemplateField field, string value)
    {
        var name = $"fields.{field.Name}";
        if (value.Length == 0)
        {
            check.That(field.Optional, name, "REQUIRED", $"“{field.Label}”不能为空。");
            return;
        }

        switch (field.Kind)
        {
            case FieldKind.Choice:
                check.That(field.Choices!.ContainsKey(value), name, "CHOICE", $"“{field.Label}”应为{string.Join("、", field.Choices.Keys)}之一。");
                break;
            case FieldKind.Line:
                check.Text(value, name, field.Max).That(!value.Contains('\n'), name, "ONE_LINE", $"“{field.Label}”只能填写一行。");
                break;
            default:
                check.Text(value, name, field.Max);
                break;
        }
    }

    private static string Html(TemplateField field, IReadOnlyDictionary<string, string> values)
    {
        var value = values[field.Name];
        return field.Kind switch
        {
            FieldKind.Choice => WebUtility.HtmlEncode(field.Choices![value]),
            FieldKind.Text => Paragraphs(value),
            _ when DocumentSources.IsText(field.Source) => Paragraphs(value),
            _ => WebUtility.HtmlEncode(value),
        };
    }

    private static string Paragraphs(string text) =>
        string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => $"<p>{WebUtility.HtmlEncode(line)}</p>"));

    [GeneratedRegex(@"\{\{([a-z_]+)\}\}")]
    private static partial Regex Placeholder();

    internal sealed record Schema(int Version, string Title, string Series, string Word, CaseStage From, bool BringsNew, ImmutableArray<TemplateField> Fields);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    PropertyNameCaseInsensitive = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Template.Schema))]
internal sealed partial class TemplateJson : JsonSerializerContext;
