namespace EnforcementPlatform.Kernel;

/// <summary>
/// What is stored does not match what was hashed. Never a client's error: the caller is refused with
/// <see cref="KernelFaults.LedgerDamaged"/>, the log names the place, and <c>enforce verify</c> names every damaged one.
/// </summary>
/// <param name="place">Which entry, part, claim or tile; never a word of its content.</param>
public sealed class LedgerDamagedException(string place, Exception? cause = null) : Exception(place, cause);
