using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    public override async Task<OpenAccountResponse> OpenAccount(OpenAccountRequest request, ServerCallContext context)
    {
        AccountState.CheckOpening(request);
        var person = await people.Load(request.PersonId, context.CancellationToken);
        if (!person.Exists)
        {
            throw KernelFaults.NotFound.Now();
        }

        var accountId = NewId.At(ledger.Clock);
        var opened = await accounts.Create(
            AccountState.WithoutPassword(request),
            context,
            accountId,
            KernelFaults.Contended,
            (_, act) => Open(accountId, request, initial: true, act),
            state => state,
            owner: person);
        await passwords.ForgetOthers(opened, context.CancellationToken);
        return new() { Account = opened.ToMessage() };
    }

    private async ValueTask<Decision> Open(string accountId, OpenAccountRequest request, bool initial, IActContext act)
    {
        var taken = await act.Take(keys.OfAccount(Tokens.Accounts, accountId), keys.OfUserName(request.UserName));
        if (taken[1].Version != 1)
        {
            throw AccountFaults.UserNameTaken.Now();
        }

        var cell = await passwords.Keep(accountId, request.InitialPassword, act.Ct);
        return AccountState.Open(accountId, request, cell, initial, taken);
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

    /// <summary>What is committed to: the same account with the same password, without the password.</summary>
    public static OpenAccountRequest WithoutPassword(OpenAccountRequest request) =>
        new(request) { InitialPassword = Passwords.Commit(request.InitialPassword, request.RequestId) };

    public static Decision Open(string accountId, OpenAccountRequest request, string cell, bool initial, IReadOnlyList<Taken> taken)
    {
        var held = new KeyHeld { Holder = accountId, PersonId = request.PersonId };
        return Decision
            .Of(new AccountOpened { PersonId = request.PersonId, Personal = 0 }, new PasswordSet { Cell = cell, Initial = initial })
            .WithPersonal(new UserName { Name = request.UserName })
            .WithNotice(new AccountChanged { AccountId = accountId, PersonId = request.PersonId, Usable = !initial })
            .WithFactOf(taken[0], held)
            .WithFactOf(taken[1], held);
    }
}
