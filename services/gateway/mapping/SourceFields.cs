using System.Collections.Immutable;
using System.Globalization;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;

namespace EnforcementPlatform.Gateway.Mapping;

/// <summary>What a format's fields are written from: the published decision and nothing else. Pure.</summary>
internal static class SourceFields
{
    /// <summary>
    /// How the formats write 长期 (来源待核). 处罚有效期 is how long the penalty itself has effect, which none of the kinds that are published here
    /// limits; how long the record is shown is another field.
    /// </summary>
    private const string LongTerm = "2099/12/31";

    private const decimal FenInTenThousandYuan = 1_000_000m;

    /// <summary>All values, by the field's code, in the order of the format; empty where there is nothing to write.</summary>
    public static ImmutableArray<(MappedField Field, string Value)> Of(DisclosurePublished told, PlatformFormat format) =>
        [.. format.Fields.Select(field => (field, Value(field.From, told, format)))];

    private static string Value(string source, DisclosurePublished told, PlatformFormat format)
    {
        var decision = told.Decision;
        return source switch
        {
            "party_name" => decision.PartyName,
            "party_kind" => format.CodeOf("party_kind", decision.PartyKind),
            "party_uscc" => decision.PartyUscc,
            "document_number" => decision.DocumentNumber,
            "violation" => decision.Violation,
            "facts_summary" => decision.FactsSummary,
            "articles" => Articles(decision),
            "penalty_kinds" => string.Join(';', decision.PenaltyKinds.Select(kind => format.CodeOf("penalty_kind", kind)).Distinct()),
            "penalty" => decision.Penalty,
            "fine" => decision.FineFen > 0 ? (decision.FineFen / FenInTenThousandYuan).ToString("0.000000", CultureInfo.InvariantCulture) : "",
            "decided_on" => Day(decision.DecidedOn),
            "valid_until" => LongTerm,
            "publish_until" => Day(decision.PublishUntil),
            "organ_name" => decision.OrganName,
            "organ_uscc" => decision.OrganUscc,
            "correction_reason" => told.CorrectionReason,
            _ => throw new InvalidDataException($"no source of a field is called {source}"),
        };
    }

    /// <summary>Whether the condition of a required field holds.</summary>
    public static bool Applies(RequiredIf required, PublicDecision decision) => required switch
    {
        RequiredIf.Always => true,
        RequiredIf.Organisation => decision.PartyKind != PartyKind.Citizen,
        RequiredIf.Fine => decision.PenaltyKinds.Contains(PenaltyKind.Fine),
        _ => false,
    };

    private static string Articles(PublicDecision decision) =>
        decision.ArticleBroken.Length == 0 ? decision.ArticleApplied : $"违反{decision.ArticleBroken}；依据{decision.ArticleApplied}";

    private static string Day(string iso) => iso.Replace('-', '/');
}
