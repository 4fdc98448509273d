using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Review;

/// <summary>The review as its readers see it: one message, made of the state and the calendar.</summary>
internal sealed partial record ReviewState
{
    /// <summary>The time limit is judged as of <paramref name="now"/>, unless it was met before.</summary>
    public CaseReview ToMessage(Editions law, DateTimeOffset now) => new()
    {
        CaseId = Id,
        Organ = Organ,
        Department = Department,
        LegalDepartment = LegalDepartment,
        Etag = Etag,
        Stage = Stage,
        ReviewerId = ReviewerId,
        ReviewBy = Limit(law, Current.Opinion?.GivenAt ?? now, ShanghaiTime.DateOf(now)),
        Extended = Clock.Extended,
        Rounds = { Rounds.Select(round => Message(round, law, ShanghaiTime.DateOf(now))) },
        UpdatedAt = At.ToTimestamp(),
    };

    private Contracts.Records.Deadline Limit(Editions law, DateTimeOffset doneOrNow, DateOnly today)
    {
        var derived = Clock.Derive(today, law);
        return new()
        {
            Rule = derived.Rule.Key,
            Start = IsoDay.Write(Clock.Start),
            Due = IsoDay.Write(derived.LastDay),
            Provisional = derived.Provisional,
            Overdue = derived.IsMissedAt(doneOrNow),
            Explanation = derived.Explanation.ToChinese(),
        };
    }

    private static ReviewRound Message(Round round, Editions law, DateOnly today)
    {
        var content = round.Text.OrNull is { } text ? ShownDraft.ContentOf(text.Committed) : null;
        return new()
        {
        Number = round.Number,
            DraftNumber = round.DraftNumber,
            DraftDigest = ByteString.CopyFrom(round.Digest),
            CaseVersion = round.CaseVersion,
            Content = content,
            Materials = { Message(round.Materials, round.Titles.OrNull?.Titles) },
            SubmittedBy = round.SubmittedBy,
            SubmittedAt = round.SubmittedAt.ToTimestamp(),
            Opinion = round.Opinion is null ? null : Message(round.Opinion),
            FineRange = content?.Terms is { } terms && terms.Kinds.Contains(PenaltyKind.Fine) ? FineRanges.Of(terms.ArticleApplied, law, today).Sentence : "",
        };
    }

    private static IEnumerable<SubmittedMaterial> Message(ImmutableArray<MaterialKind> kinds, IReadOnlyList<string>? titles) =>
        kinds.Select((kind, index) => new SubmittedMaterial { Kind = kind, Title = titles?[index] ?? "" });

    private static ReviewOpinion Message(GivenOpinion opinion)
    {
        var text = opinion.Text.OrNull;
        return new()
        {
            ReviewerId = opinion.ReviewerId,
            Outcome = opinion.Outcome,
            Items = { opinion.Items.Select((one, index) => new CheckedItem { Item = one.Item, Verdict = one.Verdict, Remark = text?.Remarks[index] ?? "" }) },
            Opinion = text?.Opinion ?? "",
            GivenAt = opinion.GivenAt.ToTimestamp(),
        };
    }
}
