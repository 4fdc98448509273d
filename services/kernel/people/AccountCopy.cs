using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Kernel.People;

/// <summary>Whose account it is, as another service knows it. Folded from <c>accounts/&lt;uuid&gt;</c> of that service's own ledger.</summary>
public sealed record AccountCopy : StreamState, IFold<AccountCopy>
{
    public static AccountCopy Empty { get; } = new();

    /// <summary>What records told last; null while nothing was told.</summary>
    public AccountChanged? Told { get; init; }

    public static AccountCopy Apply(AccountCopy state, IMessage fact, Recorded entry) => fact switch
    {
        AccountChanged told => state with { Told = told },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => actor.AccountId == Id ? Relation.Self : Relation.None;
}
