using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Grpc.Core;
using Xunit;
using Post = EnforcementPlatform.Contracts.Records.Post;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

/// <summary>Persons, organs and departments change and end, each from a day on; what was so on a day can be read for ever.</summary>
public sealed class The_registers_whole_life(RecordsFixture records)
{
    private static string NewId => RecordsFixture.NewId();

    private static DateOnly Today => ShanghaiTime.DateOf(DateTimeOffset.UtcNow);

    [Fact]
    public async Task G11_A_person_is_renamed_and_moved_and_the_day_before_is_still_told()
    {
        var people = await People();
        var person = await Register();
        person = (await people.RenamePersonAsync(new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, Name = "江新名", Title = "科长", From = "2026-05-01" })).Person;
        person = (await people.MovePersonAsync(new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, Department = "dangan", From = "2026-06-01" })).Person;

        Assert.Equal(("江新名", "科长", "dangan"), (person.Name, person.Title, person.Department));
        var before = (await people.GetPersonAsync(new() { PersonId = person.PersonId, On = "2026-05-31" })).Person;
        Assert.Equal(("江新名", "bangongshi"), (before.Name, before.Department));
        Assert.Equal("江试用", (await people.GetPersonAsync(new() { PersonId = person.PersonId, On = "2026-04-30" })).Person.Name);
        Assert.Contains((await people.ListPeopleAsync(new() { Department = "dangan", PageSize = 100 })).People, one => one.PersonId == person.PersonId);
    }

    [Fact]
    public async Task G11_A_change_counts_neither_before_the_last_one_nor_ahead()
    {
        var people = await People();
        var person = await Register();
        person = (await people.MovePersonAsync(new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, Department = "dangan", From = "2026-06-01" })).Person;

        foreach (var from in new[] { "2026-05-31", $"{Today.AddDays(1):yyyy-MM-dd}" })
        {
            Assert.Equal("INVALID_FIELDS", await RecordsFixture.Reason(async () => await people.MovePersonAsync(
                new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, Department = "minbao", From = from })));
        }

        Assert.Equal("DEPARTMENT_HELD", await RecordsFixture.Reason(async () => await people.MovePersonAsync(
            new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, Department = "dangan", From = "2026-07-01" })));
    }

    [Fact]
    public async Task G11_Whoever_leaves_has_no_post_no_certificate_and_no_account_from_then_on()
    {
        var people = await People();
        var person = await Register();
        person = (await people.AssignPostAsync(new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, Post = Post.Publisher, From = "2026-01-01" })).Person;
        await records.OpenAccount(person.PersonId, "leaves.today", "Initial-2026");
        var signedIn = await new AccountsService.AccountsServiceClient(records.Anybody).SignInAsync(new() { UserName = "leaves.today", Password = "Initial-2026" });

        var left = (await people.RecordLeavingAsync(new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, LastDay = $"{Today:yyyy-MM-dd}" })).Person;

        Assert.Equal($"{Today:yyyy-MM-dd}", left.Left);
        Assert.All(left.Posts, post => Assert.Equal((left.Left, true), (post.To, post.EndedAtOnce)));
        Assert.Equal("ACCOUNT_UNKNOWN", await RecordsFixture.Reason(async () =>
            await new AccountsService.AccountsServiceClient(records.With(signedIn.Token)).GetMeAsync(new())));
        Assert.Equal("SIGN_IN_FAILED", await RecordsFixture.Reason(() => records.Token("leaves.today", "Initial-2026")));
        Assert.Equal("SESSION_ENDED", await RecordsFixture.Reason(async () =>
            await new AccountsService.AccountsServiceClient(records.Anybody).RenewSessionAsync(new() { RenewalKey = signedIn.RenewalKey })));
        Assert.Equal("PERSON_LEFT", await RecordsFixture.Reason(async () => await people.AssignPostAsync(
            new() { RequestId = NewId, Etag = left.Etag, PersonId = person.PersonId, Post = Post.Archivist, From = "2026-01-01" })));
    }

    [Fact]
    public async Task G11_An_organ_is_renamed_its_departments_change_and_it_ends_with_a_successor()
    {
        var organs = new OrganService.OrganServiceClient(await records.As("shao.jingxing"));
        var organ = (await organs.RegisterOrganAsync(new()
        {
            RequestId = NewId, Code = "zz-old", Name = "演示旧局", Uscc = "11410400MB0DEM0171", Nature = OrganNature.Administrative, DocumentWord = "演旧",
            Area = "演示市", ReconsiderationOrgan = "演示市人民政府", Court = "演示市人民法院", Departments = { new Department { Code = "one", Name = "一科" } },
        })).Organ;

        organ = (await organs.ChangeOrganAsync(new()
        {
            RequestId = NewId, Etag = organ.Etag, Code = organ.Code, From = "2026-04-01", Name = "演示新局", Uscc = organ.Uscc, DocumentWord = "演新", Area = organ.Area,
            ReconsiderationOrgan = organ.ReconsiderationOrgan, Court = organ.Court,
        })).Organ;
        Assert.Equal("演示旧局", (await organs.GetOrganAsync(new() { Code = organ.Code, On = "2026-03-31" })).Organ.Name);
        Assert.Equal("演示新局", (await organs.GetOrganAsync(new() { Code = organ.Code })).Organ.Name);

        Assert.Equal("DEPARTMENT_LAST", await RecordsFixture.Reason(async () => await organs.CloseDepartmentAsync(
            new() { RequestId = NewId, Etag = organ.Etag, Code = organ.Code, Department = "one", LastDay = "2026-05-01" })));
        organ = (await organs.SetDepartmentAsync(new() { RequestId = NewId, Etag = organ.Etag, Code = organ.Code, Department = "two", Name = "二科", From = "2026-05-01" })).Organ;
        organ = (await organs.CloseDepartmentAsync(new() { RequestId = NewId, Etag = organ.Etag, Code = organ.Code, Department = "one", LastDay = "2026-05-01" })).Organ;
        Assert.Equal(["2026-05-01", ""], organ.Departments.Select(one => one.Closed));
        Assert.Equal("DEPARTMENT_CLOSED", await RecordsFixture.Reason(async () => await organs.SetDepartmentAsync(
            new() { RequestId = NewId, Etag = organ.Etag, Code = organ.Code, Department = "one", Name = "再设", From = "2026-06-01" })));

        Assert.Equal("SUCCESSOR_UNKNOWN", await RecordsFixture.Reason(async () => await organs.EndOrganAsync(
            new() { RequestId = NewId, Etag = organ.Etag, Code = organ.Code, LastDay = "2026-06-30", Successor = organ.Code })));
        organ = (await organs.EndOrganAsync(new() { RequestId = NewId, Etag = organ.Etag, Code = organ.Code, LastDay = "2026-06-30", Successor = "pds-gxj" })).Organ;
        Assert.Equal(("2026-06-30", "pds-gxj"), (organ.Ended, organ.Successor));
        Assert.Equal("ORGAN_ENDED", await RecordsFixture.Reason(async () => await organs.SetDepartmentAsync(
            new() { RequestId = NewId, Etag = organ.Etag, Code = organ.Code, Department = "three", Name = "三科", From = "2026-07-01" })));
    }

    [Fact]
    public async Task S16_Two_organs_that_end_in_one_another_at_the_same_moment_do_not_both_end()
    {
        var organs = new OrganService.OrganServiceClient(await records.As("shao.jingxing"));
        for (var round = 0; round < 8; round++)
        {
            var pair = new[] { await Organ(organs, $"zz-a{round}"), await Organ(organs, $"zz-b{round}") };

            var ended = await Task.WhenAll(End(pair[0], pair[1]), End(pair[1], pair[0]));

            Assert.Single(ended, reason => reason.Length == 0);
            Assert.Contains(Assert.Single(ended, reason => reason.Length > 0), new[] { "ETAG_STALE", "SUCCESSOR_UNKNOWN", "CONTENDED" });
        }

        async Task<string> End(Organ one, Organ successor)
        {
            try
            {
                await organs.EndOrganAsync(new() { RequestId = NewId, Etag = one.Etag, Code = one.Code, LastDay = "2026-06-30", Successor = successor.Code });
                return "";
            }
            catch (RpcException refused)
            {
                return refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
            }
        }
    }

    [Fact]
    public async Task S4_A_leaving_is_corrected_and_taken_back_over_the_wire()
    {
        var people = await People();
        var person = await Register();
        person = (await people.RecordLeavingAsync(new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, LastDay = $"{Today.AddDays(30):yyyy-MM-dd}" })).Person;
        person = (await people.RecordLeavingAsync(new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, LastDay = $"{Today.AddDays(3):yyyy-MM-dd}" })).Person;
        Assert.Equal($"{Today.AddDays(3):yyyy-MM-dd}", person.Left);
        Assert.Equal("INVALID_FIELDS", await RecordsFixture.Reason(async () => await people.RecordLeavingAsync(
            new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, LastDay = person.Left, Stays = true })));

        person = (await people.RecordLeavingAsync(new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, Stays = true })).Person;

        Assert.Equal("", person.Left);
        Assert.Equal("dangan", (await people.MovePersonAsync(
            new() { RequestId = NewId, Etag = person.Etag, PersonId = person.PersonId, Department = "dangan", From = $"{Today:yyyy-MM-dd}" })).Person.Department);
    }

    [Fact]
    public async Task S18_Lines_that_end_as_on_Windows_are_kept_with_line_feeds()
    {
        var people = await People();
        var request = new RegisterPersonRequest { RequestId = NewId, Name = "江试用", Title = "科员\r\n兼\r档案员", Department = "bangongshi" };

        var person = (await people.RegisterPersonAsync(request)).Person;

        Assert.Equal("科员\n兼\n档案员", person.Title);
        request.Title = "科员\n兼\n档案员";
        Assert.Equal(person.PersonId, (await people.RegisterPersonAsync(request)).Person.PersonId);
    }

    private static async Task<Organ> Organ(OrganService.OrganServiceClient organs, string code) => (await organs.RegisterOrganAsync(new()
    {
        RequestId = NewId, Code = code, Name = "演示局", Uscc = "11410400MB0DEM0171", Nature = OrganNature.Administrative, DocumentWord = "演",
        Area = "演示市", ReconsiderationOrgan = "演示市人民政府", Court = "演示市人民法院", Departments = { new Department { Code = "one", Name = "一科" } },
    })).Organ;

    private async Task<PeopleService.PeopleServiceClient> People() => new(await records.As("qiao.anlan"));

    private async Task<Person> Register() =>
        (await (await People()).RegisterPersonAsync(new() { RequestId = NewId, Name = "江试用", Title = "科员", Department = "bangongshi" })).Person;
}
