using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

/// <summary>A set-up file is checked whole before the first entry, and a corrected one works.</summary>
public sealed class T10_first_setup
{
    private const string Right = """
        {
          "organs": [{
            "code": "xx-gxj", "name": "某市工业和信息化局", "uscc": "11410400MB0DEM0171", "nature": "Administrative", "documentWord": "某工信", "area": "某市",
            "reconsiderationOrgan": "某市人民政府", "court": "某市某区人民法院", "departments": { "bangongshi": "办公室" }
          }],
          "people": [
            { "organ": "xx-gxj", "department": "bangongshi", "name": "江安全", "title": "工程师", "userName": "first.admin", "posts": ["SecurityAdministrator"], "password": "Initial-2026" },
            { "organ": "xx-gxj", "department": "bangongshi", "name": "江办案", "title": "科员", "userName": "officer", "posts": ["Officer"], "certificate": "HN-0001", "password": "Initial-2027" },
            { "organ": "xx-gxj", "department": "bangongshi", "name": "江系统", "title": "工程师", "userName": "second.admin", "posts": ["SystemAdministrator"], "password": "Initial-2028" }
          ],
          "from": "2026-01-01", "certificatesTo": "2030-12-31"
        }
        """;

    [Theory]
    [InlineData("\"Initial-2027\"", "\"weak\"", "people[1].password：密码应为10到128个字符")]
    [InlineData("11410400MB0DEM0171", "11410400MB0DEM0172", "organs[0].uscc：统一社会信用代码应为18位且校验码正确")]
    [InlineData("\"userName\": \"officer\"", "\"userNam\": \"officer\"", "people[1].userNam：没有这一项")]
    [InlineData("\"userName\": \"officer\"", "\"userNam\": \"officer\"", "people[1].userName：缺少这一项")]
    [InlineData("[\"Officer\"]", "[\"Oficer\"]", "people[1].posts[0]：没有这个选项")]
    [InlineData("\"title\": \"科员\"", "\"title\": 7", "people[1].title：应为文字")]
    [InlineData("\"certificate\": \"HN-0001\", ", "", "people[1].certificate：执法人员须有执法证件")]
    [InlineData("\"2026-01-01\"", "\"2026-13-01\"", "from：应为yyyy-MM-dd格式的日期")]
    [InlineData("\"userName\": \"officer\"", "\"userName\": \"first.admin\"", "people：userName“first.admin”重复")]
    [InlineData("\"posts\": [\"SecurityAdministrator\"]", "\"posts\": []", "organs[0]：单位“xx-gxj”在people中至少要有一名安全管理员")]
    [InlineData("[\"SystemAdministrator\"]", "[]", "organs[0]：单位“xx-gxj”在people中至少要有两名安全管理员或系统管理员")]
    [InlineData("[\"SecurityAdministrator\"]", "[\"SecurityAdministrator\", \"SystemAdministrator\"]", "people[0].posts：")]
    [InlineData("\"department\": \"bangongshi\", \"name\": \"江办案\"", "\"department\": \"other\", \"name\": \"江办案\"", "people[1].department：单位“xx-gxj”没有代码为“other”")]
    [InlineData("{ \"organ\": \"xx-gxj\", \"department\": \"bangongshi\", \"name\": \"江办案\"", "{ \"organ\": \"yy\", \"department\": \"bangongshi\", \"name\": \"江办案\"", "people[1].organ：organs中没有")]
    [InlineData("\"posts\": [\"Officer\"]", "\"posts\": [\"LegalReviewer\"]", "people[1].reviewQualification：法制审核人员须写明审核资格")]
    [InlineData("\"from\": ", "\"from\" ", "不是有效的JSON，第")]
    public void T10_A_mistake_is_one_line_with_its_path(string right, string wrong, string line)
    {
        var mistakes = Mistakes(Right.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(mistakes, mistake => mistake.Contains(line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("LegalProfession")]
    [InlineData("NotFirst")]
    public void E8_A_legal_reviewer_of_the_plan_has_the_qualification_that_the_law_asks_for(string qualification) => Assert.NotEmpty(Parsed(Right.Replace(
        "\"posts\": [\"Officer\"]", $"\"posts\": [\"LegalReviewer\"], \"reviewQualification\": \"{qualification}\"", StringComparison.Ordinal)).People);

    /// <summary>An account takes two administrators of its own organ: those of another cannot approve it.</summary>
    [Fact]
    public void T10_Each_organ_with_people_has_two_who_approve_for_one_another()
    {
        const string Other = """
            , {
              "code": "yy-gxj", "name": "某县工业和信息化局", "uscc": "11410400MB0DEM0171", "nature": "Administrative", "documentWord": "某县工信", "area": "某县",
              "reconsiderationOrgan": "某县人民政府", "court": "某县人民法院", "departments": { "bangongshi": "办公室" }
            }],
            """;
        var two = Right.Replace("}],", "}" + Other, StringComparison.Ordinal);

        Assert.NotEmpty(Parsed(two).Organs);
        Assert.Contains(
            Mistakes(two.Replace("\"organ\": \"xx-gxj\", \"department\": \"bangongshi\", \"name\": \"江系统\"", "\"organ\": \"yy-gxj\", \"department\": \"bangongshi\", \"name\": \"江系统\"", StringComparison.Ordinal)),
            mistake => mistake.Contains("organs[1]：单位“yy-gxj”在people中至少要有两名", StringComparison.Ordinal));
    }

    [Fact]
    public void T10_All_mistakes_are_told_at_once()
    {
        var wrong = Right.Replace("Initial-2027", "weak", StringComparison.Ordinal)
            .Replace("MB0DEM0171", "MB0DEM0172", StringComparison.Ordinal)
            .Replace("\"name\": \"江安全\"", "\"name\": \"\"", StringComparison.Ordinal);

        Assert.Equal(3, Mistakes(wrong).Count);
    }

    [Fact]
    public async Task T10_A_corrected_file_works_after_a_wrong_one_wrote_nothing()
    {
        var file = Path.GetTempFileName();
        await using var test = await TestPlatform.Start([new RecordsModule()], replace: Suite.Adapters);
        var bootstrap = test.Platform.Services.GetRequiredService<Bootstrap>();
        var store = test.Platform.Services.GetRequiredKeyedService<ServiceLedger>("records").Store;
        await File.WriteAllTextAsync(file, Right.Replace("Initial-2027", "weak", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<SettingsException>(() => bootstrap.ApplyOnce(file, default));
        var afterWrong = (await store.ReadFrom(0, 10, default)).Length;
        await File.WriteAllTextAsync(file, Right.Replace("江办案", "江改名", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await bootstrap.ApplyOnce(file, default);
        var afterRight = (await store.ReadFrom(0, 100, default)).Length;
        File.Delete(file);

        Assert.Equal(0, afterWrong);
        Assert.InRange(afterRight, 5, 100);
    }

    [Fact]
    public async Task T10_A_missing_set_up_file_is_named()
    {
        await using var test = await TestPlatform.Start([new RecordsModule()], replace: Suite.Adapters);
        var bootstrap = test.Platform.Services.GetRequiredService<Bootstrap>();

        var refused = await Assert.ThrowsAsync<SettingsException>(() => bootstrap.ApplyOnce("/nowhere/setup.json", default));

        Assert.Contains("Platform:FirstSetup：没有文件 /nowhere/setup.json", refused.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Mistakes(string plan) => Assert.Throws<SettingsException>(() => Parsed(plan)).Mistakes;

    private static InstallationPlan Parsed(string plan)
    {
        using var json = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(plan));
        return InstallationPlan.Parse(json, "setup.json");
    }
}
