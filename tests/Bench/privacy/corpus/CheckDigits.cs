using System.Globalization;

namespace EnforcementPlatform.Bench.Privacy;

/// <summary>Check characters, written from the standards alone so that they can judge other implementations.</summary>
internal static class CheckDigits
{
    /// <summary>Characters of a unified social credit code (GB 32100-2015, table 2): no I, O, S, V, Z.</summary>
    public const string CreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private const string CitizenResults = "10X98765432";
    private static readonly int[] _citizen = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    private static readonly int[] _credit = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    private static readonly int[] _organisation = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Last character of a citizen identity number (GB 11643-1999, ISO 7064 MOD 11-2).</summary>
    public static char OfCitizen(string seventeen) => CitizenResults[Weigh(seventeen, _citizen) % 11];

    /// <summary>Last character of a unified social credit code (GB 32100-2015, 5).</summary>
    public static char OfCredit(string seventeen) => CreditAlphabet[(31 - (Weigh(seventeen, _credit) % 31)) % 31];

    /// <summary>Last character of an organisation code (GB 11714-1997), the ninth to seventeenth of a credit code.</summary>
    public static char OfOrganisation(string eight) => (11 - (Weigh(eight, _organisation) % 11)) switch
    {
        10 => 'X',
        11 => '0',
        var digit => (char)('0' + digit),
    };

    /// <summary>Last digit of a bank card number (ISO/IEC 7812-1, Luhn).</summary>
    public static char OfCard(string digits)
    {
        var sum = 0;
        for (var at = 0; at < digits.Length; at++)
        {
            var digit = digits[^(at + 1)] - '0';
            sum += at % 2 == 1 ? digit : digit > 4 ? (digit * 2) - 9 : digit * 2;
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    public static bool IsCitizen(string text) =>
        text.Length == 18 && text[..17].All(char.IsAsciiDigit) && IsDay(text[6..14], "yyyyMMdd") && OfCitizen(text[..17]) == char.ToUpperInvariant(text[17]);

    /// <summary>Fifteen digits have no check digit: region and day of birth (19yy) are all there is.</summary>
    public static bool IsOldCitizen(string text) =>
        text.Length == 15 && text.All(char.IsAsciiDigit) && text[0] is >= '1' and <= '8' && IsDay("19" + text[6..12], "yyyyMMdd");

    public static bool IsCredit(string text) =>
        text.Length == 18 && text.All(CreditAlphabet.Contains) && OfOrganisation(text[8..16]) == text[16] && OfCredit(text[..17]) == text[17];

    public static bool IsCard(string text) => text.Length is >= 16 and <= 19 && text.All(char.IsAsciiDigit) && OfCard(text[..^1]) == text[^1];

    public static bool IsMobile(string text) =>
        text.Length == 11 && text.All(char.IsAsciiDigit) && text[0] == '1' && text[1] >= '3';

    private static int Weigh(string text, int[] weights) => text.Select((character, at) => CreditAlphabet.IndexOf(character) * weights[at]).Sum();

    private static bool IsDay(string text, string format) =>
        DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1880 and <= 2100;
}
