using System.Text;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// Unicode normal form C. Two spellings of one text would be two different leaves, so only one is allowed.
/// The tables come from ICU; under invariant globalisation .NET calls every text normal, which would let both through.
/// </summary>
public static class Nfc
{
    /// <summary>.NET throws for this one instead of answering.</summary>
    private const char NotACharacter = (char)0xFFFE;

    private static readonly bool tablesPresent = !"e\u0301".IsNormalized(NormalizationForm.FormC);

    /// <summary>A program that writes or reads entries MUST call this at start.</summary>
    /// <exception cref="PlatformNotSupportedException">The process runs under invariant globalisation.</exception>
    public static void Require()
    {
        if (!tablesPresent)
            throw new PlatformNotSupportedException(
                "Unicode normalisation is not available: install ICU and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT. " +
                "无法检查文字的规范形式：请安装 ICU，并取消 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT 设置。");
    }

    /// <summary>True if <paramref name="text"/>, which MUST be well-formed UTF-16, is in normal form C.</summary>
    internal static bool Holds(string text)
    {
        if (Ascii.IsValid(text)) return true;
        Require();
        return !text.Contains(NotACharacter) && text.IsNormalized(NormalizationForm.FormC);
    }
}
