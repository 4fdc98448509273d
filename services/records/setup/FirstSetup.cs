using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Law;
using Post = EnforcementPlatform.Law.Post;

namespace EnforcementPlatform.Records;

/// <summary>The file of <c>Platform:FirstSetup</c>, as an operator prepares it before there is a ledger: an example, and a check that writes nothing.</summary>
public static class FirstSetup
{
    /// <summary>
    /// Letters and digits that are not mistaken for one another when somebody copies an initial password by hand.
    /// </summary>
    private const string PasswordLetters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int PasswordLength = 16;

    private static readonly JsonSerializerOptions Readable = new(InstallationJson.Default.Options)
    {
        TypeInfoResolver = InstallationJson.Default,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // people read and edit the Chinese names
    };

    /// <summary>
    /// A plan that passes the check: one invented organ, and the administrators without whom nobody else can be registered, two for security since
    /// opening an account takes two. Each has a random initial password.
    /// </summary>
    /// <param name="today">First day of the posts, Asia/Shanghai.</param>
    public static string Example(DateOnly today) => JsonSerializer.Serialize(
        new InstallationPlan([ExampleOrgan], [.. ExamplePeople()], today, today.AddYears(5).AddDays(-1)), Readable.GetTypeInfo(typeof(InstallationPlan)));

    /// <summary>Checks a file whole and says in Chinese what it would make. Throws <see cref="Kernel.SettingsException"/> with a line for each mistake.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Check(string path)
    {
        using var file = File.OpenRead(path);
        var plan = InstallationPlan.Parse(file, path);
        return
        [
            .. plan.Organs.Select(organ => $"单位 {organ.Name}（{organ.Code}），内设机构{organ.Departments.Count}个"),
            .. plan.People.Select(person => $"人员 {person.UserName}（{person.Organ}），岗位：{string.Join("、", person.Posts.Select(Posts.ChineseName))}"),
        ];
    }

    private static PlannedOrgan ExampleOrgan { get; } = new(
        "example-bureau",
        "示例市示例局",
        "11990000MB0EX0003G",
        OrganNature.Administrative,
        "示例执",
        "示例市",
        "示例市人民政府",
        "示例市示例区人民法院",
        ImmutableSortedDictionary<string, string>.Empty.Add("office", "办公室").Add("enforcement", "执法科").Add("legal", "法制科"));

    private static IEnumerable<PlannedPerson> ExamplePeople() =>
    [
        Administrator("待填安全甲", "安全管理员", "security-1", Post.SecurityAdministrator),
        Administrator("待填安全乙", "安全管理员", "security-2", Post.SecurityAdministrator),
        Administrator("待填系统", "系统管理员", "system-1", Post.SystemAdministrator),
        Administrator("待填审计", "审计管理员", "audit-1", Post.AuditAdministrator),
    ];

    private static PlannedPerson Administrator(string name, string title, string userName, Post post) => new(
        "example-bureau", "office", name, title, userName, [post], Password: $"{RandomNumberGenerator.GetString(PasswordLetters, PasswordLength)}-7a");
}
