using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    /// <summary>Proposes it: whoever knows the initial password could otherwise sign in as that person, alone.</summary>
    public override async Task<OpenAccountResponse> OpenAccount(OpenAccountRequest request, ServerCallContext context)
    {
        AccountState.CheckOpening(request);
        var person = await people.Load(request.PersonId, context.CancellationToken);
        if (!person.Exists)
        {
            throw KernelFaults.NotFound.Now();
        }

        var from = SignInSources.Of(context);
        var committed = new OpenAccountRequest(request) { InitialPassword = await passwords.Commit(request.InitialPassword, request.RequestId, from) };
        var accountId = NewId.At(ledger.Clock);
        var proposed = await accounts.Create(
            committed,
            context,
            accountId,
            KernelFaults.Contended,
            async (state, act) =>
            {
                person.RequireHere();

                var taken = await TakeKeys(keys, accounts, request, accountId, act);
                var set = await passwords.Keep(accountId, state.Version + 1, request.InitialPassword, initial: true, from, act.Ct);
                return AccountState.Propose(accountId, NewId.At(ledger.Clock), request, set, taken);
            },
            state => state,
            owner: person);
        await passwords.ForgetOthers(proposed.Id, context.CancellationToken);
        return new() { Account = proposed.ToMessage() };
    }

    /// <summary>
    /// Takes what one account alone may hold: its subject, its user name, its person. A user name stays with its person for ever, so that it never
    /// comes to mean somebody else.
    /// </summary>
    public static async ValueTask<IReadOnlyList<Taken>> TakeKeys(
        HeldKeys keys, Streams<AccountState> accounts, OpenAccountRequest request, string accountId, IActContext act)
    {
        var taken = await act.Take(keys.OfAccount(Issuers.Accounts, accountId), keys.OfUserName(request.UserName), keys.OfPerson(request.PersonId));
        var name = await keys.Before(taken[1], act.Ct);
        if (name.Exists && (name.PersonId != request.PersonId || (await accounts.Load(name.Holder, act.Ct)).Status != AccountStatus.Closed))
        {
            throw AccountFaults.UserNameTaken.Now();
        }

        return (await keys.Before(taken[2], act.Ct)).Holder.Length == 0 ? taken : throw AccountFaults.AccountHeld.Now();
    }
}

internal sealed partial record AccountState
{
    public static void CheckOpening(OpenAccountRequest request) => new Check()
        .RequestId(request.RequestId)
        .Id(request.PersonId, "person_id")
        .That(
            request.UserName.Length is >= 3 and <= 40 && request.UserName.All(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one) || one is '.' or '_' or '-'),
            "user_name", "USER_NAME", "用户名应为3到40位小写字母、数字、点、下划线或连字符。")
        .That(Passwords.IsStrong(request.InitialPassword), "initial_password", "PASSWORD_WEAK", Passwords.Rule)
        .ThrowIfAny();

    /// <summary>An account that waits for its second person. No other service hears of it yet.</summary>
    public static Decision Propose(string accountId, string proposalId, OpenAccountRequest request, CredentialSet set, IReadOnlyList<Taken> taken) =>
        Holding(accountId, request, taken, Decision.Of(
            new AccountOpened { PersonId = request.PersonId, Personal = 0 },
            new AccountChangeProposed { ProposalId = proposalId, Change = (int)AccountChange.Open, Credential = set }));

    /// <summary>An account of the set-up of an installation, which the operator makes at the machine.</summary>
    public static Decision Open(string accountId, OpenAccountRequest request, CredentialSet set, IReadOnlyList<Taken> taken) =>
        Holding(accountId, request, taken, Decision.Of(new AccountOpened { PersonId = request.PersonId, Personal = 0 }, set)
            .WithNotice((Empty with { PersonId = request.PersonId, Status = AccountStatus.Open }).Setting(set).ToNotice(accountId)));

    private static Decision Holding(string accountId, OpenAccountRequest request, IReadOnlyList<Taken> taken, Decision decision)
    {
        var held = new KeyHeld { Holder = accountId, PersonId = request.PersonId };
        return taken.Aggregate(decision.WithPersonal(new UserName { Name = request.UserName }), (all, key) => all.WithFactOf(key, held));
    }
}
