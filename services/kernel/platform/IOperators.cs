using EnforcementPlatform.Law;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Recognises a person at the console by user name and password, for the few acts that are possible while nobody can sign in. Registered by the
/// role that keeps accounts.
/// </summary>
public interface IOperators
{
    /// <summary>Who it is, where the password is right and the person has the duty now; else null. A wrong password counts like one at a sign-in.</summary>
    Task<Actor?> Recognise(string userName, string password, Duty duty, CancellationToken ct);
}
