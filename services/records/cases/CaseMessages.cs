using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Deadline = EnforcementPlatform.Contracts.Records.Deadline;

namespace EnforcementPlatform.Records.Cases;

/// <summary>The case as its readers see it: one message, made of the state and the calendar.</summary>
internal sealed partial record CaseState
{
    /// <summary>Time limits are judged as of <paramref name="now"/>, unless they were met before.</summary>
    public Case ToMessage(LawInForce law, DateTimeOffset now) => new()
    {
        CaseId = Id,
        Organ = Organ,
        Department = Department,
        Etag = Etag,
        Stage = Stage,
        Source = Source,
        PartyKind = PartyKind,
        Party = Party?.OrNull,
        HandlerIds = { Handlers },
        DecideBy = FiledAt is { } filed ? Limit(law, "PENALTY_DECIDE", ShanghaiTime.DateOf(filed), Penalty?.DecidedAt ?? now) : null,
        Records = { Records.Select(Message) },
        Draft = Draft is null ? null : DraftMessage(law, now),
        Telling = Telling is null ? null : Message(Telling, law),
        Decision = Penalty is null ? null : Message(Penalty, law, now),
        Amendments = { Amendments.Select(Message) },
        UpdatedAt = At.ToTimestamp(),
        PartyCodeUnchecked = PartyCodeUnchecked,
        PartyAge = AgeOfParty().Sentence,
        RetentionClass = RetentionClass,
    };

    /// <summary>Without the file: as the stream of the case alone says.</summary>
    public Draft DraftMessage(LawInForce law, DateTimeOffset now, CaseFileState? file = null) => new()
    {
        Number = Draft!.Number,
        Digest = ByteString.CopyFrom(Draft.Digest),
        Terms = Draft.Terms.ToMessage(),
        SavedAt = Draft.SavedAt.ToTimestamp(),
        DrafterId = Draft.DrafterId,
        Cleared = IsCleared && file?.IsKnownAt(Pass!.FileVersion) != false,
        Discussed = Discussion?.Conclusion == DiscussionConclusion.Agreed && file?.IsKnownAt(Discussion.FileVersion) != false,
        FineRange = law.FineRangeOn(Draft.Terms, ShanghaiTime.DateOf(now))?.Sentence ?? "",
    };

    private static CaseRecord Message(KeptRecord record) => new()
    {
        Number = record.Number,
        Kind = record.Kind,
        Stage = record.Stage,
        Status = record.Status,
        Occurred = Message(record.When),
        RecordedAt = record.When.RecordedAt.ToTimestamp(),
        RecordedBy = record.RecordedBy,
        CosignerId = record.CosignerId,
        Corrected = record.Corrected,
    };

    private static Contracts.Common.Occurrence Message(Moment when) => new() { At = when.OccurredAt.ToTimestamp(), LateReason = when.LateReason };

    private static Telling Message(GivenTelling telling, LawInForce law) => new()
    {
        DraftNumber = telling.DraftNumber,
        Terms = telling.Terms.ToMessage(),
        HearingOffered = telling.HearingOffered,
        Occurred = Message(telling.When),
        ServedOn = IsoDay.Write(telling.ToldOn),
        RespondBy = Limit(law, GivenTelling.AnswerRule, telling.ToldOn, telling.When.OccurredAt),
        Responses = { telling.Responses },
    };

    private static PenaltyDecision Message(IssuedPenalty penalty, LawInForce law, DateTimeOffset now) => new()
    {
        Number = penalty.Number,
        DecidedOn = IsoDay.Write(penalty.DecidedOn),
        IssuerId = penalty.IssuerId,
        DraftDigest = ByteString.CopyFrom(penalty.DraftDigest),
        Terms = penalty.Terms.ToMessage(),
        Clearance = penalty.Clearance,
        ServeBy = Limit(law, "PENALTY_SERVE", penalty.DecidedOn, penalty.ServedAt ?? now),
        ServedOn = penalty.ServedOn is { } served ? IsoDay.Write(served) : "",
        AnnouncedOn = AnnouncedOn(penalty),
        ServiceMode = penalty.ServiceMode,
        PayBy = PayBy(penalty, law, now),
        PaidFen = penalty.PaidFen,
        Outstanding = { penalty.Outstanding },
        Annulment = penalty.Annulment,
        AnnulledOn = penalty.AnnulledOn is { } annulled ? IsoDay.Write(annulled) : "",
    };

    private static Deadline? PayBy(IssuedPenalty penalty, LawInForce law, DateTimeOffset now) =>
        penalty is { ServedOn: { } served, Terms.FineFen: > 0 }
            ? Limit(law, "FINE_PAY", served, penalty.PaidAt ?? now)
            : null;

    private static string AnnouncedOn(IssuedPenalty penalty) => penalty.ServiceMode == ServiceMode.Announcement ? DayOf(penalty.ServedAt) : "";

    private static Amendment Message(ProposedAmendment amendment) => new()
    {
        Number = amendment.Number,
        RecordNumber = amendment.RecordNumber,
        Kind = amendment.Kind,
        ProposerId = amendment.ProposerId,
        Verdict = amendment.Verdict,
        ApproverId = amendment.ApproverId,
    };

    private static Deadline Limit(LawInForce law, string key, DateOnly start, DateTimeOffset doneOrNow)
    {
        var derived = law.Derive(key, start);
        return new()
        {
            Rule = key,
            Start = IsoDay.Write(start),
            Due = IsoDay.Write(derived.FinalDay),
            Provisional = derived.Provisional,
            Overdue = derived.IsMissedAt(doneOrNow),
            Explanation = derived.Explanation.ToChinese(),
        };
    }
}
