using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

public sealed class RegisterTests(RecordsFixture records)
{
    [Fact]
    public async Task A_person_goes_from_registration_to_an_officer_with_a_certificate_and_an_account()
    {
        var people = new PeopleService.PeopleServiceClient(await records.As("qiao.anlan"));
        var person = (await people.RegisterPersonAsync(new() { RequestId = RecordsFixture.NewId(), Name = "江望远", Title = "科员", Department = "minbao", InEstablishment = true })).Person;
        person = (await people.IssueCertificateAsync(Certificate(person, "T-0001"))).Person;
        person = (await people.AssignPostAsync(new() { RequestId = RecordsFixture.NewId(), Etag = person.Etag, PersonId = person.PersonId, Post = Post.Officer, From = "2026-02-01" })).Person;

        var shown = (await people.GetPersonAsync(new() { PersonId = person.PersonId })).Person;

        Assert.Equal(person, shown);
        Assert.Equal(("江望远", "T-0001", "pds-gxj"), (shown.Name, shown.Certificates.Single().Number, shown.Organ));
    }

    [Fact]
    public async Task A_list_says_how_far_it_has_seen_and_that_is_no_less_than_its_caller_had()
    {
        var people = new PeopleService.PeopleServiceClient(await records.As("qiao.anlan"));
        using var written = people.RegisterPersonAsync(new() { RequestId = RecordsFixture.NewId(), Name = "江远岫", Title = "科员", Department = "minbao" });
        var wrote = Seen(await written.ResponseHeadersAsync);
        await written.ResponseAsync;
        using var listed = people.ListPeopleAsync(new() { PageSize = 1 }, new Metadata { { AfterTokens.Header, AfterTokens.Format("records", wrote) } });
        var saw = Seen(await listed.ResponseHeadersAsync);
        await listed.ResponseAsync;

        Assert.InRange(saw, wrote, long.MaxValue);

        static long Seen(Metadata headers) => AfterTokens.Parse(headers.GetValue(AfterTokens.Header) ?? "").GetValueOrDefault("records", -1);
    }

    [Fact]
    public async Task A_certificate_number_that_another_holds_is_refused()
    {
        var people = new PeopleService.PeopleServiceClient(await records.As("qiao.anlan"));
        var person = (await people.RegisterPersonAsync(new() { RequestId = RecordsFixture.NewId(), Name = "江望舒", Title = "科员", Department = "minbao", InEstablishment = true })).Person;

        Assert.Equal("CERTIFICATE_NUMBER_TAKEN", await RecordsFixture.Reason(async () => await people.IssueCertificateAsync(Certificate(person, "DEMO-0001"))));
    }

    [Fact]
    public async Task A_repeated_registration_makes_one_person()
    {
        var people = new PeopleService.PeopleServiceClient(await records.As("qiao.anlan"));
        var request = new RegisterPersonRequest { RequestId = RecordsFixture.NewId(), Name = "江重明", Title = "科员", Department = "minbao" };

        var first = await people.RegisterPersonAsync(request);
        var second = await people.RegisterPersonAsync(request);
        request.Name = "江复明";

        Assert.Equal(first, second);
        Assert.Equal("REQUEST_ID_REUSED", await RecordsFixture.Reason(async () => await people.RegisterPersonAsync(request)));
    }

    [Fact]
    public async Task Only_the_security_administrator_registers_persons()
    {
        var people = new PeopleService.PeopleServiceClient(await records.As("qin.yanqiu"));

        Assert.Equal("NOT_PERMITTED", await RecordsFixture.Reason(async () =>
            await people.RegisterPersonAsync(new() { RequestId = RecordsFixture.NewId(), Name = "江不许", Title = "科员", Department = "minbao" })));
    }

    [Fact]
    public async Task A_person_of_another_organ_is_not_found()
    {
        var other = await records.Me("lu.chengping");
        var people = new PeopleService.PeopleServiceClient(await records.As("qiao.anlan"));

        Assert.Equal("NOT_FOUND", await RecordsFixture.Reason(async () => await people.GetPersonAsync(new() { PersonId = other.PersonId })));
        Assert.Equal("NOT_FOUND", await RecordsFixture.Reason(async () =>
            await people.EndPostAsync(new() { RequestId = RecordsFixture.NewId(), Etag = "v1", PersonId = other.PersonId, Post = Post.Officer, To = "2026-12-31" })));
    }

    [Fact]
    public async Task A_list_shows_what_a_caller_may_see_one_by_one_page_by_page()
    {
        var all = await List("qiao.anlan");
        var department = await List("qi.wangshu");
        var own = await List("qin.yanqiu");

        Assert.True(all.Count >= 13);
        Assert.All(all, person => Assert.Equal("pds-gxj", person.Organ));
        Assert.All(department, person => Assert.Equal("minbao", person.Department));
        Assert.Contains(department, person => person.Name == "陆怀远");
        Assert.Equal(["秦砚秋"], own.Select(person => person.Name));
        Assert.Equal(all.Count, all.Select(person => person.PersonId).Distinct().Count());
    }

    [Fact]
    public async Task An_organ_is_registered_once_and_seen_by_its_own_staff()
    {
        var organs = new OrganService.OrganServiceClient(await records.As("shao.jingxing"));
        var own = new OrganService.OrganServiceClient(await records.As("qin.yanqiu"));

        Assert.Equal("ORGAN_EXISTS", await RecordsFixture.Reason(async () => await organs.RegisterOrganAsync(Organ("pds-gxj"))));
        Assert.Equal("pds-new", (await organs.RegisterOrganAsync(Organ("pds-new"))).Organ.Code);
        Assert.Equal("演示市工业和信息化局", (await own.GetOrganAsync(new() { Code = "pds-gxj" })).Organ.Name);
        Assert.Equal("NOT_FOUND", await RecordsFixture.Reason(async () => await own.GetOrganAsync(new() { Code = "pds-new" })));
        Assert.Equal(["pds-gxj"], (await own.ListOrgansAsync(new())).Organs.Select(organ => organ.Code));
    }

    [Fact]
    public async Task An_edition_is_adopted_by_the_keeper_of_rules_for_its_own_organ()
    {
        var keeper = new EditionService.EditionServiceClient(await records.As("wen.ruogu"));
        var other = new EditionService.EditionServiceClient(await records.As("kang.lingyi"));
        var request = new AdoptEditionRequest
        {
            RequestId = RecordsFixture.NewId(),
            Key = "hearing.threshold.organisation",
            Authority = EditionAuthority.Organ,
            ValidFrom = "2031-01-01",
            Source = new() { Instrument = "关于降低听证标准的决定", Number = "平工信〔2030〕9号" },
            Parameters = { ["fen"] = "3000000" },
        };

        var adopted = (await keeper.AdoptEditionAsync(request)).Edition;

        Assert.Equal(adopted, (await keeper.GetEditionAsync(new() { Key = request.Key, Day = "2031-06-01" })).Edition);
        Assert.Equal(0, (await other.GetEditionAsync(new() { Key = request.Key, Day = "2031-06-01" })).Edition.Position);
        Assert.Contains(adopted, (await keeper.ListEditionsAsync(new() { PageSize = 100 })).Editions);
        Assert.Equal("NOT_PERMITTED", await RecordsFixture.Reason(async () => await other.AdoptEditionAsync(request)));
        Assert.Equal("EDITION_MISSING", await RecordsFixture.Reason(async () => await keeper.GetEditionAsync(new() { Key = "calendar.2031" })));
    }

    [Fact]
    public async Task An_edition_of_a_higher_authority_waits_for_a_second_person()
    {
        var keeper = new EditionService.EditionServiceClient(await records.As("wen.ruogu"));
        var second = new EditionService.EditionServiceClient(await records.As("shang.minghui"));
        var request = new AdoptEditionRequest
        {
            RequestId = RecordsFixture.NewId(),
            Key = "hearing.threshold.citizen",
            Authority = EditionAuthority.Province,
            ValidFrom = "2032-01-01",
            Source = new() { Instrument = "试验用办法", Number = "省政府令第999号" },
            Parameters = { ["fen"] = "90000000" },
        };
        var asked = new GetEditionRequest { Key = request.Key, Day = "2032-06-01" };

        var adopted = (await keeper.AdoptEditionAsync(request)).Edition;
        Assert.True(adopted.AwaitsApproval);
        Assert.Equal("500000", (await keeper.GetEditionAsync(asked)).Edition.Parameters["fen"]);
        Assert.Contains(adopted, (await second.ListEditionsAsync(new() { PageSize = 100 })).Editions);

        var approval = new ApproveEditionRequest { RequestId = RecordsFixture.NewId(), Position = adopted.Position };
        Assert.Equal("EDITION_SECOND_PERSON_REQUIRED", await RecordsFixture.Reason(async () => await keeper.ApproveEditionAsync(approval)));
        var approved = (await second.ApproveEditionAsync(approval)).Edition;
        Assert.Equal(approved, (await second.ApproveEditionAsync(approval)).Edition);
        Assert.Equal(approved, (await keeper.GetEditionAsync(asked)).Edition);
        Assert.False(approved.AwaitsApproval);
    }

    [Fact]
    public async Task The_demonstration_can_be_prepared_again_and_adds_nothing()
    {
        var people = await List("qiao.anlan");
        var demo = (Kernel.IDemoData)records.Services.GetService(typeof(Kernel.IDemoData))!;

        Assert.Equal(24, (await demo.Prepare(TestContext.Current.CancellationToken)).Count);

        Assert.Equal(people.Count(person => person.Name == "秦砚秋"), (await List("qiao.anlan")).Count(person => person.Name == "秦砚秋"));
    }

    private async Task<List<Person>> List(string userName)
    {
        var people = new PeopleService.PeopleServiceClient(await records.As(userName));
        var found = new List<Person>();
        var token = "";
        do
        {
            var page = await people.ListPeopleAsync(new() { PageSize = 4, PageToken = token });
            found.AddRange(page.People);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return found;
    }

    private static RegisterOrganRequest Organ(string code) => new()
    {
        RequestId = RecordsFixture.NewId(),
        Code = code,
        Name = "演示市试登记局",
        Uscc = "11410400MB0DEM025U",
        Nature = OrganNature.Administrative,
        DocumentWord = "平试",
        Area = "演示市",
        ReconsiderationOrgan = "演示市人民政府",
        Court = "演示市示例区人民法院",
        Departments = { new Department { Code = "zhifa", Name = "执法科" } },
    };

    private static IssueCertificateRequest Certificate(Person person, string number) => new()
    {
        RequestId = RecordsFixture.NewId(),
        Etag = person.Etag,
        PersonId = person.PersonId,
        Number = number,
        Area = "演示市",
        Kinds = { EnforcementKind.Penalty },
        ValidFrom = "2026-01-01",
        ValidTo = "2030-12-31",
    };
}
