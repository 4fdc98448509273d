using System.Globalization;

namespace EnforcementPlatform.Bench.Privacy;

/// <summary>Pseudo-random numbers (SplitMix64) that are the same for the same seed on every machine and every version of .NET.</summary>
internal sealed class Draw(ulong seed)
{
    private ulong _state = seed;

    /// <summary>0 and up, below so much.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>Both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public char Of(string characters) => characters[Below(characters.Length)];

    public bool Chance(int percent) => Below(100) < percent;

    public string Many(int count, string characters) => string.Create(count, characters, (to, from) =>
    {
        for (var at = 0; at < to.Length; at++)
        {
            to[at] = Of(from);
        }
    });

    public string Digits(int count) => Many(count, "0123456789");

    /// <summary>A number written with at least so many digits.</summary>
    public string Number(int least, int most, string format = "0") => Between(least, most).ToString(format, CultureInfo.InvariantCulture);

    public DateOnly Day(int fromYear, int toYear) => new DateOnly(fromYear, 1, 1).AddDays(Below((toYear - fromYear + 1) * 365));

    private ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
