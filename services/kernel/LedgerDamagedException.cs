namespace EnforcementPlatform.Kernel;

/// <summary>
/// What is stored does not match what was hashed. Never a client's error: the caller sees INTERNAL, operations see the place,
/// and <c>enforce verify</c> names every damaged one.
/// </summary>
public sealed class LedgerDamagedException(string place, Exception? cause = null) : Exception(place, cause);
