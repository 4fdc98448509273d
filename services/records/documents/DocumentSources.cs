using System.Collections.Frozen;
using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Cases;

namespace EnforcementPlatform.Records;

/// <summary>What a document takes from the ledger: nobody types again what the case already says.</summary>
/// <param name="Handlers">The case's handlers; before it is filed the person who registered it.</param>
/// <param name="Number">The document's number.</param>
/// <param name="Public">Where decisions are published.</param>
internal sealed record DocumentInputs(
    OrganState Organ, CaseState File, ImmutableArray<PersonState> Handlers, Editions Rules, PublicPlace Public, string Number, DateOnly Today);

/// <summary>The named sources of templates' fields. A source that has nothing yet tells null.</summary>
internal static class DocumentSources
{
    private static readonly FrozenDictionary<string, Source> ByName = new Dictionary<string, Source>
    {
        ["organ.name"] = new(inputs => inputs.Organ.Name),
        ["organ.reconsideration"] = new(inputs => inputs.Organ.ReconsiderationOrgan),
        ["organ.court"] = new(inputs => inputs.Organ.Court),
        ["document.number"] = new(inputs => inputs.Number),
        ["document.date"] = new(inputs => ChineseDate.Write(inputs.Today)),
        ["handlers"] = new(Handlers),
        ["case.source"] = new(inputs => inputs.File.Source == ClueSource.Unspecified ? null : Words.Of(inputs.File.Source)),
        ["case.summary"] = new(inputs => inputs.File.Summary?.Require().Text, IsText: true),
        ["party.name"] = new(inputs => inputs.File.Party?.Require().Name),
        ["party.id"] = new(inputs => OrNone(inputs.File.Party?.Require().IdNumber)),
        ["party.address"] = new(inputs => OrNone(inputs.File.Party?.Require().Address)),
        ["party.contact"] = new(inputs => OrNone(inputs.File.Party?.Require().Contact)),
        ["draft.facts"] = new(inputs => inputs.File.Draft?.Content.Require().FactsFound, IsText: true),
        ["draft.reason"] = new(inputs => inputs.File.Draft?.Content.Require().DiscretionReason, IsText: true),
        ["draft.broken"] = new(inputs => inputs.File.Draft?.Terms.ArticleBroken),
        ["draft.applied"] = new(inputs => inputs.File.Draft?.Terms.ArticleApplied),
        ["draft.penalty"] = new(inputs => inputs.File.Draft is { } draft ? Penalty(draft.Terms) : null),
        ["draft.hearing"] = new(Hearing, IsText: true),
        ["telling.period"] = new(_ => $"自收到本告知书之日起{GivenTelling.AnswerLength}内"),
        ["decision.number"] = new(inputs => inputs.File.Penalty?.Number),
        ["decision.date"] = new(inputs => inputs.File.Penalty is { } penalty ? ChineseDate.Write(penalty.DecidedOn) : null),
        ["decision.facts"] = new(inputs => Decided(inputs)?.FactsFound, IsText: true),
        ["decision.reason"] = new(inputs => Decided(inputs)?.DiscretionReason, IsText: true),
        ["decision.broken"] = new(inputs => inputs.File.Penalty?.Terms.ArticleBroken),
        ["decision.applied"] = new(inputs => inputs.File.Penalty?.Terms.ArticleApplied),
        ["decision.penalty"] = new(inputs => inputs.File.Penalty is { } penalty ? Penalty(penalty.Terms) : null),
        ["public.lookup"] = new(inputs => inputs.File.Penalty is { } penalty ? inputs.Public.Lookup(penalty.Number, inputs.File.Id) : null),
        ["public.proof"] = new(inputs => inputs.Public.Proof(), IsText: true),
        ["decision.payment"] = new(Payment, IsText: true),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>True when the source exists.</summary>
    public static bool Knows(string source) => ByName.ContainsKey(source);

    /// <summary>True when the source is of several paragraphs.</summary>
    public static bool IsText(string source) => ByName.TryGetValue(source, out var one) && one.IsText;

    /// <summary>Every field's value: what was given, and what the case says. <see cref="DocumentFaults.SourceMissing"/> where it says nothing yet.</summary>
    public static IReadOnlyDictionary<string, string> Values(Template template, IReadOnlyDictionary<string, string> given, DocumentInputs inputs) =>
        template.Fields.ToDictionary(
            field => field.Name,
            field => field.Source.Length == 0
                ? given.GetValueOrDefault(field.Name, "")
                : ByName[field.Source].Value(inputs) ?? throw DocumentFaults.SourceMissing.With(("title", template.Title), ("label", field.Label)));

    private static string OrNone(string? text) => string.IsNullOrEmpty(text) ? "无" : text;

    private static string? Handlers(DocumentInputs inputs) => inputs.Handlers.IsEmpty
        ? null
        : string.Join("、", inputs.Handlers.Select(one => $"{one.Identity?.Require().Name}（执法证件编号：{one.CertificateValidOn(inputs.Today)?.Number?.Require().Number ?? "无"}）"));

    private static string Penalty(Terms terms) => string.Join("；", terms.Kinds.Select(kind =>
        kind == PenaltyKind.Fine ? $"罚款{CapitalAmount.Sentence(terms.FineFen)}" : Words.Of(kind))) + "。";

    /// <summary>The text that was decided, and no other: the draft whose digest the decision names.</summary>
    private static DraftContent? Decided(DocumentInputs inputs) =>
        inputs.File is { Penalty: { } penalty, Draft: { } draft } && draft.Digest.AsSpan().SequenceEqual(penalty.DraftDigest) ? draft.Content.Require() : null;

    /// <summary>The right to a hearing where the threshold is reached (行政处罚法第六十三条), nothing where it is not. The days: 第六十四条第一项、第八十五条.</summary>
    private static string? Hearing(DocumentInputs inputs)
    {
        if (inputs.File.Draft is not { } draft)
        {
            return null;
        }

        var law = new LawInForce(inputs.Rules);
        return law.HearingOn(inputs.File.PartyKind, draft.Terms, inputs.Today).Offered
            ? $"依照《中华人民共和国行政处罚法》第六十三条、第六十四条、第八十五条的规定，你（单位）有要求听证的权利。要求听证的，应当在本机关告知后{GivenTelling.AnswerLength}内提出；逾期未提出的，视为放弃听证权利。"
            : "";
    }

    /// <summary>行政处罚法第六十七条、第七十二条, where there is a fine.</summary>
    private static string? Payment(DocumentInputs inputs) => inputs.File.Penalty switch
    {
        null => null,
        { } penalty when penalty.Terms.Kinds.Contains(PenaltyKind.Fine) =>
            "依照《中华人民共和国行政处罚法》第六十七条、第七十二条的规定，当事人应当自收到本决定书之日起十五日内，到指定的银行或者通过电子支付系统缴纳罚款；到期不缴纳罚款的，每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额。",
        _ => "",
    };

    private sealed record Source(Func<DocumentInputs, string?> Value, bool IsText = false);
}
