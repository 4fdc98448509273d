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
}
