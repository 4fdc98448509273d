using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Kernel;
using Actor = EnforcementPlatform.Kernel.Actor;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records;

/// <summary>Folds decisions without a ledger: what an entry would have said, applied to the state before.</summary>
internal static class Fold
{
    public const string Organ = "pds-gxj";
    public static readonly DateTimeOffset At = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    /// <summary>The state after a decision on its own stream.</summary>
    public static TState After<TState>(this TState state, Decision decision, string stream, string? actor = null)
        where TState : StreamState, IFold<TState>
    {
        var personal = decision.Personal.Select((part, index) => new Personal(state.Version, index + 1, new byte[32], part, null));
        var envelope = new Envelope { Actor = new() { PersonId = actor ?? "", Organ = Organ } };
        var recorded = new Recorded(state.Version, new byte[32], At, envelope, [.. personal], decision.Values);
        var after = decision.Facts.Where(fact => fact.Claim == 0).Aggregate(state, (folded, fact) => TState.Apply(folded, fact.Body, recorded));
        return after with { Stream = stream, Version = state.Version + 1, Organ = decision.Organ ?? Organ, At = At };
    }

    /// <summary>The reason of a refusal.</summary>
    public static string Reason(Action decide) => Assert.Throws<Fault>(decide).Type.Reason;

    public static Actor Person(string id, params EnforcementPlatform.Law.Duty[] duties) => new()
    {
        PersonId = id,
        AccountId = id,
        Organ = Organ,
        Department = "minbao",
        Duties = [.. duties],
    };
}
