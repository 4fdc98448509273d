using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Records;

/// <summary>What somebody signs in with. The ledger commits to the secret, which lies in the cell.</summary>
/// <param name="Kind">One of <see cref="CredentialKind"/>.</param>
/// <param name="Cell">Name of the cell.</param>
/// <param name="Commitment">Tag over the bytes in the cell.</param>
/// <param name="Initial">True while somebody else than the holder set it.</param>
internal sealed record Credential(string Kind, string Cell, byte[] Commitment, bool Initial)
{
    public static Credential Of(CredentialSet fact) => new(fact.Kind, fact.Cell, fact.Commitment.ToByteArray(), fact.Initial);
}

/// <summary>Kinds of credentials.</summary>
internal static class CredentialKind
{
    public const string Password = "password";
}

/// <summary>What one person proposed and another has to approve.</summary>
internal sealed record ProposedChange(string ProposalId, AccountChange Change, string By, DateTimeOffset At, CredentialSet? Credential);

/// <summary>Something that happened to the account, as its holder is told at the next sign-in.</summary>
/// <param name="About">Account it happened to, where that is another.</param>
internal sealed record AccountHappening(AccountEventKind Kind, DateTimeOffset At, string By, string About = "");

/// <summary>An account of a person, folded from <c>accounts/&lt;uuid&gt;</c>. No secret is ever in the ledger.</summary>
internal sealed partial record AccountState : StreamState, IFold<AccountState>
{
    /// <summary>Happenings remembered; older ones stay in the ledger.</summary>
    private const int MostHappenings = 50;

    /// <summary>Ended sessions remembered one by one; where there would be more, all sessions of the account are ended together.</summary>
    private const int MostEndedSessions = 32;

    public string PersonId { get; init; } = "";

    public Personal<UserName>? UserName { get; init; }

    public AccountStatus Status { get; init; }

    /// <summary>
    /// Credentials that count, at most one of a kind. The ledger says which cell counts, so a crash between cell and entry leaves the old
    /// one.
    /// </summary>
    public ImmutableArray<Credential> Credentials { get; init; } = [];

    /// <summary>What waits for another person; null where nothing does.</summary>
    public ProposedChange? Pending { get; init; }

    /// <summary>How often all tokens of the account were ended.</summary>
    public long Epoch { get; init; }

    /// <summary>Sessions of this epoch that were ended one by one, oldest first.</summary>
    public ImmutableArray<string> EndedSessions { get; init; } = [];

    /// <summary>What happened to it, oldest first.</summary>
    public ImmutableArray<AccountHappening> Happenings { get; init; } = [];

    /// <summary>How many of the happenings came after the holder's last sign-in.</summary>
    public int Unseen { get; init; }

    /// <summary>The password that counts; null while none does.</summary>
    public Credential? Password => Credentials.FirstOrDefault(one => one.Kind == CredentialKind.Password);

    /// <summary>True while a password that somebody else set stands.</summary>
    public bool PasswordChangeRequired => Password is { Initial: true };

    public static AccountState Empty { get; } = new();

    public static AccountState Apply(AccountState state, IMessage fact, Recorded entry) => fact switch
    {
        AccountOpened opened => (state with
        {
            PersonId = opened.PersonId,
            UserName = entry.PersonalOf<UserName>(opened.Personal),
            Status = AccountStatus.Open,
        }).With(AccountEventKind.Opened, entry),
        CredentialSet set when state.Password is null => state.Setting(set),
        CredentialSet set => state.Setting(set).With(set.Initial ? AccountEventKind.PasswordReset : AccountEventKind.PasswordChanged, entry),
        AccountChangeProposed proposed => state.Proposing(proposed, entry),
        AccountChangeApproved => state.Approved(entry),
        AccountChangeDeclined => (state with
        {
            Pending = null,
            Status = state.Status == AccountStatus.Proposed ? AccountStatus.Closed : state.Status,
        }).With(AccountEventKind.Declined, entry),
        AccountClosed => state.Closing().With(AccountEventKind.Closed, entry),
        SignedIn => state with { Unseen = 0 },
        SessionEnded ended => state.Ending(ended.SessionId),
        AccountRecovered recovered => state.With(AccountEventKind.Recovered, entry, recovered.AccountId),
        LockedOut => state.With(AccountEventKind.Locked, entry),
        Unlocked => state.With(AccountEventKind.Unlocked, entry),
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => actor.PersonId.Length > 0 && actor.PersonId == PersonId ? Relation.Self : Relation.None;

    /// <summary>What the other services decide on after a fact.</summary>
    public AccountChanged ToNotice(string accountId)
    {
        var notice = new AccountChanged
        {
            AccountId = accountId,
            PersonId = PersonId,
            Usable = Status == AccountStatus.Open && !PasswordChangeRequired,
            Epoch = Epoch,
            Closed = Status != AccountStatus.Open,
        };
        notice.EndedSessions.Add(EndedSessions);
        return notice;
    }

    public Account ToMessage() => new()
    {
        AccountId = Id,
        PersonId = PersonId,
        UserName = UserName?.OrNull?.Name ?? "",
        PasswordChangeRequired = PasswordChangeRequired,
        Etag = Etag,
        Status = Status,
        Pending = Pending is not { } pending ? null : new()
        {
            ProposalId = pending.ProposalId,
            Change = pending.Change,
            ProposedBy = pending.By,
            ProposedAt = Timestamp.FromDateTimeOffset(pending.At),
        },
    };

    /// <summary>The state with a new credential in force: every token and session of before ends.</summary>
    public AccountState Setting(CredentialSet set) => this with
    {
        Credentials = [.. Credentials.Where(one => one.Kind != set.Kind), Credential.Of(set)],
        Epoch = Epoch + 1,
        EndedSessions = [],
    };

    /// <summary>The state after the closing: nothing signs in any more, and every token ends.</summary>
    public AccountState Closing() => this with { Status = AccountStatus.Closed, Pending = null, Credentials = [], Epoch = Epoch + 1, EndedSessions = [] };

    /// <summary>
    /// What a fact names so that a session ends: the session, or none, for all of the account, where no more are remembered one by one.
    /// </summary>
    public string EndingOf(string sessionId) => EndedSessions.Length >= MostEndedSessions ? "" : sessionId;

    /// <summary>The state after one session, or all of them, ended.</summary>
    public AccountState Ending(string sessionId) => sessionId.Length == 0
        ? this with { Epoch = Epoch + 1, EndedSessions = [] }
        : this with { EndedSessions = EndedSessions.Add(sessionId) };

    /// <summary>The state once what waits is approved.</summary>
    public AccountState Approving() => Pending switch
    {
        { Change: AccountChange.Close } => Closing(),
        { Credential: { } set } => (this with { Status = AccountStatus.Open, Pending = null }).Setting(set),
        _ => throw new InvalidOperationException("nothing waits for approval"),
    };

    private AccountState Proposing(AccountChangeProposed proposed, Recorded entry)
    {
        var change = (AccountChange)proposed.Change;
        var pending = new ProposedChange(proposed.ProposalId, change, entry.Envelope.Actor.PersonId, entry.At, proposed.Credential);
        var before = change == AccountChange.Open ? this with { Status = AccountStatus.Proposed, Happenings = [], Unseen = 0 } : this;
        return (before with { Pending = pending }).With(change switch
        {
            AccountChange.Open => AccountEventKind.OpenProposed,
            AccountChange.Reset => AccountEventKind.ResetProposed,
            _ => AccountEventKind.CloseProposed,
        }, entry);
    }

    private AccountState Approved(Recorded entry) => Approving().With(Pending!.Change switch
    {
        AccountChange.Open => AccountEventKind.Opened,
        AccountChange.Reset => AccountEventKind.PasswordReset,
        _ => AccountEventKind.Closed,
    }, entry);

    private AccountState With(AccountEventKind kind, Recorded entry, string about = "")
    {
        var all = Happenings.Add(new(kind, entry.At, entry.Envelope.Actor.PersonId, about));
        return this with { Happenings = all.Length > MostHappenings ? all.RemoveAt(0) : all, Unseen = int.Min(Unseen + 1, MostHappenings) };
    }
}
