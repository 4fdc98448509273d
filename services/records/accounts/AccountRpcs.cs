using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records;

/// <summary>Signing in, and accounts tied to persons; one file a slice.</summary>
internal sealed partial class AccountRpcs(
    ServiceLedger ledger,
    Streams<AccountState> accounts,
    Streams<PersonState> people,
    Streams<OrganState> organs,
    HeldKeys keys,
    IPeople actors,
    Passwords passwords,
    SignInLocks locks,
    SignInSources sources,
    Sessions sessions,
    SignInJournal journal,
    AfterSignIn after,
    Tokens tokens,
    Kernel.SigningKey signingKey) : Contracts.Records.AccountsService.AccountsServiceBase;
