using System.Collections.Immutable;
using System.Security.Cryptography;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Tests.Fast.Unit.Folds;

/// <summary>One entry of a stream as a fold sees it. The salt is its position, so that equal texts still have different digests.</summary>
internal sealed record Recording(
    long Position,
    DateTimeOffset At,
    DateTimeOffset OccurredAt,
    string Source,
    bool Late,
    string By,
    ImmutableArray<IMessage> Facts,
    ImmutableArray<IMessage> Personal)
{
    public TState FoldInto<TState>(TState state)
        where TState : StreamState, IFold<TState>
    {
        var envelope = new Envelope
        {
            Actor = By.Length > 0 ? new() { PersonId = By, AccountId = By } : new() { AccountId = "review" },
            Occurred = OccurredAt.ToTimestamp(),
            OccurredSource = Source,
            Late = Late,
        };
        var recorded = new Recorded(
            Position,
            SHA256.HashData(BitConverter.GetBytes(Position)),
            At,
            envelope,
            [.. Personal.Select((part, index) => new Personal(Position, index + 1, Commit(part), part, null))],
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
        return Facts.Aggregate(state, (folded, fact) => TState.Apply(folded, fact, recorded)) with { Version = state.Version + 1 };
    }

    private byte[] Commit(IMessage part) => HMACSHA256.HashData(BitConverter.GetBytes(Position), part.ToByteArray());
}
