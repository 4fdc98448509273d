using System.ComponentModel;
using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>What the detector recognises.</summary>
public enum PersonalDataKind
{
    /// <summary>公民身份号码 of 18 digits; also that of residence permits and of the permanent residence card.</summary>
    [Description("公民身份号码")]
    IdentityNumber,

    /// <summary>公民身份号码 of 15 digits, which has no check digit.</summary>
    [Description("公民身份号码")]
    OldIdentityNumber,

    /// <summary>护照、通行证、居留证号码, named as such.</summary>
    [Description("护照、通行证等证件号码")]
    TravelDocument,

    /// <summary>What has the form of a passport's or a permit's number and is not named as such.</summary>
    [Description("护照或者通行证号码")]
    PossibleDocument,

    /// <summary>银行卡号</summary>
    [Description("银行卡号")]
    BankCard,

    /// <summary>银行账号, named as such.</summary>
    [Description("银行账号")]
    BankAccount,

    /// <summary>电子邮箱</summary>
    [Description("电子邮箱")]
    Email,

    /// <summary>微信、QQ、支付宝等账号</summary>
    [Description("微信、QQ、支付宝等账号")]
    Account,

    /// <summary>手机号码</summary>
    [Description("手机号码")]
    MobileNumber,

    /// <summary>固定电话号码</summary>
    [Description("固定电话号码")]
    Landline,

    /// <summary>机动车号牌</summary>
    [Description("机动车号牌")]
    Plate,

    /// <summary>住址</summary>
    [Description("个人住址")]
    HomeAddress,

    /// <summary>姓名</summary>
    [Description("个人姓名")]
    PersonName,
}

/// <summary>What becomes of a text in which something was found.</summary>
public enum PersonalDataLevel
{
    /// <summary>Never public; nobody may overrule it.</summary>
    Blocked,

    /// <summary>Public only when a person says why it may be: a machine cannot tell the organ's own telephone from a citizen's.</summary>
    Flagged,
}

/// <summary>Where personal data stands in a text.</summary>
/// <param name="Start">Index of the first UTF-16 unit.</param>
/// <param name="Length">UTF-16 units from the first character to the last, whatever stands between them included.</param>
public readonly record struct PersonalDataFinding(PersonalDataKind Kind, int Start, int Length)
{
    public int End => Start + Length;

    public PersonalDataLevel Level => PersonalData.LevelOf(Kind);

    internal bool Overlaps(PersonalDataFinding other) => Start < other.End && other.Start < End;
}

/// <summary>
/// Finds personal data in free text before it is published, and keeps it out of facts. It reports and never masks: a person must decide what to
/// write instead (行政处罚法 50; 个人信息保护法 25). It reads a text as a person would who wants to know the number (<see cref="Reading"/>): whatever digits, separators
/// and unseen characters it is written with. Time grows with the length of the text and not with its square.
/// </summary>
public static class PersonalData
{
    /// <summary>Numbers that tell who somebody is are blocked: no reason makes them public (个人信息保护法 28). Everything else a person may judge.</summary>
    public static PersonalDataLevel LevelOf(PersonalDataKind kind) =>
        kind is PersonalDataKind.IdentityNumber or PersonalDataKind.OldIdentityNumber or PersonalDataKind.TravelDocument ? PersonalDataLevel.Blocked : PersonalDataLevel.Flagged;

    /// <summary>Every finding by start. Where two would claim the same characters the most protective stands alone.</summary>
    public static ImmutableArray<PersonalDataFinding> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<PersonalDataFinding>();
        foreach (var reading in Reading.Of(text))
        {
            NumberFinder.FindIn(reading, found);
            MailFinder.FindIn(reading, found);
            AccountFinder.FindIn(reading, found);
            PlateFinder.FindIn(reading, found);
            AddressFinder.FindIn(reading, found);
            NameFinder.FindIn(reading, found);
        }

        return Protective(found);
    }

    /// <summary>
    /// True when a text is, or holds, an identity number of 18 digits, whatever else it may be as well: about one in thirty-one is a valid credit code
    /// of an organisation too.
    /// </summary>
    public static bool HoldsIdentity(string text) => Find(text).Any(one => one.Kind == PersonalDataKind.IdentityNumber);

    /// <summary>The day of birth that the first identity number of a text tells, whatever it is spelled like; null where none does.</summary>
    public static DateOnly? BornOn(string text) => Reading.Of(text).Select(NumberFinder.BornOn).FirstOrDefault(day => day is not null);

    /// <summary>Kinds are declared from the most protective to the least.</summary>
    private static ImmutableArray<PersonalDataFinding> Protective(List<PersonalDataFinding> found)
    {
        var taken = new SortedList<int, PersonalDataFinding>();
        foreach (var one in found.OrderBy(one => one.Kind).ThenBy(one => one.Start).ThenByDescending(one => one.Length))
        {
            if (!OverlapsAny(taken, one))
            {
                taken.Add(one.Start, one);
            }
        }

        return [.. taken.Values];
    }

    /// <summary>Those taken overlap one another never, so that only the neighbours of a place can overlap what begins there.</summary>
    private static bool OverlapsAny(SortedList<int, PersonalDataFinding> taken, PersonalDataFinding one)
    {
        var (low, high) = (0, taken.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = taken.GetKeyAtIndex(middle) < one.Start ? (middle + 1, high) : (low, middle);
        }

        return (low < taken.Count && taken.GetValueAtIndex(low).Overlaps(one)) || (low > 0 && taken.GetValueAtIndex(low - 1).Overlaps(one));
    }
}
