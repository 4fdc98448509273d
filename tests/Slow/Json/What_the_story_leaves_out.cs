using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Xunit;

namespace EnforcementPlatform.Tests.Slow.Json;

/// <summary>Operations that one case has no use for: registers, accounts, rules, retention, logs, and what services ask each other.</summary>
internal sealed class What_the_story_leaves_out(Func<string, CallInvoker> anybodyTo, ProductFolders folders, Cast cast, Scene scene)
{
    private const string Paper = "平工信〔2026〕99号";
    private const string FirstPassword = "Chosen-2026-1";
    private const string NextPassword = "Chosen-2026-2";

    private Player _people = null!;
    private Player _machines = null!;
    private Player _audit = null!;

    public async Task Play()
    {
        _people = await Player.SignIn(anybodyTo, "qiao.anlan", Cast.Password, scene.Ct);
        _machines = await Player.SignIn(anybodyTo, "shao.jingxing", Cast.Password, scene.Ct);
        _audit = await Player.SignIn(anybodyTo, "yin.zhiwei", Cast.Password, scene.Ct);
        await Organs();
        await People();
        await Editions();
        await OtherHandlers();
        await Services();
        await Retention();
        await Supervision();
        await Logs();
    }

    private async Task Organs()
    {
        var organs = new OrganService.OrganServiceClient(_machines.CallsTo(ServiceRole.Records));
        await organs.RegisterOrganAsync(new()
        {
            RequestId = NewId(), Code = "pds-third", Name = "演示市第三演示局", Uscc = "11410400MB0DEM0171", Nature = OrganNature.Administrative, DocumentWord = "平三演",
            Area = "演示市", ReconsiderationOrgan = "演示市人民政府", Court = "演示市示例区人民法院", Departments = { new Department { Code = "zhifa", Name = "执法科" } },
        });
        Assert.Equal("平三演", (await organs.GetOrganAsync(new() { Code = "pds-third" })).Organ.DocumentWord);
        Assert.Equal(3, (await organs.ListOrgansAsync(new())).Organs.Count);
        var organ = (await organs.GetOrganAsync(new() { Code = "pds-third", On = "2026-03-01" })).Organ;
        organ = (await organs.ChangeOrganAsync(new()
        {
            RequestId = NewId(), Etag = organ.Etag, Code = organ.Code, From = "2026-04-01", Name = "平顶山市第三演示管理局", Uscc = organ.Uscc, DocumentWord = "平三演",
            Area = organ.Area, ReconsiderationOrgan = organ.ReconsiderationOrgan, Court = organ.Court,
        })).Organ;
        organ = (await organs.SetDepartmentAsync(new() { RequestId = NewId(), Etag = organ.Etag, Code = organ.Code, Department = "fagui", Name = "法规科", From = "2026-04-01" })).Organ;
        organ = (await organs.CloseDepartmentAsync(new() { RequestId = NewId(), Etag = organ.Etag, Code = organ.Code, Department = "zhifa", LastDay = "2026-05-01" })).Organ;
        organ = (await organs.EndOrganAsync(new() { RequestId = NewId(), Etag = organ.Etag, Code = organ.Code, LastDay = "2026-06-30", Successor = "pds-gxj" })).Organ;
        Assert.Equal("pds-gxj", organ.Successor);
    }

    private async Task People()
    {
        var people = new PeopleService.PeopleServiceClient(_people.CallsTo(ServiceRole.Records));
        var person = (await people.RegisterPersonAsync(new() { RequestId = NewId(), Name = "宁知远", Title = "科员", Department = "minbao", InEstablishment = true })).Person;
        person = (await people.IssueCertificateAsync(new()
        {
            RequestId = NewId(), Etag = person.Etag, PersonId = person.PersonId, Number = "DEMO-0099", Kinds = { EnforcementKind.Penalty }, Area = "演示市",
            ValidFrom = "2026-01-01", ValidTo = "2030-12-31",
        })).Person;
        person = (await people.AssignPostAsync(new() { RequestId = NewId(), Etag = person.Etag, PersonId = person.PersonId, Post = Contracts.Records.Post.Officer, From = "2026-02-01" })).Person;
        person = (await people.EndPostAsync(new() { RequestId = NewId(), Etag = person.Etag, PersonId = person.PersonId, Post = Contracts.Records.Post.Officer, To = "2030-12-31" })).Person;
        person = (await people.SuspendCertificateAsync(new()
        {
            RequestId = NewId(), Etag = person.Etag, PersonId = person.PersonId, Number = "DEMO-0099", Kind = SuspensionKind.Withheld, From = "2030-01-01", To = "2030-02-01",
        })).Person;
        Assert.Equal(person, (await people.GetPersonAsync(new() { PersonId = person.PersonId })).Person);
        Assert.Contains(person, (await people.ListPeopleAsync(new() { PageSize = 100 })).People);
        await Account(person.PersonId);
        person = (await people.RenamePersonAsync(new() { RequestId = NewId(), Etag = person.Etag, PersonId = person.PersonId, Name = "宁致远", Title = "科长", From = "2026-05-01" })).Person;
        person = (await people.MovePersonAsync(new() { RequestId = NewId(), Etag = person.Etag, PersonId = person.PersonId, Department = "jieneng", From = "2026-05-01" })).Person;
        await people.RecordLeavingAsync(new() { RequestId = NewId(), Etag = person.Etag, PersonId = person.PersonId, LastDay = "2026-06-30" });
    }

    private async Task Approve(Account proposed) => await new AccountsService.AccountsServiceClient(_machines.CallsTo(ServiceRole.Records)).ApproveAccountChangeAsync(
        new() { RequestId = NewId(), Etag = proposed.Etag, AccountId = proposed.AccountId, ProposalId = proposed.Pending.ProposalId });

    private async Task Account(string personId)
    {
        var accounts = new AccountsService.AccountsServiceClient(_people.CallsTo(ServiceRole.Records));
        await Approve((await accounts.OpenAccountAsync(new() { RequestId = NewId(), PersonId = personId, UserName = "ning.zhiyuan", InitialPassword = FirstPassword })).Account);
        var opened = await Player.SignIn(anybodyTo, "ning.zhiyuan", FirstPassword, scene.Ct);
        await new AccountsService.AccountsServiceClient(opened.CallsTo(ServiceRole.Records)).ChangePasswordAsync(new()
        {
            RequestId = NewId(), Etag = opened.Me.AccountEtag, AccountId = opened.Me.AccountId, CurrentPassword = FirstPassword, NewPassword = NextPassword,
        });
        var changed = await Player.SignIn(anybodyTo, "ning.zhiyuan", NextPassword, scene.Ct);
        Assert.False(changed.Me.PasswordChangeRequired);
        await Lock("ning.zhiyuan");
        Assert.Equal("SIGN_IN_LOCKED", await Refused(() => Player.SignIn(anybodyTo, "ning.zhiyuan", NextPassword, scene.Ct)));
        var locked = await accounts.FindAccountAsync(new() { UserName = "ning.zhiyuan" });
        await accounts.UnlockAccountAsync(new() { RequestId = NewId(), Etag = locked.Account.Etag, AccountId = locked.Account.AccountId });
        await Player.SignIn(anybodyTo, "ning.zhiyuan", NextPassword, scene.Ct);
        var found = await accounts.FindAccountAsync(new() { UserName = "ning.zhiyuan" });
        var reset = (await accounts.ResetPasswordAsync(new() { RequestId = NewId(), Etag = found.Account.Etag, AccountId = found.Account.AccountId, InitialPassword = FirstPassword })).Account;
        await accounts.DeclineAccountChangeAsync(new() { RequestId = NewId(), Etag = reset.Etag, AccountId = reset.AccountId, ProposalId = reset.Pending.ProposalId });
        var anybody = new AccountsService.AccountsServiceClient(anybodyTo(ServiceRole.Records));
        var session = await anybody.SignInAsync(new() { UserName = "ning.zhiyuan", Password = NextPassword });
        Assert.NotEmpty((await anybody.RenewSessionAsync(new() { RenewalKey = session.RenewalKey })).Token);
        var again = await Player.SignIn(anybodyTo, "ning.zhiyuan", NextPassword, scene.Ct);
        await new AccountsService.AccountsServiceClient(again.CallsTo(ServiceRole.Records)).EndSessionAsync(new() { RequestId = NewId() });
        found = await accounts.FindAccountAsync(new() { UserName = "ning.zhiyuan" });
        await Approve((await accounts.CloseAccountAsync(new() { RequestId = NewId(), Etag = found.Account.Etag, AccountId = found.Account.AccountId })).Account);
        Assert.NotEmpty((await new AccountsService.AccountsServiceClient(anybodyTo(ServiceRole.Records)).GetSigningKeysAsync(new())).Keys);
    }

    private async Task Editions()
    {
        var keeper = new EditionService.EditionServiceClient(cast.LegalLead.CallsTo(ServiceRole.Records));
        var adopted = (await keeper.AdoptEditionAsync(new()
        {
            RequestId = NewId(), Key = "hearing.threshold.citizen", Authority = EditionAuthority.Province, ValidFrom = "2032-01-01",
            Source = new() { Instrument = "试验用办法", Number = "省政府令第999号" }, Parameters = { ["fen"] = "90000000" },
        })).Edition;
        await new EditionService.EditionServiceClient(cast.Head.CallsTo(ServiceRole.Records)).ApproveEditionAsync(new() { RequestId = NewId(), Position = adopted.Position });
        Assert.Equal(adopted.Position, (await keeper.GetEditionAsync(new() { Key = adopted.Key, Day = "2032-06-01" })).Edition.Position);
        Assert.NotEmpty((await keeper.ListEditionsAsync(new() { PageSize = 100 })).Editions);
    }

    /// <summary>Another case, whose handlers change places: the story's own is in the archive.</summary>
    private async Task OtherHandlers()
    {
        var clue = (await cast.Officer.Cases.RegisterClueAsync(new()
        {
            RequestId = NewId(), Source = ClueSource.Report, Summary = "举报台账不实", PartyKind = PartyKind.LegalPerson, Party = new() { Name = "平顶山丙公司", Address = "平顶山市丙路3号" },
        })).Case;
        var filed = (await cast.Lead.Cases.FileCaseAsync(new()
        {
            CaseId = clue.CaseId, Etag = clue.Etag, RequestId = NewId(), Department = "minbao", HandlerIds = { cast.Officer.Id, cast.Partner.Id }, Cause = "涉嫌台账不实",
            ViolationEndedOn = $"{ShanghaiTime.DateOf(DateTimeOffset.UtcNow).AddDays(-2):yyyy-MM-dd}",
        })).Case;
        var assigned = (await cast.Lead.Cases.AssignHandlersAsync(new()
        {
            CaseId = filed.CaseId, Etag = filed.Etag, RequestId = NewId(), HandlerIds = { cast.Partner.Id, cast.Officer.Id }, Reason = "调整主办人员",
        })).Case;
        Assert.Equal([cast.Partner.Id, cast.Officer.Id], assigned.HandlerIds);
    }

    /// <summary>What services ask each other is documented too; the tokens are theirs.</summary>
    private async Task Services()
    {
        var file = scene.Case;
        var draft = await new CaseService.CaseServiceClient(InTheNameOf(ServiceRole.Review, ServiceRole.Records)).GetDraftForReviewAsync(new() { CaseId = file.CaseId });
        Assert.Equal(file.Draft.Digest, draft.Draft.Digest);
        var decision = await new CaseService.CaseServiceClient(InTheNameOf(ServiceRole.Disclosure, ServiceRole.Records)).GetDecisionForDisclosureAsync(new() { CaseId = file.CaseId });
        Assert.Equal(file.Decision.Number, decision.Number);
        var found = await new ReviewService.ReviewServiceClient(InTheNameOf(ServiceRole.Records, ServiceRole.Review))
            .FindClearanceAsync(new() { CaseId = file.CaseId, DraftDigest = file.Draft.Digest });
        Assert.Equal(file.Decision.Clearance.Position, found.Clearance.Position);
    }

    private async Task Retention()
    {
        var timeline = await cast.Lead.Cases.GetTimelineAsync(new() { CaseId = scene.Case.CaseId });
        var parts = new[] { new PartReference { Position = timeline.Items[0].Position, Part = 1 } };
        RetentionService.RetentionServiceClient As(Player who) => new(who.CallsTo(ServiceRole.Records));
        await As(cast.Archivist).PlaceHoldAsync(new() { RequestId = NewId(), CaseId = scene.Case.CaseId, Reason = HoldReason.Litigation, PaperNumber = Paper });
        await As(cast.Head).LiftHoldAsync(new() { RequestId = NewId(), CaseId = scene.Case.CaseId, PaperNumber = Paper });
        foreach (var approver in new[] { cast.Lead, _audit })
        {
            await As(approver).ApproveDestructionAsync(new() { RequestId = NewId(), CaseId = scene.Case.CaseId, Parts = { parts }, Basis = DestructionBasis.LegalDuty, PaperNumber = Paper });
        }

        var left = await As(cast.Archivist).DestroyPartsAsync(new() { RequestId = NewId(), CaseId = scene.Case.CaseId, Parts = { parts }, Basis = DestructionBasis.LegalDuty, PaperNumber = Paper });
        Assert.Equal(parts, left.Retention.Destroyed);
    }

    /// <summary>What supervision was told of the story's case arrives a moment after it.</summary>
    private async Task Supervision()
    {
        var inspector = await Player.SignIn(anybodyTo, "jian.congzhou", Cast.Password, scene.Ct);
        var oversight = new SupervisionService.SupervisionServiceClient(inspector.CallsTo(ServiceRole.Supervision));
        for (var turn = 0; turn < 300 && !await Knows(CaseStage.Annulled); turn++)
        {
            await Task.Delay(100, scene.Ct);
        }

        var seen = (await oversight.GetCaseOversightAsync(new() { CaseId = scene.Case.CaseId })).Case;
        Assert.Equal((CaseStage.Annulled, 7), (seen.Stage, seen.Stages.Count));
        Assert.Contains((await oversight.ListObligationsAsync(new() { Show = ObligationFilter.All, PageSize = 200 })).Obligations, owed => owed.CaseId == seen.CaseId);

        async Task<bool> Knows(CaseStage stage) =>
            (await oversight.ListCasesAsync(new() { Stage = stage })).Cases.Any(one => one.CaseId == scene.Case.CaseId);
    }

    private async Task Logs()
    {
        var anybody = new LedgerService.LedgerServiceClient(anybodyTo(ServiceRole.Records));
        Assert.NotEmpty((await anybody.GetCheckpointAsync(new())).Note);
        Assert.Equal(32, (await FirstTile(anybody)).Hashes.Length);
        var auditor = new LedgerService.LedgerServiceClient(_audit.CallsTo(ServiceRole.Records));
        var entries = (await auditor.GetEntriesAsync(new() { PageSize = 10 })).Entries;
        var own = entries.Index().First(entry => !entry.Item.IsEmpty).Index;
        Assert.NotEmpty((await auditor.GetProofAsync(new() { Position = own })).Note);
        var system = new LedgerService.LedgerServiceClient(_machines.CallsTo(ServiceRole.Records));
        Assert.Empty((await system.ListParkedAsync(new())).Parked);

        // Nothing is parked in a healthy product: that is the documented answer of these two.
        Assert.Equal("NOT_PARKED", await Refused(async () => await system.RetryParkedAsync(new() { RequestId = NewId(), ParkedId = "OnReviewPassed.cases/x" })));
        Assert.Equal("NOT_PARKED", await Refused(async () => await system.SkipParkedAsync(new() { RequestId = NewId(), ParkedId = "OnReviewPassed.cases/x", Reason = "已另行办理" })));
    }

    /// <summary>The public head moves on the minute: a product that has just started has shown none of its entries yet.</summary>
    private static async Task<GetTileResponse> FirstTile(LedgerService.LedgerServiceClient anybody)
    {
        for (var second = 0; ; second++)
        {
            try
            {
                return await anybody.GetTileAsync(new() { Level = 0, Index = 0, Width = 1 });
            }
            catch (RpcException error) when (second < 70 && Host.Product.Refusal.Of(error).Reason == "TILE_UNKNOWN")
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    private async Task Lock(string userName)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.NotEmpty(await Refused(() => Player.SignIn(anybodyTo, userName, "Wrong-2026-1", scene.Ct)));
        }
    }

    private CallInvoker InTheNameOf(string caller, string callee)
    {
        var token = new Tokens(caller, Kernel.SigningKey.Load(folders.Keys, caller), TimeProvider.System).ForService(callee);
        return anybodyTo(callee).Intercept(headers =>
        {
            headers.Add("authorization", $"Bearer {token}");
            return headers;
        });
    }

    private static async Task<string> Refused(Func<Task> attempt) => Host.Product.Refusal.Of(await Assert.ThrowsAnyAsync<RpcException>(attempt)).Reason;

    private static string NewId() => Scene.NewRequestId();
}
