using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Records.Cases;

/// <summary>The fold: what each fact makes of the case. Facts are taken as they are; no rule is asked again.</summary>
internal sealed partial record CaseState
{
    public static CaseState Apply(CaseState state, IMessage fact, Recorded entry)
    {
        var stage = CaseFacts.StageAfter(fact, state.Stage);
        return state.After(fact, entry) with { Stage = stage, Timeline = state.Timeline.Add(CaseFacts.Describe(fact, state, entry)) };
    }

    private CaseState After(IMessage fact, Recorded entry) => fact switch
    {
        ClueRegistered f => this with
        {
            Source = f.Source,
            RegistrantId = entry.Envelope.Actor.PersonId,
            ReceivedAt = entry.Occurred,
            PartyKind = f.PartyKind,
            Department = f.Department,
            Party = entry.PersonalOf<Party>(f.PartyPart),
            PartyCodeUnchecked = f.PartyCodeUnchecked,
            Summary = entry.PersonalOf<WrittenText>(f.SummaryPart),
        },
        CaseFiled f => With(f.Handlers) with { Department = f.Department, FiledAt = entry.Occurred, ViolationEndedOn = IsoDay.Parse(f.ViolationEndedOn) },
        HandlersAssigned f => With(f.Handlers),
        RecordKept f => After(f, entry),
        RecordConfirmed f => With(RecordOf(f.Number) with { Status = RecordStatus.Confirmed }),
        InvestigationClosed => this,
        DraftSaved f => After(f, entry),
        PartyTold f => this with
        {
            Telling = new(f.DraftNumber, Terms.Of(f.Terms), Draft!.Content, f.HearingOffered, Moment.Of(entry), Records.Length)
            {
                DeemedOn = IsoDay.ParseOptional(f.EffectiveOn),
            },
            Ceilings = f.HasNewFactsPart ? [] : Ceilings,
            Discussion = null,
        },
        PartyResponded f => After(f, entry),
        ReviewPassNoted f => After(f, entry),
        DiscussionHeld f => this with { Discussion = new([.. f.AttendantIds], f.Conclusion, f.DraftDigest.ToByteArray(), f.FileVersion, entry.At) },
        PenaltyDecided f => this with
        {
            Penalty = new(f.Number, entry.Occurred, f.IssuerId, f.DraftDigest.ToByteArray(), Terms.Of(f.Terms), f.Clearance),
        },
        DecisionServed f => With(penalty => penalty with { ServedAt = entry.Occurred, DeemedServedOn = IsoDay.ParseOptional(f.EffectiveOn), ServiceMode = f.Mode }),
        PenaltyPerformed f => With(penalty => penalty with
        {
            PaidFen = penalty.PaidFen + f.AmountFen,
            PaidAt = f.AmountFen > 0 && penalty.PaidFen + f.AmountFen >= penalty.Terms.FineFen ? entry.Occurred : penalty.PaidAt,
            Performed = f.Kind == PenaltyKind.Fine ? penalty.Performed : penalty.Performed.Add(f.Kind),
            PerformedAt = f.InFull ? entry.Occurred : penalty.PerformedAt,
        }),
        CaseClosed => this with { ClosedAt = entry.Occurred },
        CaseArchived f => this with { ArchivedAt = entry.Occurred, RetentionClass = f.RetentionClass },
        AmendmentProposed f => this with
        {
            Amendments = Amendments.Add(new(
                f.Number, f.RecordNumber, f.Kind, f.ProposerId, f.HasTextPart ? entry.PersonalOf<RecordText>(f.TextPart) : null, default, "")),
        },
        AmendmentDecided f => After(f),
        PenaltyAnnulled f => With(penalty => penalty with { Annulment = f.Ground, AnnulledOn = IsoDay.ParseOptional(f.EffectiveOn) ?? ShanghaiTime.DateOf(entry.Occurred) }) with
        {
            ClosedAt = null,
            ArchivedAt = null,
            RetentionClass = RetentionClass.Unspecified,
        },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    private CaseState After(RecordKept kept, Recorded entry)
    {
        var record = new KeptRecord(
            kept.Number, kept.Kind, RecordStatus.PendingCosign, kept.RecordedBy, kept.CosignerId, Moment.Of(entry), entry.PersonalOf<RecordText>(kept.TextPart));
        var after = this with { Records = Records.Add(record) };

        // A hearing brings what a reviewer of an earlier day did not know (行政处罚法 58(2), 65).
        return kept.Kind == RecordKind.Hearing ? after with { ToBeReviewedFrom = Version + 1, Discussion = null } : after;
    }

    private CaseState After(DraftSaved saved, Recorded entry)
    {
        var content = entry.PersonalOf<DraftContent>(saved.ContentPart);
        return this with
        {
            Draft = new(saved.Number, content.Commitment, Terms.Of(saved.Terms), content, saved.DrafterId, entry.At),
            Involved = Involved.Add(saved.DrafterId),
            Pass = null,
            ToBeReviewedFrom = Version + 1,
            Discussion = null,
        };
    }

    private CaseState After(ReviewPassNoted noted, Recorded entry)
    {
        var pass = new NotedPass(noted.DraftDigest.ToByteArray(), noted.ReviewerId, noted.CaseVersion, noted.FileVersion, noted.Origin, noted.Position, entry.At);
        if (noted.CaseVersion > Version)
        {
            // Nobody can have reviewed what was not yet recorded.
            return this;
        }

        if (!IsCleared)
        {
            return this with { Pass = pass };
        }

        // A second pass of the draft is the one that review shows from now on; the draft has been passed since the first.
        return pass.IsOf(Draft!) ? this with { Pass = pass with { KnownAt = Pass!.KnownAt } } : this;
    }

    private CaseState After(PartyResponded responded, Recorded entry)
    {
        var told = Telling!;
        var after = this with { Telling = told with { Responses = told.Responses.Add(responded.Kind) }, Discussion = null };
        return responded.Kind switch
        {
            PartyResponseKind.Statement => after with { ToBeReviewedFrom = Version + 1, Ceilings = Ceilings.Add(told.Terms) },
            PartyResponseKind.HearingRequested => after with
            {
                Telling = after.Telling! with { HearingRequestedAt = entry.Occurred },
                Ceilings = Ceilings.Add(told.Terms),
            },
            _ => after,
        };
    }

    private CaseState After(AmendmentDecided decided)
    {
        var amendment = Amendments[decided.Number - 1] with { Verdict = decided.Verdict, ApproverId = decided.ApproverId };
        var after = this with { Amendments = Amendments.SetItem(decided.Number - 1, amendment) };
        if (decided.Verdict != AmendmentVerdict.Approved)
        {
            return after;
        }

        // Evidence that changed must be seen by the reviewer and by those who discuss.
        var record = RecordOf(amendment.RecordNumber);
        after = after with { ToBeReviewedFrom = Version + 1, Discussion = null };
        return after.With(amendment.Kind == AmendmentKind.Voiding
            ? record with { Status = RecordStatus.Voided }
            : record with { Text = amendment.Text!, Corrected = true });
    }

    private CaseState With(IEnumerable<NamedHandler> handlers)
    {
        ImmutableArray<string> ids = [.. handlers.Select(handler => handler.PersonId)];
        return this with { Handlers = ids, Involved = Involved.Union(ids) };
    }

    private CaseState With(KeptRecord record) => this with { Records = Records.SetItem(record.Number - 1, record) };

    private CaseState With(Func<IssuedPenalty, IssuedPenalty> change) => this with { Penalty = change(Penalty!) };
}
