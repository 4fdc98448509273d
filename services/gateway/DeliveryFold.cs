using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Gateway;

/// <summary>The fold: what each fact makes of the delivery. Facts are taken as they are; no rule is asked again.</summary>
internal sealed partial record DeliveryStream
{
    public static DeliveryStream Apply(DeliveryStream state, IMessage fact, Recorded entry) => fact switch
    {
        ItemQueued f => state with { Items = state.Items.Add(ItemOf(f, entry)) },
        WithdrawalHeard f => state with { WithdrawnVersion = Math.Max(state.WithdrawnVersion, f.Version) },
        PublicationPassedOver => state,
        ItemSuperseded f => state.With(f.Number, entry, item => item with { State = DeliveryState.Superseded }),
        AttemptBegun f => state.With(f.Number, entry, item => item with
        {
            State = DeliveryState.Sending,
            IsHurried = false,
            Trials = item.Trials.Add(new(f.Attempt, AttemptKind.Send, entry.At)),
        }),
        OutcomeNoted f => state.With(f.Number, entry, item => Ended(item, f, entry)),
        DeliveryHurried f => state.With(f.Number, entry, item => item with
        {
            State = item.State == DeliveryState.Rejected ? DeliveryState.Ready : item.State,
            NotBefore = entry.At,
            HurriedAt = entry.At,
            IsHurried = true,
        }),
        DeliveryResolved f => state.With(f.Number, entry, item => item with
        {
            State = f.Resolution == Resolution.Confirmed ? DeliveryState.Confirmed : DeliveryState.Ready,
            Resolution = entry.PersonalOf<ReasonText>(f.ReasonPart),
        }),
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    private DeliveryStream With(int number, Recorded entry, Func<Item, Item> change)
    {
        var before = Items[number - 1];
        var after = change(before);
        return this with
        {
            Items = Items.SetItem(number - 1, after with
            {
                ChangedAt = after.State == before.State ? before.ChangedAt : entry.At,
                Told = after.State == DeliveryState.Sending ? before.Told : after.State,
            }),
        };
    }

    private static Item ItemOf(ItemQueued f, Recorded entry)
    {
        var state = f.Problems.Any(problem => problem.Prevents) ? DeliveryState.Unfit : DeliveryState.Ready;
        return new(
            f.Number,
            f.Version,
            f.Operation,
            new(f.DocumentNumber, f.OrganUscc),
            IsoDay.Parse(f.Due),
            f.Mapping,
            entry.PersonalOf<RenderedText>(f.TextPart),
            f.TextDigest.ToByteArray(),
            [.. f.Problems],
            entry.At) { State = state, Told = state, ChangedAt = entry.At, NotBefore = entry.At };
    }

    private static Item Ended(Item item, OutcomeNoted f, Recorded entry)
    {
        var isReceipt = f.Outcome == AttemptOutcome.Confirmed;
        return item with
        {
            State = StateOf(item.State, f),
            IsHurried = false,
            Trials = Ended(item.Trials, f, entry),
            NotBefore = f.NotBefore?.ToDateTimeOffset() ?? entry.At,
            RemoteId = f.RemoteId.Length > 0 ? f.RemoteId : item.RemoteId,
            RefusalCode = f.Outcome == AttemptOutcome.Rejected ? f.Code : item.RefusalCode,
            RefusalField = f.Outcome == AttemptOutcome.Rejected ? f.Field : item.RefusalField,
            Receipt = isReceipt ? entry.PersonalOf<AnswerBytes>(f.AnswerPart) : item.Receipt,
            ReceiptDigest = isReceipt ? f.AnswerDigest.ToByteArray() : item.ReceiptDigest,
        };
    }

    private static ImmutableArray<Trial> Ended(ImmutableArray<Trial> trials, OutcomeNoted f, Recorded entry)
    {
        var trial = trials.FirstOrDefault(one => one.Number == f.Attempt) ?? new Trial(f.Attempt, f.Kind, entry.At);
        var ended = trial with { Outcome = f.Outcome, EndedAt = entry.At, HttpStatus = f.HttpStatus, Code = f.Code, Position = entry.Position };
        return f.Attempt > trials.Length ? trials.Add(ended) : trials.SetItem(f.Attempt - 1, ended);
    }

    private static DeliveryState StateOf(DeliveryState before, OutcomeNoted f) => f.Outcome switch
    {
        _ when f.LeftToPerson => DeliveryState.Manual,
        AttemptOutcome.Confirmed => DeliveryState.Confirmed,
        AttemptOutcome.TakenIn => DeliveryState.AwaitingReceipt,
        AttemptOutcome.Rejected => DeliveryState.Rejected,
        AttemptOutcome.OutOfReach or AttemptOutcome.Unauthorized or AttemptOutcome.Absent => DeliveryState.Retrying,
        AttemptOutcome.NoAnswer => DeliveryState.Unknown,
        _ => before,
    };
}
