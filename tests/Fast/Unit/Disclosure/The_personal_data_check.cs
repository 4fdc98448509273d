using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Kernel;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Disclosure;

public sealed class The_personal_data_check
{
    [Theory]
    [InlineData("身份证11010519491231002X号", "IDENTITY_NUMBER", 4, 18)]
    [InlineData("电话１３８００１３８０００", "MOBILE_NUMBER", 3, 11)]
    [InlineData("卡号6222 0202 0011 2233 347", "BANK_CARD", 3, 23)]
    [InlineData("当事人欧阳长风销售", "PARTY_NAME", 4, 4)]
    [InlineData("当事人欧阳 长风销售", "PARTY_NAME", 4, 5)]
    [InlineData("住某市新华区建设路12号院3号楼", "PARTY_ADDRESS", 2, 15)]
    [InlineData("座机（0375）266-6666", "PARTY_CONTACT", 4, 13)]
    [InlineData("当事人欧阳**未按规定备案", "", 0, 0)]
    public void Names_field_kind_and_place(string text, string rule, int first, int length)
    {
        var found = Find(new(true, DisclosureWorld.Citizen), text);

        if (rule.Length == 0)
        {
            Assert.Empty(found);
            return;
        }

        var one = Assert.Single(found, violation => violation.Rule == rule);
        Assert.Equal("text.violation", one.Field);
        Assert.StartsWith($"第{first}个字符起的{length}个字符", one.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_repeats_what_it_found()
    {
        var fault = Assert.Throws<Fault>(() => new PersonalDataCheck(new(true, DisclosureWorld.Citizen))
            .Text("text.facts_summary", "欧阳长风，11010519491231002X，13800138000，0375-2666666").ThrowIfBlocked());

        var said = fault.Sentence + string.Concat(fault.Violations.Select(one => one.Message + one.Field + one.Rule));
        Assert.All(["欧阳长风", "11010519491231002X", "13800138000", "2666666"], secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
        Assert.Equal(DisclosureFaults.PersonalDataFound.Reason, fault.Type.Reason);
    }

    [Fact]
    public void Finds_every_place_in_every_field()
    {
        var check = new PersonalDataCheck(new(true, DisclosureWorld.Citizen)).Text("a", "欧阳长风与欧阳长风").Text("b", "无").Text("c", "13800138000");

        Assert.Equal(["a", "a", "c"], check.Found.Select(one => one.Field));
        Assert.Equal(["a", "a"], Assert.Throws<Fault>(() => check.ThrowIfBlocked()).Violations.Select(one => one.Field));
    }

    [Fact]
    public void Lets_name_code_and_address_of_an_organisation_pass_and_flags_its_contact()
    {
        var company = new ShownParty(false, DisclosureWorld.Company);

        Assert.Empty(Find(company, "某某民爆有限公司（11410400MB0DEM025U）"));
        Assert.Empty(Find(company, "在某县工业路8号仓库"));
        Assert.Contains(Find(company, "联系电话03752777777"), one => one.Rule == "PARTY_CONTACT");
    }

    [Theory]
    [InlineData("王主任 0375-2777777", "与王主任联系", "王主任")]
    [InlineData("王主任 0375-2777777", "由主任签字", "")]
    [InlineData("周正宇 0375-2777777", "由周正宇签字", "周正宇")]
    [InlineData("联系人：周正宇（经理）", "周 正宇在场", "周 正宇")]
    [InlineData("联系人周正宇经理13800138000", "周正宇", "周正宇")]
    [InlineData("欧阳明 办公室", "欧阳明到场", "欧阳明")]
    [InlineData("安全科 0375-2777777", "安全科未建立台账", "")]
    [InlineData("办公室 0375-2777777", "办公室未建立台账", "")]
    [InlineData("高新区 0375-2777777", "在高新区销售", "")]
    [InlineData("电话：13800138000", "电话销售", "")]
    [InlineData("安全管理员 0375-2777777", "未配备安全管理员", "")]
    [InlineData("周末 0375-2777777", "周末未关闭", "")]
    [InlineData("周日 0375-2777777", "周日仍在销售", "")]
    [InlineData("周一至五 0375-2777777", "周一至五未登记", "")]
    [InlineData("周六周日 0375-2777777", "周六周日未值班", "")]
    [InlineData("夏季 0375-2777777", "夏季未降温", "")]
    [InlineData("春季、秋季、冬季 0375-2777777", "春季、秋季、冬季未检查", "")]
    [InlineData("常务副总 0375-2777777", "由常务副总签字", "")]
    [InlineData("常务副主任 0375-2777777", "由常务副主任签字", "")]
    [InlineData("周末明 0375-2777777", "由周末明签字", "周末明")]
    [InlineData("夏季明 0375-2777777", "由夏季明签字", "夏季明")]
    public void Finds_whom_to_reach_and_no_office(string contact, string text, string found)
    {
        var places = Find(new(false, new Party { Name = "某公司", Contact = contact }), text).Where(one => one.Rule == "PARTY_CONTACT").ToArray();

        Assert.Equal(found.Length == 0 ? [] : [$"第{text.IndexOf(found, StringComparison.Ordinal) + 1}个字符起的{found.Length}个字符"], places.Select(one => one.Message[..one.Message.IndexOf('是')]));
    }

    [Theory]
    [InlineData("某市新华区建设路12号院3号楼2单元501室", "在建设路12号销售", "建设路12号")]
    [InlineData("某市新华区建设路12号院3号楼2单元501室", "在12号院3号楼", "12号院3号楼")]
    [InlineData("某市新华区建设路12号院3号楼2单元501室", "住 2 单元 501 室", "2 单元 501 室")]
    [InlineData("某市新华区建设路12号院3号楼2单元501室", "建设路12号院3号楼2单元501室", "建设路12号院3号楼2单元501室")]
    [InlineData("某县某镇李庄村3组5号", "李庄村3组", "李庄村3组")]
    [InlineData("某县某镇李庄村三组五号", "家住三组五号", "三组五号")]
    [InlineData("某市新华区建设路12号院3号楼2单元501室", "在3号楼检查时", "")]
    [InlineData("某市新华区建设路12号院3号楼2单元501室", "建设路沿线，12号", "")]
    [InlineData("某市新华区建设路12号院3号楼2单元501室", "第501号决定", "")]
    [InlineData("某县工业路8号", "8号仓库", "")]
    [InlineData("某市新华区建设路阳光小区5号楼", "住建设路阳光小区5号", "建设路阳光小区5号")]
    [InlineData("某市新华区建设路", "在新华区建设路销售", "")]
    public void Finds_the_part_of_an_address_that_tells_where_somebody_lives(string address, string text, string found)
    {
        var places = Find(new(true, new Party { Name = "王某某", Address = address }), text).Where(one => one.Rule == "PARTY_ADDRESS").ToArray();

        Assert.Equal(found.Length == 0, places.Length == 0);
        Assert.All(places.Take(1), one => Assert.StartsWith($"第{text.IndexOf(found, StringComparison.Ordinal) + 1}个字符起的{found.Length}个字符", one.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Tells_a_place_once_however_many_parts_of_the_address_it_holds() =>
        Assert.Single(Find(new(true, DisclosureWorld.Citizen), "住某市新华区建设路12号院3号楼"), one => one.Rule == "PARTY_ADDRESS");

    [Fact]
    public void Takes_a_town_for_no_address() =>
        Assert.Empty(Find(new(true, new Party { Name = "王某某", Address = "平顶山市" }), "在平顶山市销售"));

    [Fact]
    public void Looks_for_nothing_of_a_party_that_gave_nothing() =>
        Assert.Empty(Find(new(true, new Party { Name = "" }), "任何文字，1号"));

    private static FieldViolation[] Find(ShownParty party, string text) =>
    [
        .. new PersonalDataCheck(party).Text("text.violation", text).Found
            .Select(one => new FieldViolation(one.Field, one.Rule, $"第{one.Start + 1}个字符起的{one.Length}个字符是{one.What}")),
    ];
}
