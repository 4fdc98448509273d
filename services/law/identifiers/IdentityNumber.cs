using System.Globalization;

namespace EnforcementPlatform.Law;

/// <summary>Citizen identity number (公民身份号码, GB 11643): 17 digits with a birth date at places 7 to 14, and a check modulo 11-2.</summary>
public static class IdentityNumber
{
    private const string CheckCharacters = "10X98765432";

    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Eighteen characters, ASCII digits and at the end perhaps an upper-case X, a date that exists, the right check character.</summary>
    public static bool IsValid(ReadOnlySpan<char> number)
    {
        if (number.Length != 18 || number[..17].ContainsAnyExceptInRange('0', '9') || !HasDate(number))
        {
            return false;
        }

        var sum = 0;
        for (var place = 0; place < Weights.Length; place++)
        {
            sum += (number[place] - '0') * Weights[place];
        }

        return number[17] == CheckCharacters[sum % 11];
    }

    /// <summary>The day of birth at places 7 to 14; null where there is none.</summary>
    public static DateOnly? BornOn(ReadOnlySpan<char> number) =>
        number.Length == 18 && number[6] is '1' or '2' && DateOnly.TryParseExact(number[6..14], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    internal static bool HasDate(ReadOnlySpan<char> number) => BornOn(number) is not null;

    /// <summary>The day of birth that a valid number tells; null for anything else.</summary>
    public static DateOnly? BirthDateOf(ReadOnlySpan<char> number) => IsValid(number) ? BornOn(number) : null;
}
