using System.Text.RegularExpressions;

namespace EnforcementPlatform.Law;

/// <summary>
/// Where somebody lives: entrance and flat, group and house of a village, or street and house behind a word that says so. The seat of an organisation with
/// nothing but street and number is none.
/// </summary>
internal static class AddressFinder
{
    private const string N = "[0-9十百甲乙丙丁A-Za-z]";

    private static readonly Regex Home = new(
        "(?:[0-9]{1,4}(?:号院|号|#|弄|里)?[一-龥]{0,12})?[0-9十]{1,4}(?:号楼|#楼|栋|幢|座|号|#|楼)?[0-9十]{1,3}(?:单元|门)[0-9十百]{1,5}(?:室|户|号)?"
        + $"|[0-9十]{{1,4}}(?:号楼|栋|幢|座|#楼)[0-9十百]{{3,5}}(?:室|户)"
        + "|(?:[一-龥]{1,6}(?:村|庄|屯|寨|湾|营|沟|洼|岗|坪))[0-9十百]{1,3}(?:村民小组|组|队|社)[0-9十百]{1,4}(?:号|#|户)"
        + "|(?:小区|花园|家园|家属院|[苑院园村城府庭湾郡邸里号厦寓居])[0-9]{1,3}[\\-—–/·.][0-9]{1,2}[\\-—–/·.][0-9]{3,4}"
        + $"|(?:家住|现住址?|家庭(?:住址|地址)|住址|户籍地?址?|户口所在地|居住在|居住地址?|居住于|常住|暂住地?址?|租住|住在|寓居|出生地|籍贯)[一-龥:为是在于]{{0,30}}(?:路|街|大道|巷|胡同|村|庄|镇|乡|小区|社区){N}{{1,6}}(?:号|#|组|弄|院)"
        + $"|位于[一-龥]{{0,30}}(?:路|街|大道|巷|胡同|村|庄){N}{{1,6}}(?:号|#)[一-龥0-9]{{0,20}}的(?:家中|住处|住所|住宅|家里)",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public static void FindIn(Reading reading, List<PersonalDataFinding> found)
    {
        if (reading.BarIsOne)
        {
            return;
        }

        var view = reading.View(one => char.IsWhiteSpace(one) || one is ',' or '、' or '(' or ')' or ';', one => LookAlikes.Digit(one) ?? one);
        foreach (var match in Home.EnumerateMatches(view.Text))
        {
            found.Add(view.Finding(PersonalDataKind.HomeAddress, match.Index, match.Index + match.Length));
        }
    }
}
