using System.Text.Json;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

/// <summary>While a ledger takes no writes people can sign in to read, and their sign-ins are entered afterwards.</summary>
public sealed class T6_reading
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task T6_People_read_while_the_ledger_takes_no_writes_and_write_nothing()
    {
        await using var test = await Begun();
        var role = Role(test);
        var before = role.Running.Head;
        role.Running.Halt(new RollbackVerdict(false, ["stopped by a test"]));

        var signedIn = await SignIn(test);
        var headers = TestPlatform.Bearer(signedIn.Token);
        var me = await new AccountsService.AccountsServiceClient(test.Channel("records")).GetMeAsync(new(), headers);
        var written = await Assert.ThrowsAsync<RpcException>(() => Register(test, headers));

        Assert.True(signedIn.ReadingOnly);
        Assert.NotEmpty(me.Name);
        Assert.Equal("LEDGER_READ_ONLY", Reason(written));
        Assert.Equal(before, role.Running.Head);
        Assert.Single(File.ReadAllLines(JournalOf(test)));
    }

    [Fact]
    public async Task T6_What_waited_is_entered_when_appends_resume_and_the_token_stays_for_reading()
    {
        await using var test = await Begun();
        var (role, journal) = (Role(test), test.Platform.Services.GetRequiredService<SignInJournal>());
        var at = role.Ledger.Clock.GetUtcNow().AddMinutes(-3);
        var actor = (await People(test).Find(Issuers.Accounts, await AccountOf(test), at, Ct))!;
        journal.Add(actor with { Amr = ["pwd"] }, "enforcement.records.v1.AccountsService/SignIn", at);
        var before = role.Running.Head;

        await journal.Enter(Ct);
        await journal.Enter(Ct);

        Assert.Equal(before + 1, role.Running.Head);
        Assert.False(File.Exists(JournalOf(test)));
        var entered = role.Ledger.Decoder.Decode((await role.Ledger.Store.ReadFrom(before, 1, Ct))[0]);
        Assert.True(entered.Envelope.Late);
        Assert.Equal(at.ToUnixTimeMilliseconds(), entered.Envelope.Occurred.ToDateTimeOffset().ToUnixTimeMilliseconds());
        var token = test.Platform.Services.GetRequiredKeyedService<Tokens>("records").ForReading(actor.AccountId, ["pwd"], at, actor.AccountEpoch);
        Assert.Equal("READING_ONLY", Reason(await Assert.ThrowsAsync<RpcException>(() => Register(test, TestPlatform.Bearer(token)))));
    }

    [Fact]
    public async Task T6_People_who_sign_in_at_once_are_all_in_the_journal_and_are_all_entered()
    {
        const int People = 50;
        await using var test = await Begun();
        var (role, journal) = (Role(test), test.Platform.Services.GetRequiredService<SignInJournal>());
        var actor = (await T6_reading.People(test).Find(Issuers.Accounts, await AccountOf(test), role.Ledger.Clock.GetUtcNow(), Ct))!;
        var before = role.Running.Head;

        await Task.WhenAll(Enumerable.Range(0, People).Select(_ => Task.Run(() => journal.Add(actor, "rpc", role.Ledger.Clock.GetUtcNow()), Ct)));
        var kept = new KeyedJournal(JournalOf(test), role.Identity.Origin, role.Ledger.Ring.For(TagPurpose.Journal)).Read<JsonElement>();
        await journal.Enter(Ct);

        Assert.True(kept.IsWhole);
        Assert.Equal(People, kept.Lines.Select(line => line.GetProperty("Id").GetGuid()).Distinct().Count());
        Assert.Equal(before + People, role.Running.Head);
        Assert.False(File.Exists(JournalOf(test)));
    }

    [Fact]
    public async Task T6_A_line_that_was_altered_is_not_entered()
    {
        await using var test = await Begun();
        var (role, journal) = (Role(test), test.Platform.Services.GetRequiredService<SignInJournal>());
        var actor = (await People(test).Find(Issuers.Accounts, await AccountOf(test), role.Ledger.Clock.GetUtcNow(), Ct))!;
        journal.Add(actor, "rpc", role.Ledger.Clock.GetUtcNow());
        journal.Add(actor, "rpc", role.Ledger.Clock.GetUtcNow());
        var lines = await File.ReadAllLinesAsync(JournalOf(test), Ct);
        await File.WriteAllLinesAsync(JournalOf(test), [lines[1]], Ct);
        var before = role.Running.Head;

        await journal.Enter(Ct);

        Assert.Equal(before, role.Running.Head);
        Assert.True(File.Exists(JournalOf(test) + ".altered"));
        journal.Add(actor, "rpc", role.Ledger.Clock.GetUtcNow());
        await File.WriteAllTextAsync(JournalOf(test), "made up\n", Ct);
        await journal.Enter(Ct);
        Assert.Equal([lines[1]], await File.ReadAllLinesAsync(JournalOf(test) + ".altered", Ct));
        Assert.True(File.Exists(JournalOf(test) + ".altered.2"));
    }

    [Fact]
    public async Task S12_While_the_ledger_takes_no_writes_a_wrong_password_tells_nobody_who_exists_and_the_lock_is_entered_later()
    {
        var folder = Directory.CreateTempSubdirectory("ep-s12-").FullName;
        try
        {
            await Play(folder, async platform =>
            {
                await platform.Services.GetRequiredService<IDemoData>().Prepare(Ct);
                platform.Services.GetRequiredKeyedService<RoleParts>("records").Running.Halt(new RollbackVerdict(false, ["stopped by a test"]));
                foreach (var user in new[] { Plan.People[0].UserName, "nobody.at.all" })
                {
                    var reasons = await Guesses(platform, user, 6);
                    Assert.Equal([.. Enumerable.Repeat("SIGN_IN_FAILED", 5), "SIGN_IN_LOCKED"], reasons);
                }

                var operators = platform.Services.GetRequiredService<IOperators>();
                for (var guess = 0; guess < 5; guess++)
                {
                    Assert.Null(await operators.Recognise(Plan.People[1].UserName, "wrong-password-1", Law.Duty.AdministerSystem, Ct));
                }
            });
            await Play(folder, async platform =>
            {
                foreach (var user in Plan.People.Take(2))
                {
                    var keys = platform.Services.GetRequiredService<HeldKeys>();
                    var accounts = platform.Services.GetRequiredKeyedService<Streams<AccountState>>("records");
                    var account = await accounts.Load((await keys.Find(keys.OfUserName(user.UserName), Ct)).Holder, Ct);
                    Assert.Equal(AccountEventKind.Locked, account.Happenings[^1].Kind);
                }
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task S12_Whatever_hinders_the_entry_of_a_lock_out_it_waits_in_the_journal_and_nothing_is_thrown()
    {
        await using var test = await Begun();
        var (role, journal) = (Role(test), test.Platform.Services.GetRequiredService<SignInJournal>());
        var actor = (await People(test).Find(Issuers.Accounts, await AccountOf(test), role.Ledger.Clock.GetUtcNow(), Ct))!;
        journal.Add(actor with { AccountId = "no such stream" }, "rpc", role.Ledger.Clock.GetUtcNow());
        var hindered = await Assert.ThrowsAnyAsync<Exception>(() => journal.Enter(Ct));
        Assert.False(hindered is Fault or IOException, $"{hindered}");
        File.Delete(JournalOf(test));

        await journal.EnterLock(AccountState.Empty with { Stream = "accounts/no such stream" }, "rpc");

        Assert.Single(await File.ReadAllLinesAsync(JournalOf(test), Ct));
    }

    [Fact]
    public async Task G5_Lock_outs_leave_nine_tenths_of_the_journal_to_those_who_sign_in()
    {
        await using var test = await Begun();
        var (role, journal) = (Role(test), test.Platform.Services.GetRequiredService<SignInJournal>());
        var actor = (await People(test).Find(Issuers.Accounts, await AccountOf(test), role.Ledger.Clock.GetUtcNow(), Ct))!;
        var account = await test.Platform.Services.GetRequiredKeyedService<Streams<AccountState>>("records").Load(actor.AccountId, Ct);
        role.Running.Halt(new RollbackVerdict(false, ["stopped by a test"]));
        await File.WriteAllLinesAsync(JournalOf(test), Enumerable.Repeat("waits", (KeyedJournal.MostLines / 10) - 1), Ct);

        await journal.EnterLock(account, "rpc");
        await journal.EnterLock(account, "rpc");
        var locks = (await File.ReadAllLinesAsync(JournalOf(test), Ct)).Length;
        journal.Add(actor, "rpc", role.Ledger.Clock.GetUtcNow());

        Assert.Equal(KeyedJournal.MostLines / 10, locks);
        Assert.Equal(locks + 1, (await File.ReadAllLinesAsync(JournalOf(test), Ct)).Length);
    }

    [Fact]
    public async Task S13_What_follows_a_sign_in_that_stands_in_the_ledger_keeps_nobody_out()
    {
        await using var test = await Begun();
        var (role, journal) = (Role(test), test.Platform.Services.GetRequiredService<SignInJournal>());
        var actor = (await People(test).Find(Issuers.Accounts, await AccountOf(test), role.Ledger.Clock.GetUtcNow(), Ct))!;
        journal.Add(actor with { AccountId = "no such stream" }, "rpc", role.Ledger.Clock.GetUtcNow());
        await Assert.ThrowsAnyAsync<Exception>(() => journal.Enter(Ct));

        var signedIn = await SignIn(test);

        Assert.False(signedIn.ReadingOnly);
        Assert.NotEmpty(signedIn.RenewalKey);
    }

    private static async Task<string[]> Guesses(Platform platform, string userName, int count)
    {
        using var channel = GrpcChannel.ForAddress(platform.GrpcOf("records"));
        var accounts = new AccountsService.AccountsServiceClient(channel);
        var reasons = new List<string>();
        for (var guess = 0; guess < count; guess++)
        {
            reasons.Add(Reason(await Assert.ThrowsAsync<RpcException>(async () => await accounts.SignInAsync(new() { UserName = userName, Password = "Wrong-2026" }))));
        }

        return [.. reasons];
    }

    private static async Task Play(string folder, Func<Platform, Task> act)
    {
        IRole[] roles = [new RecordsModule()];
        await using var platform = Platform.Build(TestPlatform.Options(folder, roles) with { ScrubEntriesPerSecond = 0 }, roles, services =>
        {
            services.AddLogging(logging => logging.ClearProviders());
            services.AddSingleton(new PasswordCost(Rounds: 1_000));
            Suite.Adapters(services);
        });
        await platform.Start(Ct);
        await act(platform);
        await platform.Stop();
    }

    private static async Task<TestPlatform> Begun()
    {
        var test = await TestPlatform.Start([new RecordsModule()], replace: Suite.Adapters);
        await test.Platform.Services.GetRequiredService<IDemoData>().Prepare(Ct);
        var role = Role(test);
        foreach (var view in role.Views.NamesForScrub)
        {
            await role.Views.WaitFor(view, role.Running.Head - 1, Ct);
        }

        return test;
    }

    private static async Task<SignInResponse> SignIn(TestPlatform test) =>
        await new AccountsService.AccountsServiceClient(test.Channel("records")).SignInAsync(new() { UserName = Plan.People[0].UserName, Password = Plan.Password });

    private static async Task<string> AccountOf(TestPlatform test)
    {
        var keys = test.Platform.Services.GetRequiredService<HeldKeys>();
        return (await keys.Find(keys.OfUserName(Plan.People[0].UserName), Ct)).Holder;
    }

    private static async Task Register(TestPlatform test, Metadata headers) => await new AccountsService.AccountsServiceClient(test.Channel("records")).ChangePasswordAsync(
        new() { RequestId = Guid.NewGuid().ToString(), AccountId = await AccountOf(test), Etag = "x", CurrentPassword = Plan.Password, NewPassword = "Another-2026-xyz" }, headers);

    private static InstallationPlan Plan { get; } = InstallationPlan.Demo();

    private static IPeople People(TestPlatform test) => test.Platform.Services.GetRequiredKeyedService<IPeople>("records");

    private static RoleParts Role(TestPlatform test) => test.Platform.Services.GetRequiredKeyedService<RoleParts>("records");

    private static string JournalOf(TestPlatform test) =>
        KeyedJournal.In(test.Platform.Services.GetRequiredService<PlatformOptions>().Anchors, Role(test).Identity.Origin);

    private static string Reason(RpcException refused) => refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
}
