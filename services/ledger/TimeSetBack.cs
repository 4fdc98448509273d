namespace EnforcementPlatform.Ledger;

/// <summary>
/// The one way in which time may run backward in a stream: after an entry with the fact <see cref="Fact"/>, which two persons made because the
/// clock had been ahead, each stream may go back once. The first entry of a stream that does so shows the position of that entry as a value.
/// </summary>
public static class TimeSetBack
{
    /// <summary>Name of the fact.</summary>
    public const string Fact = "enforcement.kernel.facts.v1.ClockSetBack";

    /// <summary>Name of the value: the position of the entry with the fact, in decimal.</summary>
    public const string Value = "clock-set-back";

    /// <summary>True for an entry after which time may be smaller once.</summary>
    public static bool IsIn(Entry entry) => entry.Types.Any(type => type.Name == Fact);

    /// <summary>True where such an entry lies between two neighbours of a stream.</summary>
    /// <param name="setBacks">Positions of such entries, ascending.</param>
    public static bool Excuses(IEnumerable<long> setBacks, long before, long later) => setBacks.Any(position => position > before && position <= later);
}
