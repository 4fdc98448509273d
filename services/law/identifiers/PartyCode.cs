namespace EnforcementPlatform.Law;

/// <summary>
/// The code of a party as somebody types it: a citizen's 公民身份号码, an organisation's 统一社会信用代码, or that of the citizen who trades alone
/// (个体工商户) while no code is known. What fails here fails later at the platforms that the decision is delivered to.
/// </summary>
public static class PartyCode
{
    /// <summary>What is wrong with a code, as a Chinese sentence; null where it is valid or none is given.</summary>
    public static string? TroubleOf(string code, bool citizen)
    {
        if (code.Length == 0 || IdentityNumber.IsValid(code) || (!citizen && SocialCreditCode.IsValid(code)))
        {
            return null;
        }

        var name = citizen ? "公民身份号码" : "统一社会信用代码";
        return Spelling(code) is { } spelling
            ? $"{name}{spelling}"
            : code.Length != 18 ? $"{name}应为18位，填写的是{code.Length}位。" : $"{name}的校验码不符，请对照证照核对每一位。";
    }

    private static string? Spelling(string code) => code switch
    {
        _ when code.Any(char.IsWhiteSpace) => "中间或者首尾有空格，请删去。",
        _ when code.Any(one => !char.IsAscii(one)) => "含有全角字符，请改用半角字母和数字。",
        _ when code.Any(char.IsAsciiLetterLower) => "含有小写字母，请改用大写。",
        _ when !code.All(char.IsAsciiLetterOrDigit) => "只能由字母和数字组成，不含连字符等符号。",
        _ => null,
    };
}
