namespace EnforcementPlatform.Law;

/// <summary>
/// Organisation code (组织机构代码, GB 11714): eight characters and a check modulo 11, without the hyphen. Places 9 to 17 of a
/// <see cref="SocialCreditCode"/> are one.
/// </summary>
public static class OrganisationCode
{
    private static readonly int[] Weights = [3, 7, 9, 10, 5, 8, 4, 2];

    public static bool IsValid(ReadOnlySpan<char> code)
    {
        if (code.Length != 9)
        {
            return false;
        }

        var sum = 0;
        for (var place = 0; place < Weights.Length; place++)
        {
            var value = ValueOf(code[place]);
            if (value < 0)
            {
                return false;
            }

            sum += value * Weights[place];
        }

        return code[8] == "0X987654321"[sum % 11];
    }

    private static int ValueOf(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'A' and <= 'Z' => character - 'A' + 10,
        _ => -1,
    };
}
