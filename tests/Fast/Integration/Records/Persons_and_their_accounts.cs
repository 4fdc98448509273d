using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;
using EnforcementPlatform.Tests.Fast.Fakes;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Post = EnforcementPlatform.Contracts.Records.Post;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

/// <summary>Who may sign in as whom: credentials that the ledger commits to, acts of two persons, tokens that end at once, sessions.</summary>
public sealed class Persons_and_their_accounts(RecordsFixture records)
{
    private const string Initial = "Initial-2026";
    private const string Chosen = "Chosen-2026";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string NewId => RecordsFixture.NewId();

    private static string Today => $"{ShanghaiTime.DateOf(DateTimeOffset.UtcNow):yyyy-MM-dd}";

    private ICells Cells => records.Services.GetRequiredKeyedService<ServiceLedger>("records").Cells;

    private AccountsService.AccountsServiceClient Anybody => new(records.Anybody);

    [Fact]
    public async Task T3_A_hash_that_was_replaced_by_another_ones_lets_nobody_in_and_is_named_as_damage()
    {
        var (_, victim) = await Staff("replaced.hash");
        var (_, attacker) = await Staff("own.hash");
        var own = Assert.Single(await Cells.List($"passwords/{attacker.AccountId}/", Ct));
        var replaced = Assert.Single(await Cells.List($"passwords/{victim.AccountId}/", Ct));
        Assert.True(await Cells.Write(replaced.Name, replaced.Version, own.Value, Ct));

        Assert.Equal("CREDENTIAL_DAMAGED", await RecordsFixture.Reason(() => records.Token("replaced.hash", Initial)));
        Assert.NotEmpty(await records.Token("own.hash", Initial));
    }

    [Fact]
    public async Task T3_A_hash_that_is_missing_is_named_as_damage_and_a_reset_by_two_is_the_way_back()
    {
        var (_, account) = await Staff("missing.hash");
        var cell = Assert.Single(await Cells.List($"passwords/{account.AccountId}/", Ct));
        Assert.True(await Cells.Write(cell.Name, cell.Version, null, Ct));

        Assert.Equal("CREDENTIAL_DAMAGED", await RecordsFixture.Reason(() => records.Token("missing.hash", Initial)));
        await records.Approve(await ProposeReset(account, Chosen));
        Assert.NotEmpty(await records.Token("missing.hash", Chosen));
    }

    [Fact]
    public async Task G3_One_administrator_alone_opens_no_account()
    {
        var person = await Register();
        var proposed = await Propose(person, "waits.for.two");

        Assert.Equal((AccountStatus.Proposed, AccountChange.Open), (proposed.Status, proposed.Pending.Change));
        Assert.Equal("SIGN_IN_FAILED", await RecordsFixture.Reason(() => records.Token("waits.for.two", Initial)));
        Assert.Equal("SECOND_PERSON_REQUIRED", await RecordsFixture.Reason(async () => await (await Administrator()).ApproveAccountChangeAsync(
            new() { RequestId = NewId, Etag = proposed.Etag, AccountId = proposed.AccountId, ProposalId = proposed.Pending.ProposalId })));

        await records.Approve(proposed);
        Assert.NotEmpty(await records.Token("waits.for.two", Initial));
    }

    [Fact]
    public async Task G3_A_person_has_one_live_account()
    {
        var (person, account) = await Staff("one.account");

        Assert.Equal("ACCOUNT_HELD", await RecordsFixture.Reason(() => Propose(person, "another.account")));
        await records.Approve(await ProposeClosing(account));
        var again = await Propose(person, "one.account");
        Assert.NotEqual(account.AccountId, again.AccountId);
    }

    [Fact]
    public async Task G3_A_user_name_never_comes_to_mean_somebody_else()
    {
        var (_, account) = await Staff("name.for.ever");
        await records.Approve(await ProposeClosing(account));

        Assert.Equal("USER_NAME_TAKEN", await RecordsFixture.Reason(async () => await Propose(await Register(), "name.for.ever")));
    }

    [Fact]
    public async Task G3_A_declined_proposal_leaves_nothing_behind()
    {
        var person = await Register();
        var proposed = await Propose(person, "declined.one");
        var declined = (await new AccountsService.AccountsServiceClient(await records.As("shao.jingxing")).DeclineAccountChangeAsync(
            new() { RequestId = NewId, Etag = proposed.Etag, AccountId = proposed.AccountId, ProposalId = proposed.Pending.ProposalId })).Account;

        Assert.Equal(AccountStatus.Closed, declined.Status);
        Assert.Equal("SIGN_IN_FAILED", await RecordsFixture.Reason(() => records.Token("declined.one", Initial)));
        Assert.Empty(await Cells.List($"passwords/{proposed.AccountId}/", Ct));
        Assert.Equal(AccountStatus.Proposed, (await Propose(person, "declined.one")).Status);
    }

    [Fact]
    public async Task G3_An_old_request_repeated_takes_nothing_from_the_password_and_the_sessions_of_now()
    {
        var person = await Register();
        var (administrator, approver) = (await Administrator(), new AccountsService.AccountsServiceClient(await records.As("shao.jingxing")));
        var opening = new OpenAccountRequest { RequestId = NewId, PersonId = person.PersonId, UserName = "old.requests", InitialPassword = Initial };
        var account = (await administrator.OpenAccountAsync(opening)).Account;
        var approving = new ApproveAccountChangeRequest { RequestId = NewId, Etag = account.Etag, AccountId = account.AccountId, ProposalId = account.Pending.ProposalId };
        account = (await approver.ApproveAccountChangeAsync(approving)).Account;
        var reset = await ProposeReset(account, "Other-2026");
        var declining = new DeclineAccountChangeRequest { RequestId = NewId, Etag = reset.Etag, AccountId = account.AccountId, ProposalId = reset.Pending.ProposalId };
        await administrator.DeclineAccountChangeAsync(declining);
        await Change(records.With(await records.Token("old.requests", Initial)), account, Initial, Chosen);
        var session = await SignIn("old.requests", Chosen);

        foreach (var repeat in new Func<Task>[]
        {
            async () => await administrator.OpenAccountAsync(opening),
            async () => await approver.ApproveAccountChangeAsync(approving),
            async () => await administrator.DeclineAccountChangeAsync(declining),
        })
        {
            await repeat();
            Assert.Single(await Cells.List($"passwords/{account.AccountId}/", Ct));
            Assert.Equal("", await Renewed(session.RenewalKey));
            Assert.NotEmpty(await records.Token("old.requests", Chosen));
        }
    }

    [Fact]
    public async Task G3_An_old_change_of_password_or_end_of_session_repeated_takes_nothing_from_those_of_now()
    {
        var (_, account) = await Staff("old.change");
        var me = new AccountsService.AccountsServiceClient(records.With(await records.Token("old.change", Initial)));
        var ending = new EndSessionRequest { RequestId = NewId, All = true };
        await me.EndSessionAsync(ending);
        me = new(records.With(await records.Token("old.change", Initial)));
        var changing = new ChangePasswordRequest
        {
            RequestId = NewId, Etag = (await me.GetMeAsync(new())).AccountEtag, AccountId = account.AccountId, CurrentPassword = Initial, NewPassword = Chosen,
        };
        await me.ChangePasswordAsync(changing);
        await Change(records.With(await records.Token("old.change", Chosen)), account, Chosen, "Other-2026");
        var session = await SignIn("old.change", "Other-2026");
        me = new(records.With(session.Token));

        await me.ChangePasswordAsync(changing);
        await me.EndSessionAsync(ending);

        Assert.Equal("", await Renewed(session.RenewalKey));
        Assert.NotEmpty(await records.Token("old.change", "Other-2026"));
    }

    [Fact]
    public async Task G3_The_holder_does_not_veto_the_closing_or_reset_of_the_own_account()
    {
        var (_, account) = await Staff("no.veto", Post.SecurityAdministrator);
        await Change(records.With(await records.Token("no.veto", Initial)), account, Initial, Chosen);
        var token = await records.Token("no.veto", Chosen);
        var (_, plain) = await Staff("no.veto.either");
        await Change(records.With(await records.Token("no.veto.either", Initial)), plain, Initial, Chosen);
        var plainToken = await records.Token("no.veto.either", Chosen);

        var (reset, closing) = (await ProposeReset(plain, "Other-2026"), await ProposeClosing(account));

        Assert.Equal("NOT_PERMITTED", await RecordsFixture.Reason(() => Decline(plainToken, reset)));
        Assert.Equal("HOLDER_MAY_NOT_DECLINE", await RecordsFixture.Reason(() => Decline(token, closing)));
        await Decline(await records.Token("qiao.anlan", RecordsFixture.Password), closing);
        await records.Approve(reset);
        await records.Approve(await ProposeClosing(account));
        Assert.Equal(("NOT_SIGNED_IN", "ACCOUNT_UNKNOWN"), (await Refused(plainToken), await Refused(token)));
    }

    [Fact]
    public async Task G3_Closing_by_two_and_a_new_password_end_every_token_at_once()
    {
        var (_, account) = await Staff("ends.at.once");
        var token = await records.Token("ends.at.once", Initial);
        await Change(records.With(token), account, Initial, Chosen);
        Assert.Equal("NOT_SIGNED_IN", await Refused(token));

        token = await records.Token("ends.at.once", Chosen);
        var proposed = await ProposeClosing(account);
        Assert.Equal("", await Refused(token));
        await records.Approve(proposed);
        Assert.Equal("ACCOUNT_UNKNOWN", await Refused(token));
        Assert.Equal("SIGN_IN_FAILED", await RecordsFixture.Reason(() => records.Token("ends.at.once", Chosen)));
    }

    [Fact]
    public async Task G3_The_person_closes_the_own_account_alone()
    {
        var (_, account) = await Staff("closes.own");
        var token = await records.Token("closes.own", Initial);
        var me = new AccountsService.AccountsServiceClient(records.With(token));

        var closed = (await me.CloseAccountAsync(new() { RequestId = NewId, Etag = (await me.GetMeAsync(new())).AccountEtag, AccountId = account.AccountId })).Account;

        Assert.Equal(AccountStatus.Closed, closed.Status);
        Assert.NotEqual("", await Refused(token));
    }

    [Fact]
    public async Task G3_The_person_sees_at_the_next_sign_in_what_happened_to_the_account_and_who_did_it()
    {
        var (_, account) = await Staff("sees.news");
        Assert.Equal([AccountEventKind.OpenProposed, AccountEventKind.Opened], (await SignIn("sees.news", Initial)).News.Select(one => one.Kind));
        await records.Approve(await ProposeReset(account, Chosen));

        var signedIn = await SignIn("sees.news", Chosen);

        Assert.Equal([(AccountEventKind.ResetProposed, "乔安澜"), (AccountEventKind.PasswordReset, "邵景行")], signedIn.News.Select(one => (one.Kind, one.ByName)));
        Assert.Empty((await SignIn("sees.news", Chosen)).News);
        Assert.Equal(4, (await new AccountsService.AccountsServiceClient(records.With(signedIn.Token)).GetMeAsync(new())).AccountEvents.Count);
    }

    [Fact]
    public async Task G3_A_post_that_ends_today_carries_no_duty_from_now_on()
    {
        var (person, account) = await Staff("post.ends", Post.Publisher);
        await Change(records.With(await records.Token("post.ends", Initial)), account, Initial, Chosen);
        var me = new AccountsService.AccountsServiceClient(records.With(await records.Token("post.ends", Chosen)));
        Assert.Contains("Publish", (await me.GetMeAsync(new())).Duties);

        var people = await People();
        person = (await people.GetPersonAsync(new() { PersonId = person.PersonId })).Person;
        var ended = (await people.EndPostAsync(new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, Post = Post.Publisher, To = Today })).Person;

        Assert.DoesNotContain("Publish", (await me.GetMeAsync(new())).Duties);
        Assert.Equal((Today, true), (Assert.Single(ended.Posts).To, ended.Posts[0].EndedAtOnce));
    }

    [Fact]
    public async Task G3_A_session_is_renewed_by_its_key_alone_and_ended_with_all_its_tokens()
    {
        await Staff("has.session");
        var first = await SignIn("has.session", Initial);
        var other = await SignIn("has.session", Initial);
        var renewed = await Anybody.RenewSessionAsync(new() { RenewalKey = first.RenewalKey }, cancellationToken: Ct);
        Assert.Equal("", await Refused(renewed.Token));
        Assert.Equal(first.SessionEnds, renewed.SessionEnds);

        await new AccountsService.AccountsServiceClient(records.With(renewed.Token)).EndSessionAsync(new() { RequestId = NewId });

        Assert.Equal(("NOT_SIGNED_IN", "NOT_SIGNED_IN", ""), (await Refused(first.Token), await Refused(renewed.Token), await Refused(other.Token)));
        Assert.Equal("SESSION_ENDED", await Renewed(first.RenewalKey));
        Assert.Equal("SESSION_ENDED", await Renewed(first.RenewalKey[..^2] + "AA"));
        Assert.Equal("", await Renewed(other.RenewalKey));
        await new AccountsService.AccountsServiceClient(records.With(other.Token)).EndSessionAsync(new() { RequestId = NewId, All = true });
        Assert.Equal(("NOT_SIGNED_IN", "SESSION_ENDED"), (await Refused(other.Token), await Renewed(other.RenewalKey)));
    }

    [Fact]
    public async Task G5_Who_guesses_from_elsewhere_does_not_lock_out_the_holders_own_desk()
    {
        var (_, account) = await Staff("known.desk");
        await records.Token("known.desk", Initial);
        var elsewhere = new AccountsService.AccountsServiceClient(From("203.0.113.9"));
        for (var failure = 0; failure < 5; failure++)
        {
            Assert.Equal("SIGN_IN_FAILED", await RecordsFixture.Reason(async () => await elsewhere.SignInAsync(new() { UserName = "known.desk", Password = "Wrong-2026" })));
        }

        var yetElsewhere = new AccountsService.AccountsServiceClient(From("198.51.100.7"));
        Assert.Equal("SIGN_IN_LOCKED", await RecordsFixture.Reason(async () => await yetElsewhere.SignInAsync(new() { UserName = "known.desk", Password = Initial })));
        Assert.NotEmpty(await records.Token("known.desk", Initial));
        var found = await (await Administrator()).FindAccountAsync(new() { UserName = "known.desk" });
        Assert.True(found.Locked);
        await (await Administrator()).UnlockAccountAsync(new() { RequestId = NewId, Etag = found.Account.Etag, AccountId = account.AccountId });
        Assert.NotEmpty((await yetElsewhere.SignInAsync(new() { UserName = "known.desk", Password = Initial })).Token);
    }

    [Fact]
    public async Task G5_A_source_that_fails_too_often_over_all_names_waits_unless_the_account_knows_it()
    {
        await Staff("unbraked.here");
        const string Office = "192.0.2.77";
        var office = new AccountsService.AccountsServiceClient(From(Office));
        await office.SignInAsync(new() { UserName = "unbraked.here", Password = Initial });
        var sources = records.Services.GetRequiredKeyedService<SignInSources>("records");
        for (var failure = 0; failure < SignInSources.MostFailures; failure++)
        {
            sources.Failed(Office);
        }

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await office.SignInAsync(new() { UserName = "some.stranger", Password = "Wrong-2026" }));
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.NotEmpty((await office.SignInAsync(new() { UserName = "unbraked.here", Password = Initial })).Token);
    }

    [Fact]
    public async Task G8_The_scheme_of_a_token_is_read_in_any_case()
    {
        var token = await records.Token("qin.yanqiu", RecordsFixture.Password);
        var me = new AccountsService.AccountsServiceClient(records.Anybody.Intercept(headers =>
        {
            headers.Add("authorization", $"bearer {token}");
            return headers;
        }));

        Assert.Equal("秦砚秋", (await me.GetMeAsync(new())).Name);
    }

    [Fact]
    public async Task G8_An_old_answer_is_not_told_to_who_lost_the_right_meanwhile()
    {
        var people = await People();
        var person = (await people.RegisterPersonAsync(new() { RequestId = NewId, Name = "江调离", Title = "主任", Department = "minbao" })).Person;
        person = (await people.AssignPostAsync(new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, Post = Post.DepartmentLead, From = "2026-01-01" })).Person;
        var account = await records.OpenAccount(person.PersonId, "moves.away", Initial);
        await Change(records.With(await records.Token("moves.away", Initial)), account, Initial, Chosen);
        var cases = new CaseService.CaseServiceClient(records.With(await records.Token("moves.away", Chosen)));
        var request = new RegisterClueRequest
        {
            RequestId = NewId, Source = ClueSource.Report, Summary = "举报台账不实", PartyKind = PartyKind.LegalPerson, Party = new() { Name = "平顶山丙公司", Address = "平顶山市丙路3号" },
        };
        var first = await cases.RegisterClueAsync(request);
        Assert.Equal(first.Case.CaseId, (await cases.RegisterClueAsync(request)).Case.CaseId);

        await people.MovePersonAsync(new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, Department = "jieneng", From = Today });

        Assert.Equal("NOT_PERMITTED", await RecordsFixture.Reason(async () => await cases.RegisterClueAsync(request)));
    }

    [Fact]
    public async Task T3_Verify_names_a_credential_that_is_not_what_the_ledger_commits_to()
    {
        var (_, account) = await Staff("verified.hash");
        var ledger = records.Services.GetRequiredKeyedService<ServiceLedger>("records");
        var cell = Assert.Single(await Cells.List($"passwords/{account.AccountId}/", Ct));

        Assert.Empty(await Faults(cell.Value));
        Assert.Contains("不一致", Assert.Single(await Faults([.. cell.Value, 0])), StringComparison.Ordinal);
        Assert.Contains($"{cell.Name} is missing", Assert.Single(await Faults(null)), StringComparison.Ordinal);

        Task<IReadOnlyList<string>> Faults(byte[]? secret) =>
            new CredentialCompanions().Faults([$"accounts/{account.AccountId}"], new OfStore(ledger), _ => secret, ledger.Ring, Ct);
    }

    [Fact]
    public async Task G10_Who_must_change_the_password_first_is_told_so_and_by_which_call()
    {
        await Staff("first.administrator", Post.SecurityAdministrator);
        var people = new PeopleService.PeopleServiceClient(records.With(await records.Token("first.administrator", Initial)));

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await people.RegisterPersonAsync(
            new() { RequestId = NewId, Name = "江试用", Title = "科员", Department = "bangongshi" }));

        Assert.Equal("PASSWORD_CHANGE_REQUIRED", refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
        Assert.Contains("changePassword", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T3_The_operators_way_back_needs_a_second_administrator_and_tells_all_of_them()
    {
        await using var test = await TestPlatform.Start([new RecordsModule()], replace: Host.Suite.Adapters);
        await test.Platform.Services.GetRequiredService<IDemoData>().Prepare(Ct);
        var recovery = test.Platform.Services.GetRequiredService<IAccountRecovery>();
        var accounts = new AccountsService.AccountsServiceClient(test.Channel("records"));

        foreach (var (second, password) in new[] { ("", ""), ("shao.jingxing", "Wrong-2026"), ("qin.yanqiu", RecordsFixture.Password) })
        {
            Assert.Equal("SECOND_PERSON_REQUIRED", (await Assert.ThrowsAsync<Fault>(() => recovery.Recover("qiao.anlan", second, password, Ct))).Type.Reason);
        }

        var initial = await recovery.Recover("qiao.anlan", "shao.jingxing", RecordsFixture.Password, Ct);

        var signedIn = await accounts.SignInAsync(new() { UserName = "qiao.anlan", Password = initial }, cancellationToken: Ct);
        Assert.True(signedIn.PasswordChangeRequired);
        Assert.Contains(signedIn.News, one => one.Kind == AccountEventKind.Recovered);
        var told = Assert.Single((await accounts.SignInAsync(new() { UserName = "shao.jingxing", Password = RecordsFixture.Password }, cancellationToken: Ct)).News, one => one.Kind == AccountEventKind.Recovered);
        Assert.NotEmpty(told.AccountId);
    }

    [Fact]
    public async Task G5_Who_guesses_at_the_machine_is_locked_out_like_at_a_sign_in()
    {
        await using var test = await TestPlatform.Start([new RecordsModule()], replace: Host.Suite.Adapters);
        await test.Platform.Services.GetRequiredService<IDemoData>().Prepare(Ct);
        var recovery = test.Platform.Services.GetRequiredService<IAccountRecovery>();
        Assert.NotNull(await recovery.Confirm("shang.minghui", RecordsFixture.Password, Ct));

        for (var failure = 0; failure < 5; failure++)
        {
            Assert.Null(await recovery.Confirm("shang.minghui", "Wrong-2026", Ct));
            var refused = await Assert.ThrowsAsync<Fault>(() => recovery.Recover("qiao.anlan", "shao.jingxing", "Wrong-2026", Ct));
            Assert.Equal("SECOND_PERSON_REQUIRED", refused.Type.Reason);
        }

        Assert.Equal("SIGN_IN_LOCKED", (await Assert.ThrowsAsync<Fault>(() => recovery.Confirm("shang.minghui", RecordsFixture.Password, Ct))).Type.Reason);
        Assert.Equal("SIGN_IN_LOCKED", (await Assert.ThrowsAsync<Fault>(() => recovery.Recover("qiao.anlan", "shao.jingxing", RecordsFixture.Password, Ct))).Type.Reason);
        var signedIn = await new AccountsService.AccountsServiceClient(test.Channel("records")).SignInAsync(
            new() { UserName = "shang.minghui", Password = RecordsFixture.Password }, cancellationToken: Ct);
        Assert.Contains(signedIn.News, one => one.Kind == AccountEventKind.Locked);
    }

    [Fact]
    public async Task S2_Who_takes_the_administrators_out_of_the_view_does_not_recover_alone()
    {
        await using var test = await Demonstration();
        AlteredCells.Run(ViewOf(test), "DELETE FROM people");
        var recovery = test.Platform.Services.GetRequiredService<IAccountRecovery>();

        Assert.Equal("SECOND_PERSON_REQUIRED", (await Assert.ThrowsAsync<Fault>(() => recovery.Recover("qiao.anlan", "", "", Ct))).Type.Reason);
        Assert.NotEmpty(await recovery.Recover("qiao.anlan", "shao.jingxing", RecordsFixture.Password, Ct));
    }

    [Fact]
    public async Task S2_Who_puts_things_of_others_into_a_view_is_shown_none_of_them()
    {
        await using var test = await Demonstration();
        AlteredCells.Run(ViewOf(test), "UPDATE people SET organ = 'pds-gxj'");
        var channel = test.Channel("records");
        var signedIn = await new AccountsService.AccountsServiceClient(channel).SignInAsync(new() { UserName = "qiao.anlan", Password = RecordsFixture.Password }, cancellationToken: Ct);

        var listed = await new PeopleService.PeopleServiceClient(channel).ListPeopleAsync(new() { PageSize = 200 }, TestPlatform.Bearer(signedIn.Token), cancellationToken: Ct);

        Assert.NotEmpty(listed.People);
        Assert.All(listed.People, one => Assert.Equal("pds-gxj", one.Organ));
    }

    [Fact]
    public async Task S14_A_hash_is_not_forgotten_before_the_act_that_makes_it_count()
    {
        var (_, account) = await Staff("kept.meanwhile");
        var passwords = records.Services.GetRequiredService<Passwords>();
        var state = await records.Services.GetRequiredKeyedService<Streams<AccountState>>("records").Load(account.AccountId, Ct);
        var coming = await passwords.Keep(account.AccountId, state.Version + 1, Chosen, initial: false, source: "", Ct);
        var lost = await passwords.Keep(account.AccountId, state.Version, Chosen, initial: false, source: "", Ct);

        await passwords.ForgetOthers(account.AccountId, Ct);

        Assert.NotNull(await Cells.Read(coming.Cell, Ct));
        Assert.Null(await Cells.Read(lost.Cell, Ct));
        await records.Approve(await ProposeReset(account, Chosen));
        await passwords.ForgetOthers(account.AccountId, Ct);
        Assert.Single(await Cells.List($"passwords/{account.AccountId}/", Ct));
    }

    [Fact]
    public async Task S14_An_old_unlocking_repeated_ends_no_lock_of_now()
    {
        var (_, account) = await Staff("unlocked.once");
        await Lock("unlocked.once");
        var unlocking = new UnlockAccountRequest { RequestId = NewId, Etag = await EtagOf(account), AccountId = account.AccountId };
        await (await Administrator()).UnlockAccountAsync(unlocking);
        Assert.NotEmpty(await records.Token("unlocked.once", Initial));
        await Lock("unlocked.once");

        await (await Administrator()).UnlockAccountAsync(unlocking);

        Assert.True((await (await Administrator()).FindAccountAsync(new() { UserName = "unlocked.once" })).Locked);
        Assert.Equal("SIGN_IN_LOCKED", await RecordsFixture.Reason(() => records.Token("unlocked.once", Initial)));
        await (await Administrator()).UnlockAccountAsync(new() { RequestId = NewId, Etag = await EtagOf(account), AccountId = account.AccountId });
        Assert.NotEmpty(await records.Token("unlocked.once", Initial));
    }

    private async Task Lock(string userName)
    {
        for (var failure = 0; failure < 5; failure++)
        {
            Assert.Equal("SIGN_IN_FAILED", await RecordsFixture.Reason(() => records.Token(userName, "Wrong-2026")));
        }
    }

    /// <summary>The demonstration, alone, its view in step.</summary>
    private static async Task<TestPlatform> Demonstration()
    {
        var test = await TestPlatform.Start([new RecordsModule()], options => options with { ScrubEntriesPerSecond = 0 }, Host.Suite.Adapters);
        await test.Platform.Services.GetRequiredService<IDemoData>().Prepare(Ct);
        var role = test.Platform.Services.GetRequiredKeyedService<RoleParts>("records");
        await role.Views.WaitFor(RegistersView.ViewName, role.Running.Head - 1, Ct);
        return test;
    }

    private static string ViewOf(TestPlatform test) =>
        Directory.GetFiles(Path.Combine(test.Platform.Services.GetRequiredService<PlatformOptions>().DataDirectory, "records", "views"), "registers.*.db").Single();

    /// <summary>Entries read from the store, as the verifier reads them from the file.</summary>
    private sealed class OfStore(ServiceLedger ledger) : IEntries
    {
        public long Known => 0;

        public ValueTask<long> Count(CancellationToken ct) => new(0L);

        public async ValueTask<ImmutableArray<DecodedEntry>> ReadFrom(long position, int max, CancellationToken ct) =>
            [.. (await ledger.Store.ReadFrom(position, max, ct)).Select(ledger.Decoder.Decode)];

        public async ValueTask<ImmutableArray<DecodedEntry>> ReadStream(string stream, long afterVersion, int max, CancellationToken ct) =>
            [.. (await ledger.Store.ReadStream(stream, afterVersion, max, ct)).Select(ledger.Decoder.Decode)];

        public Task Wait(long position, TimeSpan longest, CancellationToken ct) => Task.CompletedTask;
    }

    private CallInvoker From(string source) => records.Anybody.Intercept(headers =>
    {
        headers.Add("x-forwarded-for", source);
        return headers;
    });

    private async Task<SignInResponse> SignIn(string userName, string password) =>
        await Anybody.SignInAsync(new() { UserName = userName, Password = password }, cancellationToken: Ct);

    private async Task<AccountsService.AccountsServiceClient> Administrator() => new(await records.As("qiao.anlan"));

    private async Task<PeopleService.PeopleServiceClient> People() => new(await records.As("qiao.anlan"));

    private async Task<Person> Register() =>
        (await (await People()).RegisterPersonAsync(new() { RequestId = NewId, Name = "江试用", Title = "科员", Department = "bangongshi" })).Person;

    private async Task<(Person Person, Account Account)> Staff(string userName, Post post = Post.Unspecified)
    {
        var person = await Register();
        if (post != Post.Unspecified)
        {
            person = (await (await People()).AssignPostAsync(new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, Post = post, From = "2026-01-01" })).Person;
        }

        return (person, await records.OpenAccount(person.PersonId, userName, Initial));
    }

    private async Task<Account> Propose(Person person, string userName) => (await (await Administrator()).OpenAccountAsync(
        new() { RequestId = NewId, PersonId = person.PersonId, UserName = userName, InitialPassword = Initial })).Account;

    private async Task<Account> ProposeReset(Account account, string password) => (await (await Administrator()).ResetPasswordAsync(
        new() { RequestId = NewId, Etag = await EtagOf(account), AccountId = account.AccountId, InitialPassword = password })).Account;

    private async Task<Account> ProposeClosing(Account account) => (await (await Administrator()).CloseAccountAsync(
        new() { RequestId = NewId, Etag = await EtagOf(account), AccountId = account.AccountId })).Account;

    private async Task<string> EtagOf(Account account) =>
        (await (await Administrator()).FindAccountAsync(new() { UserName = account.UserName })).Account.Etag;

    private static async Task Change(CallInvoker calls, Account account, string current, string chosen)
    {
        var me = new AccountsService.AccountsServiceClient(calls);
        await me.ChangePasswordAsync(new()
        {
            RequestId = NewId,
            Etag = (await me.GetMeAsync(new())).AccountEtag,
            AccountId = account.AccountId,
            CurrentPassword = current,
            NewPassword = chosen,
        });
    }

    private async Task Decline(string token, Account proposed) => await new AccountsService.AccountsServiceClient(records.With(token)).DeclineAccountChangeAsync(
        new() { RequestId = NewId, Etag = proposed.Etag, AccountId = proposed.AccountId, ProposalId = proposed.Pending.ProposalId });

    /// <summary>The reason why a token is refused; empty where it is good.</summary>
    private async Task<string> Refused(string token)
    {
        try
        {
            await new AccountsService.AccountsServiceClient(records.With(token)).GetMeAsync(new());
            return "";
        }
        catch (RpcException refused)
        {
            return refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
        }
    }

    private async Task<string> Renewed(string key)
    {
        try
        {
            return await Refused((await Anybody.RenewSessionAsync(new() { RenewalKey = key }, cancellationToken: Ct)).Token);
        }
        catch (RpcException refused)
        {
            return refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
        }
    }
}
