using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>What the detector recognises.</summary>
public enum PersonalDataKind
{
    /// <summary>公民身份号码</summary>
    IdentityNumber,

    /// <summary>手机号码</summary>
    MobileNumber,

    /// <summary>银行账号（卡号）</summary>
    BankCard,
}

/// <summary>Where personal data stands in a text.</summary>
/// <param name="Start">Index of the first UTF-16 unit.</param>
/// <param name="Length">UTF-16 units from the first digit to the last, separators between them included.</param>
public readonly record struct PersonalDataFinding(PersonalDataKind Kind, int Start, int Length)
{
    internal bool Overlaps(PersonalDataFinding other) => Start < other.Start + other.Length && other.Start < Start + Length;
}

/// <summary>
/// Finds personal data in free text before it is published, and keeps it out of facts. It reports and never masks: a person
/// must decide what to write instead (个人信息保护法 28; 行政处罚法 50). It sees through full-width and other digits, spaces,
/// hyphens and zero-width characters inside a number. It does not find names, addresses or pictures.
/// </summary>
public static class PersonalData
{
    private const int IdentityLength = 18, MobileLength = 11, ShortestCard = 16, LongestCard = 19;

    /// <summary>Every finding by start. A card number that overlaps an identity number is reported as that alone.</summary>
    public static ImmutableArray<PersonalDataFinding> Find(string text) =>
    [
        .. DigitRun.In(text).SelectMany(run => FindIn(run)).OrderBy(finding => finding.Start),
    ];

    private static List<PersonalDataFinding> FindIn(DigitRun run)
    {
        var identities = IdentityNumbersIn(run);
        var found = new List<PersonalDataFinding>(identities);
        var lastMobileEnd = 0;
        foreach (var (start, length) in run.Groups(LongestCard))
        {
            var digits = run.Digits.AsSpan(start, length);
            if (IsMobile(digits) && start + length > lastMobileEnd)
            {
                found.Add(run.Finding(PersonalDataKind.MobileNumber, start, length));
                lastMobileEnd = start + length;
            }
            else if (IsBankCard(digits) && run.Finding(PersonalDataKind.BankCard, start, length) is var card && !identities.Any(card.Overlaps))
            {
                found.Add(card);
            }
        }

        return found;
    }

    /// <summary>Looks at every place: birth date and check character make a chance hit rare, so that no neighbour digit hides a number.</summary>
    private static List<PersonalDataFinding> IdentityNumbersIn(DigitRun run)
    {
        var found = new List<PersonalDataFinding>();
        for (var start = 0; start + IdentityLength <= run.Digits.Length; start++)
        {
            if (IdentityNumber.IsValid(run.Digits.AsSpan(start, IdentityLength)))
            {
                found.Add(run.Finding(PersonalDataKind.IdentityNumber, start, IdentityLength));
                start += IdentityLength - 1;
            }
        }

        return found;
    }

    /// <summary>1[3-9] and nine digits, with or without the country code 86.</summary>
    private static bool IsMobile(ReadOnlySpan<char> digits)
    {
        if (digits.Length == MobileLength + 2 && digits.StartsWith("86"))
        {
            digits = digits[2..];
        }

        return digits.Length == MobileLength && digits[0] == '1' && digits[1] >= '3' && !digits.Contains('X');
    }

    /// <summary>16 to 19 digits that pass Luhn; no issuer number begins with 0, and a valid code of an organisation is public.</summary>
    private static bool IsBankCard(ReadOnlySpan<char> digits) =>
        digits.Length is >= ShortestCard and <= LongestCard
        && digits[0] != '0'
        && !digits.Contains('X')
        && !SocialCreditCode.IsValid(digits)
        && PassesLuhn(digits);

    private static bool PassesLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var place = 0; place < digits.Length; place++)
        {
            var value = digits[^(place + 1)] - '0';
            var doubled = place % 2 == 1 ? value * 2 : value;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }
}
