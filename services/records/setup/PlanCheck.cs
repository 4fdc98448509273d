using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Post = EnforcementPlatform.Law.Post;

namespace EnforcementPlatform.Records;

/// <summary>
/// Finds every mistake of a plan before its first entry is written, each with its path in the file: a plan that would be refused in the middle
/// would leave half of itself in the ledger for ever. The rules are those of the calls that it stands for.
/// </summary>
internal static class PlanCheck
{
    /// <summary>A sentence a mistake; empty where the plan can be carried out.</summary>
    public static ImmutableArray<string> Mistakes(InstallationPlan plan) =>
    [
        .. plan.Organs.Length == 0 ? ["organs：至少要有一个单位。"] : Array.Empty<string>(),
        .. plan.Organs.SelectMany((organ, index) => Of(() => OrganState.CheckRegistration(Bootstrap.RequestOf(organ)), $"organs[{index}]", OrganNames)),
        .. plan.CertificatesTo < plan.From ? ["certificatesTo：不得早于from。"] : Array.Empty<string>(),
        .. Twice(plan.Organs.Select(organ => organ.Code), "organs", "code"),
        .. Twice(plan.People.Select(person => person.UserName), "people", "userName"),
        .. Twice(plan.People.Select(person => person.Certificate).Where(number => number.Length > 0), "people", "certificate"),
        .. plan.People.SelectMany((person, index) => Of(person, plan, $"people[{index}]")),
        .. plan.People.IsEmpty ? ["people：至少要有人员。"] : Array.Empty<string>(),
        .. plan.Organs.SelectMany((organ, index) => AdministratorsOf(organ, plan, $"organs[{index}]")),
    ];

    /// <summary>
    /// An account is opened, reset and closed by two persons of its organ, one of whom is for security. The plan is applied once: an organ that
    /// begins with fewer never gets another account.
    /// </summary>
    private static IEnumerable<string> AdministratorsOf(PlannedOrgan organ, InstallationPlan plan, string path)
    {
        var people = plan.People.Where(person => person.Organ == organ.Code).ToArray();
        if (people.Length > 0 && !people.Any(person => person.Posts.Contains(Post.SecurityAdministrator)))
        {
            yield return $"{path}：单位“{organ.Code}”在people中至少要有一名安全管理员（posts含SecurityAdministrator），否则无人能开设账号。";
        }

        if (people.Length > 0 && people.Count(person => person.Posts.Any(Administers)) < 2)
        {
            yield return $"{path}：单位“{organ.Code}”在people中至少要有两名安全管理员或系统管理员（posts含SecurityAdministrator或SystemAdministrator），否则账号的开立、关闭和密码重置无人能批准（GB/T 22239-2019 8.1.4.2）。";
        }
    }

    private static bool Administers(Post post) => post is Post.SecurityAdministrator or Post.SystemAdministrator;

    private static IEnumerable<string> Of(PlannedPerson person, InstallationPlan plan, string path)
    {
        var mistakes = Of(() => PersonState.CheckRegistration(Bootstrap.RequestOf(person)), path, PersonNames)
            .Concat(Of(() => AccountState.CheckOpening(Bootstrap.RequestOf(person, Guid.Empty.ToString(), plan)), path, PersonNames));
        if (plan.Organs.FirstOrDefault(organ => organ.Code == person.Organ) is not { } organ)
        {
            return mistakes.Append($"{path}.organ：organs中没有代码为“{person.Organ}”的单位。");
        }

        return
        [
            .. mistakes,
            .. organ.Departments.ContainsKey(person.Department) ? Array.Empty<string>() : [$"{path}.department：单位“{organ.Code}”没有代码为“{person.Department}”的内设机构。"],
            .. person.Certificate.Length == 0
                ? []
                : Of(() => PersonState.CheckCertificate(Bootstrap.CertificateOf(Guid.Empty.ToString(), "0", person, organ.Area, plan)), path, PersonNames),
            .. PostsOf(person, path),
        ];
    }

    private static IEnumerable<string> PostsOf(PlannedPerson person, string path)
    {
        if (person.Posts.Distinct().Count() != person.Posts.Length)
        {
            yield return $"{path}.posts：同一岗位写了两次。";
        }

        foreach (var conflict in Posts.Conflicts([.. person.Posts.Distinct()]))
        {
            yield return $"{path}.posts：{conflict.ToChinese()}";
        }

        if (Posts.DutiesOf(person.Posts).Contains(Duty.ReviewLegality) && person.ReviewQualification == ReviewQualification.Unspecified)
        {
            yield return $"{path}.reviewQualification：法制审核人员须写明审核资格：初次从事行政处罚决定法制审核的，应当通过国家统一法律职业资格考试取得法律职业资格（LegalProfession）；不是初次从事的，写NotFirst（《中华人民共和国行政处罚法》第五十八条第二款）。";
        }

        if (person.Posts.Contains(Post.Officer) && person.Certificate.Length == 0)
        {
            yield return $"{path}.certificate：执法人员须有执法证件，请填写证件编号（{LocalLaw.Cite("CERTIFICATE_MISSING")}）。";
        }
    }

    private static IEnumerable<string> Twice(IEnumerable<string> values, string list, string field) => values
        .GroupBy(value => value, StringComparer.Ordinal)
        .Where(same => same.Count() > 1)
        .Select(same => $"{list}：{field}“{same.Key}”重复。");

    private static IEnumerable<string> Of(Action check, string path, ImmutableDictionary<string, string> names)
    {
        try
        {
            check();
            return [];
        }
        catch (Fault fault) when (fault.Type == KernelFaults.InvalidFields)
        {
            return fault.Violations.Select(one => $"{path}.{InFile(one.Field, names)}：{one.Message}");
        }
    }

    /// <summary>The name in the file of a field of the call.</summary>
    private static string InFile(string field, ImmutableDictionary<string, string> names) =>
        names.GetValueOrDefault(field.Split('[')[0], string.Concat(field.Split('_').Select((word, index) => index == 0 ? word : $"{char.ToUpperInvariant(word[0])}{word[1..]}")));

    /// <summary>The file names departments by code; the call counts them.</summary>
    private static readonly ImmutableDictionary<string, string> OrganNames = ImmutableDictionary<string, string>.Empty.Add("departments", "departments");

    private static readonly ImmutableDictionary<string, string> PersonNames = ImmutableDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, string>
    {
        ["initial_password"] = "password",
        ["number"] = "certificate",
    });
}
