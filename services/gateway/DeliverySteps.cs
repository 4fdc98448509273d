using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Connector;
using EnforcementPlatform.Gateway.Facts;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Gateway;

/// <summary>What the gateway itself does with a delivery: begin an attempt, note how it ended.</summary>
internal sealed partial record DeliveryStream
{
    private static readonly TimeSpan FirstAsk = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestAsk = TimeSpan.FromHours(6);
    private static readonly TimeSpan FirstResend = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestResend = TimeSpan.FromHours(1);

    /// <summary>
    /// Stands in the ledger before anything is sent, so that a crash in between leaves "unknown" and never a blind second sending. Only the
    /// current item is sent: one in flight for each record.
    /// </summary>
    public Decision BeginAttempt(int number)
    {
        var item = Items[number - 1];
        After(item, DeliveryAction.BeginAttempt);
        return number == Current?.Number
            ? Decision.Of(new AttemptBegun { Number = number, Attempt = item.Trials.Length + 1 })
            : throw Wrong(item.State, DeliveryAction.BeginAttempt);
    }

    /// <summary>
    /// Notes how an attempt, or a question, ended. An answer to an attempt that is no longer the newest is not noted: what it says is asked for.
    /// </summary>
    public Decision NoteOutcome(IActContext act, int number, int attempt, AttemptKind kind, PlatformAnswer answer)
    {
        var item = Items[number - 1];
        var isNewest = attempt == item.Trials.Length + (kind == AttemptKind.Query ? 1 : 0);
        var state = isNewest ? After(item, ActionOf(answer)) : throw Wrong(item.State, ActionOf(answer));
        var after = item with
        {
            State = state,
            RemoteId = answer.RemoteId.Length > 0 ? answer.RemoteId : item.RemoteId,
            RefusalCode = state == DeliveryState.Rejected ? answer.Code : item.RefusalCode,
            RefusalField = state == DeliveryState.Rejected ? answer.Field : item.RefusalField,
            ReceiptDigest = state == DeliveryState.Confirmed ? answer.Digest : item.ReceiptDigest,
            Trials = kind == AttemptKind.Query ? item.Trials.Add(new(attempt, kind, act.Now) { Code = answer.Code }) : item.Trials,
        };
        var noted = Decision.Of(FactOf(item, attempt, kind, answer, WaitAfter(item, answer) is { } wait ? act.Now + wait : null));
        return Settling(act, answer.Bytes.Length == 0 ? noted : noted.WithPersonal(new AnswerBytes { Body = ByteString.CopyFrom(answer.Bytes) }), after);
    }

    /// <summary>
    /// What certainly is not there and has been replaced meanwhile ends in the entry that proves it, before anybody can send it again; with it
    /// ends a withdrawal that has nothing to withdraw.
    /// </summary>
    private Decision Settling(IActContext act, Decision decision, Item after)
    {
        if (!IsReplaced(after) || DeliveryLifecycle.Next(after.State, DeliveryAction.SupersedeItem) is not { } superseded)
        {
            return Telling(act, decision, after);
        }

        var ended = after with { State = superseded };
        var items = Items.SetItem(after.Number - 1, ended);
        Item[] idle = [.. items.Skip(after.Number).Where(item =>
            item.Operation == DeliveryOperation.Withdraw
            && DeliveryLifecycle.Next(item.State, DeliveryAction.SupersedeItem) is not null
            && !MayBeThere(items.Take(item.Number - 1), item.Key))];
        Item[] ending = [ended, .. idle];
        return ending.Aggregate(decision, (all, item) => all.With(new ItemSuperseded { Number = item.Number }).WithNotice(Tell(act, item, superseded)));
    }

    /// <summary>A version is replaced by whatever comes later; a withdrawal only by a version under its own number.</summary>
    private bool IsReplaced(Item item) =>
        Items.Skip(item.Number).Any(later => item.Operation == DeliveryOperation.Publish || (later.Operation == DeliveryOperation.Publish && later.Key == item.Key));

    private static OutcomeNoted FactOf(Item item, int attempt, AttemptKind kind, PlatformAnswer answer, DateTimeOffset? notBefore) => new()
    {
        Number = item.Number,
        Attempt = attempt,
        Kind = kind,
        Outcome = answer.Outcome,
        HttpStatus = answer.HttpStatus,
        Code = answer.Code,
        Field = answer.Field,
        RemoteId = answer.RemoteId,
        AnswerPart = answer.Bytes.Length == 0 ? -1 : 0,
        AnswerDigest = ByteString.CopyFrom(answer.Digest),
        NotBefore = notBefore?.ToTimestamp(),
        LeftToPerson = ActionOf(answer) == DeliveryAction.LeaveToPerson,
    };

    /// <summary>How long an item is left alone because of itself; what is the destination's own is waited for by its queue.</summary>
    private static TimeSpan? WaitAfter(Item item, PlatformAnswer answer) => answer.Outcome switch
    {
        AttemptOutcome.TakenIn => Doubled(FirstAsk, LongestAsk, item.Trials.Count(trial => trial.Outcome == AttemptOutcome.TakenIn)),
        AttemptOutcome.Absent => Doubled(FirstResend, LongestResend, item.Trials.Count(trial => trial.Outcome == AttemptOutcome.Absent)),
        _ => null,
    };

    private static TimeSpan Doubled(TimeSpan first, TimeSpan longest, int times) =>
        first.TotalSeconds * Math.Pow(2, times) < longest.TotalSeconds ? first * Math.Pow(2, times) : longest;

    private static DeliveryAction ActionOf(PlatformAnswer answer) => answer.Outcome switch
    {
        AttemptOutcome.Confirmed => DeliveryAction.NoteConfirmed,
        AttemptOutcome.TakenIn => DeliveryAction.NoteTakenIn,
        AttemptOutcome.Rejected => DeliveryAction.NoteRejected,
        AttemptOutcome.OutOfReach or AttemptOutcome.Unauthorized => DeliveryAction.NoteOutOfReach,
        AttemptOutcome.Absent => DeliveryAction.NoteAbsent,
        AttemptOutcome.Conflict => DeliveryAction.LeaveToPerson,
        _ => DeliveryAction.NoteNoAnswer,
    };
}
