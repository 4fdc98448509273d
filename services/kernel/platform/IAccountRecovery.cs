namespace EnforcementPlatform.Kernel;

/// <summary>The operator's way back in, at the machine.</summary>
public interface IAccountRecovery
{
    /// <summary>
    /// Sets an initial password for an account and returns it. MUST ask another administrator's own password where the organ has one who can sign
    /// in; MUST keep an entry that all its administrators are told of. Throws <see cref="Fault"/>.
    /// </summary>
    /// <param name="userName">Whose account.</param>
    /// <param name="second">User name of the administrator who confirms; empty where there is none.</param>
    /// <param name="secondPassword">That administrator's password.</param>
    Task<string> Recover(string userName, string second, string secondPassword, CancellationToken ct);

    /// <summary>
    /// The person behind a user name, where the password is theirs, chosen by themselves, and the person is responsible for the organ or administers it
    /// (负责人、安全管理员、系统管理员、审计管理员); null else. A wrong password counts like one at a
    /// sign-in. Works on a ledger that takes no appends.
    /// </summary>
    Task<string?> Confirm(string userName, string password, CancellationToken ct);
}
