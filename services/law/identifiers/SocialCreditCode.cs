namespace EnforcementPlatform.Law;

/// <summary>
/// Unified social credit code of an organisation (统一社会信用代码, GB 32100-2015): 18 characters, the last a check
/// modulo 31. It identifies organisations and is public.
/// </summary>
public static class SocialCreditCode
{
    /// <summary>
    /// What upper-level formats take for a sole trader without a code (<c>00000000000000000X</c>). It fails the check by
    /// construction; whoever allows it must say so in so many words and count it.
    /// </summary>
    public const string Placeholder = "00000000000000000X";

    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// <summary>Eighteen characters of the alphabet, digits at places 3 to 8 (the region), and the right check character. Upper case only.</summary>
    public static bool IsValid(ReadOnlySpan<char> code)
    {
        if (code.Length != 18 || !IsRegion(code[2..8]))
        {
            return false;
        }

        var sum = 0;
        for (var place = 0; place < Weights.Length; place++)
        {
            var value = Alphabet.IndexOf(code[place], StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            sum += value * Weights[place];
        }

        return code[17] == Alphabet[(31 - sum % 31) % 31];
    }

    private static bool IsRegion(ReadOnlySpan<char> digits) => !digits.ContainsAnyExceptInRange('0', '9');
}
