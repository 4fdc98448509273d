using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
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
        var anybody = test.Channel("records").CreateCallInvoker();

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

        Assert.False(await test.Platform.Services.GetRequiredService<Bootstrap>().MayApply(default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Platform.Services.GetRequiredService<IDemoData>().Prepare(default));
    }

    [Fact]
    public void A_plan_with_a_word_nobody_knows_is_refused()
    {
        using var json = new MemoryStream("""{"organs":[],"people":[],"from":"2026-01-01","certificatesTo":"2030-12-31","pasword":"x"}"""u8.ToArray());

        Assert.Contains("pasword：没有这一项", Assert.Throws<SettingsException>(() => InstallationPlan.Parse(json, "x.json")).Message, StringComparison.Ordinal);
    }
}
