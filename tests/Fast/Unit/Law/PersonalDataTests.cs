using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

/// <summary>Numbers are the examples of the standards or invented; the card numbers are public test numbers.</summary>
public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("身份证号11010519491231002X，住址不详", PersonalDataKind.IdentityNumber, "11010519491231002X")]
    [InlineData("11010519491231002x", PersonalDataKind.IdentityNumber, "11010519491231002x")]
    [InlineData("号码：110105 19491231 002X。", PersonalDataKind.IdentityNumber, "110105 19491231 002X")]
    [InlineData("１１０１０５１９４９１２３１００２Ｘ", PersonalDataKind.IdentityNumber, "１１０１０５１９４９１２３１００２Ｘ")]
    [InlineData("110105\u200B19491231\u2060002X", PersonalDataKind.IdentityNumber, "110105\u200B19491231\u2060002X")]
    [InlineData("110105　19491231-002X", PersonalDataKind.IdentityNumber, "110105　19491231-002X")]
    [InlineData("编号9911010519491231002X5", PersonalDataKind.IdentityNumber, "11010519491231002X")]
    [InlineData("4405241880010100142026", PersonalDataKind.IdentityNumber, "440524188001010014")]
    [InlineData("11010519491231\U0001D7CE\U0001D7CE2X", PersonalDataKind.IdentityNumber, "11010519491231\U0001D7CE\U0001D7CE2X")]
    [InlineData("电话13800138000", PersonalDataKind.MobileNumber, "13800138000")]
    [InlineData("138 0013 8000", PersonalDataKind.MobileNumber, "138 0013 8000")]
    [InlineData("+86-138-0013-8000", PersonalDataKind.MobileNumber, "86-138-0013-8000")]
    [InlineData("8619912345678", PersonalDataKind.MobileNumber, "8619912345678")]
    [InlineData("１３８００１３８０００转", PersonalDataKind.MobileNumber, "１３８００１３８０００")]
    [InlineData("13800138000X", PersonalDataKind.MobileNumber, "13800138000")]
    [InlineData("2026年 13000000000", PersonalDataKind.MobileNumber, "13000000000")]
    [InlineData("1380013800\U0001D7CE", PersonalDataKind.MobileNumber, "1380013800\U0001D7CE")]
    [InlineData("卡号4111111111111111", PersonalDataKind.BankCard, "4111111111111111")]
    [InlineData("4111 1111 1111 1111", PersonalDataKind.BankCard, "4111 1111 1111 1111")]
    [InlineData("6011000990139424", PersonalDataKind.BankCard, "6011000990139424")]
    [InlineData("138\t0013\t8000", PersonalDataKind.MobileNumber, "138\t0013\t8000")]
    [InlineData("138−0013−8000", PersonalDataKind.MobileNumber, "138−0013−8000")]
    [InlineData("138·0013·8000", PersonalDataKind.MobileNumber, "138·0013·8000")]
    [InlineData("1380013\n8000", PersonalDataKind.MobileNumber, "1380013\n8000")]
    [InlineData("6222020000000000001", PersonalDataKind.BankCard, null)]
    public void Personal_data_is_found_where_it_stands(string text, PersonalDataKind kind, string? found)
    {
        if (found is null)
        {
            // 19 digits: the check digit is computed here, so that the number is nobody's.
            found = WithLuhn(text[..18]);
            text = found;
        }

        var finding = Assert.Single(PersonalData.Find(text), one => one.Kind == kind);
        Assert.Equal(found, text.Substring(finding.Start, finding.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("当事人超出购买许可的数量销售民用爆炸物品，罚款100000.00元。")]
    [InlineData("平工信罚〔2026〕1号，2026年11月23日")]
    [InlineData("11010519491231002")]
    [InlineData("110105194912310020")]
    [InlineData("统一社会信用代码91110000101623741K")]
    [InlineData("12800138000")]
    [InlineData("23800138000")]
    [InlineData("138001380001")]
    [InlineData("1380013800")]
    [InlineData("8513800138000")]
    [InlineData("1380013X8000")]
    [InlineData("4111111111111112")]
    [InlineData("411111139911116")]
    [InlineData("0000000000000000")]
    [InlineData("411111111111111X")]
    [InlineData("统一社会信用代码11410402MB0A1B2C3D")]
    [InlineData("电子雷管起爆码4559485330172至8455485330172共28发")]
    [InlineData("日志时间戳1791471391537，事件编号7a0c0be8-ae04-4713")]
    [InlineData("营业执照原注册号410402100012345")]
    [InlineData("服务器地址192.168.142.217，端口42699")]
    [InlineData("长1.35、1.42、1.58、1.6米")]
    [InlineData("温湿度计编号WSD123456，检测报告GKK0105881451号")]
    [InlineData("网站备案号豫ICP备14248109号，许可证编号豫MB销许证字[102]号")]
    [InlineData("钢筋为Φ12@150，炮孔间距4.6m×3.7m")]
    [InlineData("全天服务热线12350")]
    [InlineData("当事人在平顶山市示例路1号仓库超量存放")]
    [InlineData("当事人向持证购买单位销售工业雷管2600发，行政机关不得因当事人陈述、申辩而给予更重的处罚")]
    [InlineData("依法设立，向社会提供信用产品，对其公示信息的真实性、及时性负责")]
    [InlineData("证人张某某陈述，驾驶员李某未随车携带许可证，安全负责人当场签收")]
    [InlineData("当事人：鲁山县示例民爆器材有限公司，保管员在场，白班作业，高度4.5米")]
    public void Numbers_that_are_no_personal_data_are_left_alone(string text) => Assert.Empty(PersonalData.Find(text));

    [Fact]
    public void Cards_have_sixteen_to_nineteen_digits()
    {
        foreach (var length in Enumerable.Range(14, 8))
        {
            var number = WithLuhn("62" + new string('0', length - 4) + "7");
            Assert.Equal(length, number.Length);
            var cards = PersonalData.Find(number).Count(finding => finding.Kind == PersonalDataKind.BankCard);
            Assert.Equal(length is >= 16 and <= 19 ? 1 : 0, cards);
        }
    }

    [Fact]
    public void Every_changed_digit_of_a_card_is_noticed()
    {
        const string card = "4111111111111111";
        for (var place = 1; place < card.Length; place++)
        {
            var changed = card.ToCharArray();
            changed[place] = changed[place] == '9' ? '0' : (char)(changed[place] + 1);
            Assert.Empty(PersonalData.Find(new string(changed)));
        }
    }

    [Fact]
    public void An_organisations_code_of_digits_only_is_no_card()
    {
        var code = Enumerable.Range(0, 1_000_000)
            .Select(number => $"91410400{number:000000000}")
            .SelectMany(body => "0123456789".Select(check => body + check))
            .First(candidate => SocialCreditCode.IsValid(candidate) && WithLuhn(candidate[..17]) == candidate);
        Assert.DoesNotContain(PersonalData.Find(code), finding => finding.Kind == PersonalDataKind.BankCard);
    }

    [Fact]
    public void A_number_that_is_an_identity_number_is_not_reported_as_a_card_too()
    {
        var number = Enumerable.Range(0, 1000)
            .Select(sequence => $"11010519491231{sequence:000}")
            .SelectMany(body => "0123456789".Select(check => body + check))
            .First(candidate => IdentityNumber.IsValid(candidate) && WithLuhn(candidate[..17]) == candidate);
        Assert.Equal([new PersonalDataFinding(PersonalDataKind.IdentityNumber, 2, 18)], PersonalData.Find("号码" + number));
    }

    [Fact]
    public void Several_findings_come_in_the_order_of_the_text()
    {
        const string text = "甲13800138000，乙11010519491231002X和440524188001010014，卡4111111111111111";
        Assert.Equal(
            [PersonalDataKind.MobileNumber, PersonalDataKind.IdentityNumber, PersonalDataKind.IdentityNumber, PersonalDataKind.BankCard],
            PersonalData.Find(text).Select(finding => finding.Kind));
        Assert.Equal(PersonalData.Find(text).OrderBy(finding => finding.Start), PersonalData.Find(text));
    }

    [Fact]
    public void A_card_right_behind_an_identity_number_is_found_too() =>
        Assert.Equal(
            [new PersonalDataFinding(PersonalDataKind.IdentityNumber, 0, 18), new PersonalDataFinding(PersonalDataKind.BankCard, 18, 16)],
            PersonalData.Find("11010519491231002X4111111111111111"));

    [Fact]
    public void Two_identity_numbers_side_by_side_are_both_found() =>
        Assert.Equal(
            [new PersonalDataFinding(PersonalDataKind.IdentityNumber, 0, 18), new PersonalDataFinding(PersonalDataKind.IdentityNumber, 18, 18)],
            PersonalData.Find("11010519491231002X440524188001010014"));

    [Theory]
    [InlineData("4 ")]
    [InlineData("1")]
    [InlineData("|1")]
    [InlineData("O")]
    [InlineData("转1")]
    [InlineData("a@")]
    [InlineData("QQ1")]
    [InlineData("\u202E1")]
    [InlineData("王建国在场")]
    [InlineData("豫A1")]
    [InlineData("1号楼")]
    [InlineData("<b>")]
    [InlineData("&#")]
    public void The_work_on_a_long_text_grows_with_its_length_and_not_with_its_square(string part)
    {
        // What grew with the square would take hours here.
        var text = string.Concat(Enumerable.Repeat(part, 60_000));
        var begun = TimeProvider.System.GetTimestamp();
        PersonalData.Find(text);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    private static string WithLuhn(string body)
    {
        var sum = 0;
        for (var place = 0; place < body.Length; place++)
        {
            var value = (body[body.Length - 1 - place] - '0') * (place % 2 == 0 ? 2 : 1);
            sum += value / 10 + value % 10;
        }

        return body + (char)('0' + (10 - sum % 10) % 10);
    }
}
