using System.Text.RegularExpressions;

namespace EnforcementPlatform.Law;

/// <summary>Addresses of electronic mail, with signs or words for @ and the dot: somebody（at）example点com.</summary>
internal static class MailFinder
{
    /// <summary>Domains at the end of a host. Longer ones first, so that the whole is taken.</summary>
    private const string Top =
        "(?:com|cn|net|org|gov|edu|info|vip|top|xyz|site|club|shop|tech|online|email|mobi|cc|io|me|tv|hk|tw|mo|co|jp|kr|us|uk|ru|de|fr|eu|biz|pro|work|ltd|int|mil|asia|中国|公司|网络)";

    private const string Sign = "(?:@{1,3}|\\(at\\)|\\[at\\]|【at】|「at」|<at>|\\{at\\}|(?:[(\\[【「])艾特(?:[)\\]】」])|艾特|_at_| at |,? ?后缀(?:是|为)?@?|#|\\*at\\*|-at-)";

    private const string Dot = "(?: ?(?:\\.|。|·|,|、|点|•|‧|・) ?| dot |[(\\[【「]dot[)\\]】」]|[(\\[【「]点[)\\]】」]|_dot_)";

    // Linear by construction: this engine never goes back (no look-around, no references).
    private static readonly Regex Mail = new(
        $"[a-z0-9](?: ?[a-z0-9._%+\\-]){{0,80}} ?{Sign} ?[(\\[]?(?:[a-z0-9](?: ?[a-z0-9\\-]){{0,40}}{Dot}){{1,4}}(?:{Spaced("com")}|{Spaced("cn")}|{Spaced("net")}|{Top})",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static void FindIn(Reading reading, List<PersonalDataFinding> found)
    {
        if (reading.BarIsOne)
        {
            return;
        }

        Find(reading.View(_ => false, one => one is '\n' or '\r' or '\t' ? ' ' : one == CircledA ? 'a' : one), found);
        if (reading.Text.Contains(CircledA, StringComparison.Ordinal))
        {
            Find(reading.View(_ => false, one => one == CircledA ? '@' : one), found);
        }
    }

    /// <summary>Is a letter among circled letters, and the sign where it stands alone.</summary>
    private const char CircledA = 'ⓐ';

    private static void Find(Reading view, List<PersonalDataFinding> found)
    {
        foreach (var match in Mail.EnumerateMatches(view.Text))
        {
            found.Add(view.Finding(PersonalDataKind.Email, match.Index, match.Index + match.Length));
        }
    }

    private static string Spaced(string top) => string.Join(" ?", top.AsEnumerable());
}
