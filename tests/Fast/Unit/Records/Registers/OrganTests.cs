using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records;

public sealed class OrganTests
{
    [Fact]
    public void An_organ_owns_its_own_stream_whoever_registers_it()
    {
        Assert.Equal("pds-gxj", OrganState.Register(Request().Message).Organ);
    }

    [Fact]
    public void What_was_registered_is_what_is_shown()
    {
        var organ = OrganState.Empty.After(OrganState.Register(Request().Message), "organs/pds-gxj");

        var shown = organ.ToMessage();
        Assert.Equal(("平工信", "平顶山市人民政府"), (shown.DocumentWord, shown.ReconsiderationOrgan));
        Assert.Equal(["民爆办"], shown.Departments.Select(one => one.Name));
    }

    [Theory]
    [InlineData("11410400MB0DEM0172", "uscc", "USCC")]
    [InlineData("00000000000000000X", "uscc", "USCC")]
    public void A_code_with_a_wrong_check_character_is_refused(string uscc, string field, string rule)
    {
        Assert.Contains(Violations(Request() with { Uscc = uscc }), one => one.Field == field && one.Rule == rule);
    }

    [Fact]
    public void Every_field_that_is_wrong_is_named_at_once()
    {
        var request = Request() with { Code = "PDS", Name = "", DocumentWord = "PGX", Nature = OrganNature.Unspecified };
        request.Message.Departments.Add(new Department { Code = "minbao", Name = "民爆办" });

        Assert.Equal(
            ["code", "departments", "document_word", "name", "nature"],
            Violations(request).Select(one => one.Field).Distinct().Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<FieldViolation> Violations(Draft draft) =>
        Assert.Throws<Fault>(() => OrganState.CheckRegistration(draft.Message)).Violations;

    private static Draft Request() => new(new RegisterOrganRequest
    {
        RequestId = Guid.NewGuid().ToString(),
        Code = "pds-gxj",
        Name = "平顶山市工业和信息化局",
        Uscc = "11410400MB0DEM0171",
        Nature = OrganNature.Administrative,
        DocumentWord = "平工信",
        Area = "平顶山市",
        ReconsiderationOrgan = "平顶山市人民政府",
        Court = "平顶山市新华区人民法院",
        Departments = { new Department { Code = "minbao", Name = "民爆办" } },
    });

    /// <summary>A request whose fields a test replaces.</summary>
    private readonly record struct Draft(RegisterOrganRequest Message)
    {
        public string Code { init => Message.Code = value; }

        public string Name { init => Message.Name = value; }

        public string Uscc { init => Message.Uscc = value; }

        public string DocumentWord { init => Message.DocumentWord = value; }

        public OrganNature Nature { init => Message.Nature = value; }

    }
}
