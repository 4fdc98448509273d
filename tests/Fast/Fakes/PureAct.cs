using System.Collections.Immutable;
using System.Security.Cryptography;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Envelope = EnforcementPlatform.Contracts.Ledger.Envelope;
using Actor = EnforcementPlatform.Kernel.Actor;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>What a pure decision may know, and what its entry is to a fold, without a ledger.</summary>
/// <param name="person">Who acts; empty for the service itself.</param>
/// <param name="service">The service.</param>
internal sealed class PureAct(string person, string service, string organ, DateTimeOffset now) : IActContext
{
    public Actor Actor { get; } = new() { PersonId = person, AccountId = person, Organ = organ, Department = "", Service = person.Length == 0 ? service : null };

    public DateTimeOffset Now => now;

    public DateOnly Today => ShanghaiTime.DateOf(now);

    public string CommandId => "test";

    public CancellationToken Ct => CancellationToken.None;

    /// <summary>The entry of a decision, as a fold sees it.</summary>
    public static Recorded Recorded(Decision decision, long position, DateTimeOffset at) => new(
        position,
        SHA256.HashData(BitConverter.GetBytes(position)),
        at,
        new Envelope(),
        [.. decision.Personal.Select((part, index) => new Personal(position, index + 1, new byte[32], part, null))],
        ImmutableSortedDictionary<string, string>.Empty);

    public ValueTask<IReadOnlyList<Taken>> Take(params string[] streams) => throw new InvalidOperationException("a pure decision is given what was taken");

    public void Occurred(DateTimeOffset when, string source, bool late) => throw new InvalidOperationException("this decision never happens late");
}
