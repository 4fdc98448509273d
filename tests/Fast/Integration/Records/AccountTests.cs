using System.Diagnostics;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

public sealed class AccountTests(RecordsFixture records)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private AccountsService.AccountsServiceClient Anybody => new(records.Anybody);

    [Fact]
    public async Task Who_signed_in_is_told_who_they_are()
    {
        var me = await records.Me("qi.wangshu");

        Assert.Equal(("祁望舒", "主任", "演示市工业和信息化局", "民爆物品监督管理办公室"), (me.Name, me.Title, me.OrganName, me.DepartmentName));
        Assert.Equal([Post.DepartmentLead], me.Posts);
        Assert.Equal(["LeadDepartment", "SignedIn"], me.Duties);
    }

    [Fact]
    public async Task A_token_is_signed_with_a_published_key()
    {
        var keys = await Anybody.GetSigningKeysAsync(new());

        var key = Assert.Single(keys.Keys);
        Assert.Equal(("EC", "P-256", "ES256", "sig"), (key.Kty, key.Crv, key.Alg, key.Use));
    }

    [Fact]
    public async Task A_wrong_password_and_a_name_nobody_has_are_refused_alike()
    {
        var wrong = await Refused("he.zhixin", "Wrong-2026");
        var unknown = await Refused("nobody.at.all", "Wrong-2026");

        Assert.Equal(("SIGN_IN_FAILED", "SIGN_IN_FAILED"), (wrong.Reason, unknown.Reason));
        Assert.InRange(wrong.Took, TimeSpan.FromMilliseconds(450), TimeSpan.FromSeconds(10));
        Assert.InRange(unknown.Took, TimeSpan.FromMilliseconds(450), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Five_failures_lock_even_the_right_password_and_the_administrator_unlocks()
    {
        var account = await Open("five.failures");
        for (var failure = 0; failure < 5; failure++)
        {
            Assert.Equal("SIGN_IN_FAILED", (await Refused("five.failures", "Wrong-2026")).Reason);
        }

        Assert.Equal("SIGN_IN_LOCKED", (await Refused("five.failures", Initial)).Reason);
        Assert.Contains(await FactsOf(account.AccountId), fact => fact is LockedOut { Failures: 5 });

        var administrator = new AccountsService.AccountsServiceClient(await records.As("qiao.anlan"));
        var found = await administrator.FindAccountAsync(new() { UserName = "five.failures" });
        Assert.True(found.Locked);
        await administrator.UnlockAccountAsync(new() { RequestId = RecordsFixture.NewId(), Etag = found.Account.Etag, AccountId = account.AccountId });
        Assert.False((await administrator.FindAccountAsync(new() { UserName = "five.failures" })).Locked);
        Assert.NotEmpty(await records.Token("five.failures", Initial));
    }

    [Fact]
    public async Task An_account_of_another_organ_or_of_nobody_is_not_found()
    {
        var administrator = new AccountsService.AccountsServiceClient(await records.As("qiao.anlan"));

        foreach (var name in new[] { "lu.chengping", "nobody.at.all" })
        {
            Assert.Equal("NOT_FOUND", await RecordsFixture.Reason(async () => await administrator.FindAccountAsync(new() { UserName = name })));
        }
    }

    [Fact]
    public async Task Guesses_at_the_same_time_are_no_more_than_five()
    {
        var account = await Open("guessed.at.once");

        var reasons = (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Refused("guessed.at.once", "Wrong-2026")))).Select(refused => refused.Reason).ToArray();

        Assert.Equal((5, 15), (reasons.Count(reason => reason == "SIGN_IN_FAILED"), reasons.Count(reason => reason == "SIGN_IN_LOCKED")));
        Assert.Single(await FactsOf(account.AccountId), fact => fact is LockedOut);
    }

    [Fact]
    public async Task The_right_password_gives_back_the_places_of_the_wrong_ones()
    {
        var account = await Open("right.at.last");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            for (var failure = 0; failure < 4; failure++)
            {
                await Refused("right.at.last", "Wrong-2026");
            }

            Assert.NotEmpty(await records.Token("right.at.last", Initial));
        }

        Assert.DoesNotContain(await FactsOf(account.AccountId), fact => fact is LockedOut);
    }

    [Fact]
    public async Task A_name_nobody_has_is_locked_in_the_same_way()
    {
        for (var failure = 0; failure < 5; failure++)
        {
            Assert.Equal("SIGN_IN_FAILED", (await Refused("stranger.who.tries", "Wrong-2026")).Reason);
        }

        Assert.Equal("SIGN_IN_LOCKED", (await Refused("stranger.who.tries", "Wrong-2026")).Reason);
    }

    [Fact]
    public async Task An_account_that_is_not_locked_is_not_unlocked()
    {
        var account = await Open("not.locked");
        var administrator = new AccountsService.AccountsServiceClient(await records.As("qiao.anlan"));

        Assert.Equal("ACCOUNT_NOT_LOCKED", await RecordsFixture.Reason(async () =>
            await administrator.UnlockAccountAsync(new() { RequestId = RecordsFixture.NewId(), Etag = account.Etag, AccountId = account.AccountId })));
    }

    [Fact]
    public async Task While_the_initial_password_stands_the_account_carries_no_duties()
    {
        await Open("initial.password", post: true);
        var signedIn = await Anybody.SignInAsync(new() { UserName = "initial.password", Password = Initial }, cancellationToken: Ct);
        var me = new AccountsService.AccountsServiceClient(records.With(signedIn.Token));

        Assert.True(signedIn.PasswordChangeRequired);
        Assert.Equal(["SignedIn"], (await me.GetMeAsync(new())).Duties);

        await Change(me, Initial, "Chosen-2026");
        Assert.Contains("Publish", (await new AccountsService.AccountsServiceClient(await SignedIn("initial.password", "Chosen-2026")).GetMeAsync(new())).Duties);
        Assert.Equal("SIGN_IN_FAILED", (await Refused("initial.password", Initial)).Reason);
        Assert.False((await Anybody.SignInAsync(new() { UserName = "initial.password", Password = "Chosen-2026" }, cancellationToken: Ct)).PasswordChangeRequired);
    }

    [Fact]
    public async Task A_password_is_changed_by_who_knows_it_to_another_one()
    {
        await Open("changes.password");
        var me = new AccountsService.AccountsServiceClient(records.With(await records.Token("changes.password", Initial)));

        Assert.Equal("PASSWORD_WRONG", await RecordsFixture.Reason(() => Change(me, "Wrong-2026", "Chosen-2026")));
        Assert.Equal("PASSWORD_UNCHANGED", await RecordsFixture.Reason(() => Change(me, Initial, Initial)));
        Assert.Equal("INVALID_FIELDS", await RecordsFixture.Reason(() => Change(me, Initial, "weak")));
    }

    [Fact]
    public async Task A_repeated_change_of_password_is_answered_again_and_an_old_hash_is_gone()
    {
        var account = await Open("repeats.change");
        var me = new AccountsService.AccountsServiceClient(records.With(await records.Token("repeats.change", Initial)));
        var request = new ChangePasswordRequest
        {
            RequestId = RecordsFixture.NewId(),
            Etag = (await me.GetMeAsync(new())).AccountEtag,
            AccountId = account.AccountId,
            CurrentPassword = Initial,
            NewPassword = "Chosen-2026",
        };

        var first = await me.ChangePasswordAsync(request);
        me = new AccountsService.AccountsServiceClient(await SignedIn("repeats.change", "Chosen-2026"));
        Assert.Equal(first, await me.ChangePasswordAsync(request));
        request.NewPassword = "Other-2026";
        Assert.Equal("REQUEST_ID_REUSED", await RecordsFixture.Reason(async () => await me.ChangePasswordAsync(request)));
        var cells = records.Services.GetRequiredKeyedService<ServiceLedger>("records").Cells;
        Assert.Single(await cells.List($"passwords/{account.AccountId}/", Ct));
    }

    [Fact]
    public async Task A_user_name_is_held_once()
    {
        await Open("held.once");

        Assert.Equal("USER_NAME_TAKEN", await RecordsFixture.Reason(() => Open("held.once")));
    }

    [Fact]
    public async Task Nobody_changes_the_password_of_another()
    {
        var other = await Open("other.account");
        var me = new AccountsService.AccountsServiceClient(await records.As("qin.yanqiu"));

        Assert.Equal("NOT_PERMITTED", await RecordsFixture.Reason(async () => await me.ChangePasswordAsync(new()
        {
            RequestId = RecordsFixture.NewId(),
            Etag = other.Etag,
            AccountId = other.AccountId,
            CurrentPassword = Initial,
            NewPassword = "Chosen-2026",
        })));
    }

    [Fact]
    public async Task No_password_and_no_user_name_stands_in_clear_in_the_ledger()
    {
        await Open("nowhere.in.clear");
        var store = records.Services.GetRequiredKeyedService<ServiceLedger>("records").Store;
        var entries = await store.ReadFrom(0, 10_000, Ct);

        Assert.DoesNotContain(entries, entry => Holds(entry.Bytes, "nowhere.in.clear") || entry.Parts.Any(part => Holds(part.Bytes, "nowhere.in.clear") || Holds(part.Bytes, Initial)));
        Assert.Contains(entries, entry => entry.Parts.Any(part => Holds(part.Bytes, "AccountOpened")));
    }

    private const string Initial = "Initial-2026";

    private static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;

    private async Task<CallInvoker> SignedIn(string userName, string password) => records.With(await records.Token(userName, password));

    private async Task<(string Reason, TimeSpan Took)> Refused(string userName, string password)
    {
        var started = Stopwatch.GetTimestamp();
        var reason = await RecordsFixture.Reason(() => records.Token(userName, password));
        return (reason, Stopwatch.GetElapsedTime(started));
    }

    private async Task<Account> Open(string userName, bool post = false)
    {
        var administrator = await records.As("qiao.anlan");
        var people = new PeopleService.PeopleServiceClient(administrator);
        var person = (await people.RegisterPersonAsync(new() { RequestId = RecordsFixture.NewId(), Name = "江试用", Title = "科员", Department = "bangongshi" })).Person;
        if (post)
        {
            await people.AssignPostAsync(new() { RequestId = RecordsFixture.NewId(), Etag = person.Etag, PersonId = person.PersonId, Post = Post.Publisher, From = "2026-01-01" });
        }

        return await records.OpenAccount(person.PersonId, userName, Initial);
    }

    private static async Task Change(AccountsService.AccountsServiceClient me, string current, string chosen)
    {
        var who = await me.GetMeAsync(new());
        await me.ChangePasswordAsync(new()
        {
            RequestId = RecordsFixture.NewId(),
            Etag = who.AccountEtag,
            AccountId = who.AccountId,
            CurrentPassword = current,
            NewPassword = chosen,
        });
    }

    private async Task<List<Google.Protobuf.IMessage>> FactsOf(string accountId)
    {
        var ledger = records.Services.GetRequiredKeyedService<ServiceLedger>("records");
        var entries = await ledger.Store.ReadStream($"accounts/{accountId}", 0, 100, Ct);
        return [.. entries.SelectMany(entry => ledger.Decoder.Decode(entry).Facts).Where(fact => fact.Claim == 0).Select(fact => fact.Body)];
    }
}
