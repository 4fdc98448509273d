using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using EnforcementPlatform.Tests.Fast.Fakes;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

public sealed class FirstSetupTests
{
    private const string Plan = """
        {
          "organs": [{
            "code": "xx-gxj", "name": "某市工业和信息化局", "uscc": "11410400MB0DEM0171", "nature": "Administrative", "documentWord": "某工信", "area": "某市",
            "reconsiderationOrgan": "某市人民政府", "court": "某市某区人民法院", "departments": { "bangongshi": "办公室" }
          }],
          "people": [{
            "organ": "xx-gxj", "department": "bangongshi", "name": "江安全", "title": "工程师", "userName": "first.admin",
            "posts": ["SecurityAdministrator"], "password": "Initial-2026"
          }, {
            "organ": "xx-gxj", "department": "bangongshi", "name": "江系统", "title": "工程师", "userName": "second.admin",
            "posts": ["SystemAdministrator"], "password": "Initial-2027"
          }],
          "from": "2026-01-01", "certificatesTo": "2030-12-31"
        }
        """;

    [Fact]
    public async Task A_new_installation_has_its_first_administrator_who_must_choose_a_password()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Plan, TestContext.Current.CancellationToken);
        await using var test = await TestPlatform.Start([new RecordsModule()], options => options with { FirstSetup = file }, Suite.Adapters);
        File.Delete(file);
        var anybody = test.Calls("records");

        var signedIn = await new AccountsService.AccountsServiceClient(anybody).SignInAsync(new() { UserName = "first.admin", Password = "Initial-2026" });
        var me = await new AccountsService.AccountsServiceClient(anybody.Intercept(headers =>
        {
            headers.Add("authorization", $"Bearer {signedIn.Token}");
            return headers;
        })).GetMeAsync(new());

        Assert.True(signedIn.PasswordChangeRequired);
        Assert.Equal(("江安全", "某市工业和信息化局"), (me.Name, me.OrganName));
    }

    [Fact]
    public async Task A_plan_is_applied_once_and_a_ledger_in_use_takes_no_demonstration()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Plan, TestContext.Current.CancellationToken);
        await using var test = await TestPlatform.Start([new RecordsModule()], replace: Suite.Adapters);
        var bootstrap = test.Platform.Services.GetRequiredService<Bootstrap>();
        await bootstrap.ApplyOnce(file, default);
        var store = test.Platform.Services.GetRequiredKeyedService<ServiceLedger>("records").Store;
        var entries = (await store.ReadFrom(0, 100, default)).Length;

        await File.WriteAllTextAsync(file, Plan.Replace("江安全", "江另人", StringComparison.Ordinal));
        await bootstrap.ApplyOnce(file, default);

        Assert.Equal(entries, (await store.ReadFrom(0, 100, default)).Length);
        File.Delete(file);
    }

    [Fact]
    public async Task A_ledger_that_began_otherwise_takes_neither_plan_nor_demonstration()
    {
        await using var test = await TestPlatform.Start([new RecordsModule()], replace: Suite.Adapters);
        var organs = test.Platform.Services.GetRequiredService<Streams<OrganState>>();
        var actor = new Actor { PersonId = "", AccountId = "records", Organ = "zz", Department = "", Service = "records" };
        await organs.Run("zz", EnforcementPlatform.Ledger.CommandId.Of("a", "b", Guid.NewGuid()), actor, "somebody", new RegisterOrganRequest(), (_, _) => new(OrganState.Register(new() { Code = "zz" })), default);

        await Assert.ThrowsAsync<SettingsException>(() => test.Platform.Services.GetRequiredService<IDemoData>().Prepare(default));
    }

    /// <summary>A real installation begins with a set-up, too; what it is, its first entry says.</summary>
    [Fact]
    public async Task G9_An_installation_that_was_set_up_takes_no_demonstration_and_a_demonstration_no_set_up()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Plan, TestContext.Current.CancellationToken);
        await using var real = await TestPlatform.Start([new RecordsModule()], options => options with { FirstSetup = file }, Suite.Adapters);
        var store = real.Platform.Services.GetRequiredKeyedService<ServiceLedger>("records").Store;
        var entries = (await store.ReadFrom(0, 100, default)).Length;

        var refused = await Assert.ThrowsAsync<SettingsException>(() => real.Platform.Services.GetRequiredService<IDemoData>().Prepare(default));

        Assert.Contains("正式数据", Assert.Single(refused.Mistakes));
        Assert.Equal(entries, (await store.ReadFrom(0, 100, default)).Length);
        Assert.False(real.Platform.Services.GetRequiredService<Installation>().IsDemonstration);

        await using var invented = await TestPlatform.Start([new RecordsModule()], replace: Suite.Adapters);
        await invented.Platform.Services.GetRequiredService<IDemoData>().Prepare(default);
        await Assert.ThrowsAsync<SettingsException>(() => invented.Platform.Services.GetRequiredService<Bootstrap>().ApplyOnce(file, default));
        File.Delete(file);
    }

    [Fact]
    public async Task G9_A_demonstration_served_without_its_flag_still_says_what_it_is()
    {
        using var folder = new TestFolder();
        PlatformOptions Here(PlatformOptions options) => options with { DataDirectory = folder.Path, KeyDirectory = folder.Beside("keys"), Anchors = folder.Beside("anchors"), DemoData = false };
        await using (var first = await TestPlatform.Start([new RecordsModule()], Here, Suite.Adapters))
        {
            Assert.Null(await Named(first));
            await first.Platform.Services.GetRequiredService<IDemoData>().Prepare(default);
        }

        await using var again = await TestPlatform.Start([new RecordsModule()], Here, Suite.Adapters);

        Assert.Equal(Installation.Demonstration, await Named(again));
    }

    [Fact]
    public void G9_The_organs_of_the_demonstration_are_invented()
    {
        var plan = InstallationPlan.Demo();

        Assert.All(plan.Organs, organ => Assert.StartsWith("演示市", organ.Name, StringComparison.Ordinal));
        Assert.All(plan.Organs, organ => Assert.All([organ.Area, organ.Court, organ.ReconsiderationOrgan], name => Assert.StartsWith("演示市", name, StringComparison.Ordinal)));
        Assert.All(plan.Organs, organ => Assert.StartsWith("演", organ.DocumentWord, StringComparison.Ordinal));
    }

    private static async Task<string?> Named(TestPlatform test)
    {
        using var http = new HttpClient { BaseAddress = test.Platform.HttpOf("records") };
        var answers = new[] { await http.GetAsync("/health/live", TestContext.Current.CancellationToken), await http.GetAsync("/health/ready", TestContext.Current.CancellationToken) };
        return answers.Select(answer => answer.Headers.TryGetValues(Installation.Header, out var values) ? values.Single() : null).Distinct().Single();
    }

    [Fact]
    public void A_plan_with_a_word_nobody_knows_is_refused()
    {
        using var json = new MemoryStream("""{"organs":[],"people":[],"from":"2026-01-01","certificatesTo":"2030-12-31","pasword":"x"}"""u8.ToArray());

        Assert.Contains("pasword：没有这一项", Assert.Throws<SettingsException>(() => InstallationPlan.Parse(json, "x.json")).Message, StringComparison.Ordinal);
    }
}
