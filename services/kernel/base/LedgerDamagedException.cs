namespace EnforcementPlatform.Kernel;

/// <summary>
/// What is stored does not match what was hashed, or nobody with the key vouched for it. Never the caller's error: the caller sees
/// <see cref="KernelFaults.LedgerDamaged"/>, operations see the place, and <c>enforce verify</c> names every damaged one.
/// </summary>
/// <param name="place">Names entry, part or stream; holds nothing personal.</param>
/// <param name="position">Position of the entry, where it is known.</param>
public sealed class LedgerDamagedException(string place, Exception? cause = null, long? position = null) : Exception(place, cause)
{
    public long? Position { get; } = position;
}
