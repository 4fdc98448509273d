using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Connector;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Gateway.Work;

/// <summary>What one step did.</summary>
/// <param name="Result">How the platform took it; null where it was not asked.</param>
/// <param name="Position">Position of the delivery's newest entry; -1 where it is not known.</param>
/// <param name="Broke">What broke the step, as it may stand in a log; null where nothing did.</param>
internal readonly record struct Advanced(StepResult? Result, long Position, string? Broke = null);

/// <summary>
/// Takes one delivery one step on: sends its current item, or asks what became of it. Decided on the ledger alone; the attempt is an entry
/// before a byte is sent, its outcome an entry after.
/// </summary>
internal sealed partial class DeliverySender(Streams<DeliveryStream> deliveries, TimeProvider clock, ILogger<DeliverySender> log)
{
    /// <summary>What an attempt may take beside its time limit: the two entries around it.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>What began before and has no outcome has lost its process.</summary>
    public DateTimeOffset LostBefore(Destination destination) => clock.GetUtcNow() - destination.TimeLimit - Margin;

    /// <summary>Nothing for a delivery to another platform: the view only finds it, and its file can be altered.</summary>
    public async Task<Advanced> Advance(Destination destination, string id, CancellationToken ct)
    {
        var state = await deliveries.Load(id, ct);
        if (state.Current is not { } item || state.Destination != destination.Name)
        {
            return new(null, state.Position);
        }

        var result = item.State switch
        {
            DeliveryState.Ready or DeliveryState.Retrying => await Send(destination, state, item, ct),
            DeliveryState.Sending => await GiveUpLost(destination, state, item, ct),
            DeliveryState.Unknown or DeliveryState.AwaitingReceipt => await Ask(destination, state, item, ct),
            _ => null,
        };
        return new(result, (await deliveries.Load(id, ct)).Position);
    }

    private async Task<StepResult?> Send(Destination destination, DeliveryStream state, Item item, CancellationToken ct)
    {
        var begun = await Keep(state, nameof(DeliveryStream.BeginAttempt), (now, _) => now.BeginAttempt(item.Number), ct);
        var attempt = begun.Items[item.Number - 1].Trials[^1].Number;
        if (item.Text.OrNull is not { } text)
        {
            await Note(state, item, attempt, AttemptKind.Send, new(AttemptOutcome.Conflict, 0, "TextDestroyed", "", "", [], null), ct);
            return null;
        }

        var answer = await destination.Connector.Send(ConsignmentOf(item, text.Body), ct);
        await Note(state, item, attempt, AttemptKind.Send, answer, ct);
        return ResultOf(answer);
    }

    /// <summary>
    /// An attempt without an outcome that must have ended long since: the process that made it is gone. Whether the platform has it is not
    /// known, and so it is asked, not sent again.
    /// </summary>
    private async Task<StepResult?> GiveUpLost(Destination destination, DeliveryStream state, Item item, CancellationToken ct)
    {
        if (item.ChangedAt <= LostBefore(destination))
        {
            await Note(state, item, item.Trials[^1].Number, AttemptKind.Send, PlatformAnswer.Nothing("ProcessEnded"), ct);
        }

        return null;
    }

    private async Task<StepResult?> Ask(Destination destination, DeliveryStream state, Item item, CancellationToken ct)
    {
        if (!destination.Connector.Capabilities.Query)
        {
            await Note(state, item, item.Trials.Length + 1, AttemptKind.Query, Unasked(destination.Connector.Capabilities), ct);
            return null;
        }

        var answer = await destination.Connector.Query(ConsignmentOf(item, ByteString.Empty), ct);
        if (answer.Outcome is AttemptOutcome.Confirmed or AttemptOutcome.TakenIn or AttemptOutcome.Rejected or AttemptOutcome.Absent or AttemptOutcome.Conflict)
        {
            await Note(state, item, item.Trials.Length + 1, AttemptKind.Query, answer, ct);
        }

        return ResultOf(answer);
    }

    /// <summary>What cannot be asked for may be sent again where that does no harm; else a person has to ask.</summary>
    private static PlatformAnswer Unasked(ConnectorCapabilities platform) => platform.Idempotent
        ? new(AttemptOutcome.Absent, 0, PlatformAnswer.SentAgainHarmlessly, "", "", [], null)
        : new(AttemptOutcome.Conflict, 0, "CannotBeAsked", "", "", [], null);

    private async Task Note(DeliveryStream state, Item item, int attempt, AttemptKind kind, PlatformAnswer answer, CancellationToken ct)
    {
        try
        {
            // Kept even when the process is stopping: an outcome that is known is worth more than a quick end.
            await Keep(state, nameof(DeliveryStream.NoteOutcome), (now, act) => now.NoteOutcome(act, item.Number, attempt, kind, answer), CancellationToken.None);
        }
        catch (Fault late) when (late.Type == DeliveryFaults.WrongState)
        {
            LogLate(log, state.Stream, item.Number, answer.Outcome);
        }

        ct.ThrowIfCancellationRequested();
    }

    private Task<DeliveryStream> Keep(DeliveryStream state, string what, Func<DeliveryStream, IActContext, Decision> decide, CancellationToken ct)
    {
        var id = CommandId.Of(ServiceRole.Gateway, what, Guid.CreateVersion7(clock.GetUtcNow()));
        var actor = new Actor { PersonId = "", AccountId = ServiceRole.Gateway, Organ = state.Organ, Department = "", Service = ServiceRole.Gateway };
        return deliveries.Run(state.Id, id, actor, what, new Empty(), (now, act) => ValueTask.FromResult(decide(now, act)), ct);
    }

    private static Consignment ConsignmentOf(Item item, ByteString body) => new(item.Key, item.Version, item.Operation, body.ToByteArray(), item.TextDigest);

    private static StepResult ResultOf(PlatformAnswer answer) => answer.Outcome switch
    {
        AttemptOutcome.OutOfReach or AttemptOutcome.NoAnswer => new(Answered: false, answer.RetryAfter),
        AttemptOutcome.Unauthorized => new(Answered: false, answer.RetryAfter, Refuses: true),
        _ => new(Answered: true),
    };

    [LoggerMessage(EventId = 1704, Level = LogLevel.Information, Message = "{Stream}：第{Number}项的应答到达时结果已定（{Outcome}），不再采用")]
    private static partial void LogLate(ILogger log, string stream, int number, AttemptOutcome outcome);
}
