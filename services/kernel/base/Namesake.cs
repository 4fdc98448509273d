using System.Collections.Frozen;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The value of the same name in another enum: the law library and the contracts name the same things and know nothing of each other. Every
/// value but an unspecified one MUST have its namesake; a value without one is refused with the name of both types.
/// </summary>
public static class Namesake<TFrom, TTo>
    where TFrom : struct, Enum
    where TTo : struct, Enum
{
    private static readonly FrozenDictionary<TFrom, TTo> Known = Enum.GetValues<TFrom>()
        .Where(value => Enum.IsDefined(typeof(TTo), value.ToString()))
        .ToFrozenDictionary(value => value, value => Enum.Parse<TTo>(value.ToString()));

    public static TTo Of(TFrom value) => Known.TryGetValue(value, out var other)
        ? other
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"no {typeof(TTo).FullName} has the name of this {typeof(TFrom).FullName}");
}
