using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Records;

/// <summary>An account of a person, folded from <c>accounts/&lt;uuid&gt;</c>. No hash of a password is ever in the ledger.</summary>
internal sealed partial record AccountState : StreamState, IFold<AccountState>
{
    public string PersonId { get; init; } = "";

    public Personal<UserName>? UserName { get; init; }

    /// <summary>Cell that holds the hash of the password that stands. The ledger says which one counts, so a crash between the two leaves the old one.</summary>
    public string PasswordCell { get; init; } = "";

    /// <summary>True while a password that somebody else set stands.</summary>
    public bool PasswordChangeRequired { get; init; }

    public static AccountState Empty { get; } = new();

    public static AccountState Apply(AccountState state, IMessage fact, Recorded entry) => fact switch
    {
        AccountOpened opened => state with { PersonId = opened.PersonId, UserName = entry.PersonalOf<UserName>(opened.Personal) },
        PasswordSet set => state with { PasswordCell = set.Cell, PasswordChangeRequired = set.Initial },
        SignedIn or LockedOut or Unlocked => state,
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => actor.AccountId == Id ? Relation.Self : Relation.None;

    public Account ToMessage() => new()
    {
        AccountId = Id,
        PersonId = PersonId,
        UserName = UserName?.OrNull?.Name ?? "",
        PasswordChangeRequired = PasswordChangeRequired,
        Etag = Etag,
    };
}
