using EnforcementPlatform.Bench.Privacy;
using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

/// <summary>Personal data in the spellings by which people have passed redaction. All numbers are invented.</summary>
public sealed class PersonalDataSpellings
{
    [Theory]
    [InlineData("联系人139\n0000\n1111在场", "139\n0000\n1111")]
    [InlineData("139\r\n0000\r\n1111", "139\r\n0000\r\n1111")]
    [InlineData("139.0000.1111", "139.0000.1111")]
    [InlineData("（139）00001111", "139）00001111")]
    [InlineData("139/0000/1111", "139/0000/1111")]
    [InlineData("①③⑨⓪⓪⓪⓪①①①①", "①③⑨⓪⓪⓪⓪①①①①")]
    [InlineData("❶❸❾⓿⓿⓿⓿❶❶❶❶", "❶❸❾⓿⓿⓿⓿❶❶❶❶")]
    [InlineData("一三九 〇〇〇〇 一一一一", "一三九 〇〇〇〇 一一一一")]
    [InlineData("壹叁玖零零零零壹壹壹壹", "壹叁玖零零零零壹壹壹壹")]
    [InlineData("幺三九洞洞洞洞幺幺幺幺", "幺三九洞洞洞洞幺幺幺幺")]
    [InlineData("139 OOOO 1111", "139 OOOO 1111")]
    [InlineData("139\u200B0000\u20601111", "139\u200B0000\u20601111")]
    [InlineData("1\uFE0F\u20E33\uFE0F\u20E39\uFE0F\u20E300001111", "1\uFE0F\u20E33\uFE0F\u20E39\uFE0F\u20E300001111")]
    [InlineData("&#49;&#51;&#57;00001111", "&#49;&#51;&#57;00001111")]
    [InlineData("139<br>0000<br>1111", "139<br>0000<br>1111")]
    [InlineData("电话前三位139，后八位00001111", "139，后八位00001111")]
    [InlineData("电话|390000||||", "|390000||||")]
    [InlineData("电话139|0000|1111", "139|0000|1111")]
    [InlineData("\u202E11110000931\u202C", "11110000931")]
    public void F36_A_telephone_is_seen_through_every_spelling(string text, string found) => Finds(PersonalDataKind.MobileNumber, found, text);

    [Theory]
    [InlineData("110105\n19491231\n002X")]
    [InlineData("110105.19491231.002X")]
    [InlineData("110105/19491231/002X")]
    [InlineData("11010519491231002Ⅹ")]
    [InlineData("11010519491231002Х")]
    [InlineData("11010519491231002×")]
    [InlineData("11010519491231002十")]
    [InlineData("11010519491231002(X")]
    [InlineData("110105 1949年12月31日 002X")]
    [InlineData("一一〇一〇五一九四九一二三一〇〇二X")]
    [InlineData("⑪0105⑲49⑫⑶①002X")]
    [InlineData("IIOIO5I949I23IOO2X")]
    [InlineData("110105，出生日期19491231，后四位002X")]
    public void F36_An_identity_number_is_seen_through_every_spelling(string number) => Finds(PersonalDataKind.IdentityNumber, number, $"经核对{number}。");

    [Theory]
    [InlineData("0375-2961234", PersonalDataKind.Landline, "0375-2961234")]
    [InlineData("（0375）2961234", PersonalDataKind.Landline, "0375）2961234")]
    [InlineData("电话：2961234", PersonalDataKind.Landline, "2961234")]
    [InlineData("a@example.com", PersonalDataKind.Email, "a@example.com")]
    [InlineData("寄到zhang（at）example点com即可", PersonalDataKind.Email, "zhang（at）example点com")]
    [InlineData("wxid_abc12345", PersonalDataKind.Account, "wxid_abc12345")]
    [InlineData("加V：zhang_san88", PersonalDataKind.Account, "加V：zhang_san88")]
    [InlineData("QQ 123456789", PersonalDataKind.Account, "QQ 123456789")]
    [InlineData("豫D·12A45", PersonalDataKind.Plate, "豫D·12A45")]
    [InlineData("豫D一二三四五", PersonalDataKind.Plate, "豫D一二三四五")]
    [InlineData("E12345678", PersonalDataKind.PossibleDocument, "E12345678")]
    [InlineData("H12345678", PersonalDataKind.PossibleDocument, "H12345678")]
    [InlineData("护照号E12345678", PersonalDataKind.TravelDocument, "E12345678")]
    [InlineData("持E1234—5678号护照入境", PersonalDataKind.TravelDocument, "E1234—5678")]
    [InlineData("来往内地通行证H 1234 5678", PersonalDataKind.TravelDocument, "H 1234 5678")]
    [InlineData("账号1707021009200012345", PersonalDataKind.BankAccount, "1707021009200012345")]
    [InlineData("一三八一二三四五六七八", PersonalDataKind.MobileNumber, "一三八一二三四五六七八")]
    [InlineData("身份证号410402800101123", PersonalDataKind.OldIdentityNumber, "410402800101123")]
    [InlineData("身份证号110105194912310020", PersonalDataKind.IdentityNumber, "110105194912310020")]
    [InlineData("某市新华区建设路12号院3号楼2单元501室", PersonalDataKind.HomeAddress, "12号院3号楼2单元501室")]
    [InlineData("户籍李庄村3组12号", PersonalDataKind.HomeAddress, "户籍李庄村3组12号")]
    [InlineData("证人张三丰陈述", PersonalDataKind.PersonName, "张三丰")]
    [InlineData("由王 建 国签收", PersonalDataKind.PersonName, "王 建 国")]
    public void F38_Contacts_accounts_plates_and_documents_are_found(string text, PersonalDataKind kind, string found) => Finds(kind, found, text);

    [Fact]
    public void F38_Only_what_tells_who_somebody_is_is_blocked() => Assert.Equal(
        [PersonalDataKind.IdentityNumber, PersonalDataKind.OldIdentityNumber, PersonalDataKind.TravelDocument],
        Enum.GetValues<PersonalDataKind>().Where(kind => PersonalData.LevelOf(kind) == PersonalDataLevel.Blocked));

    /// <summary>An identity number that passes the check of a credit code as well (about one in thirty-one does), computed here so that it is nobody's.</summary>
    public static string IdentityThatIsACreditCode { get; } = Enumerable.Range(0, 1000)
        .Select(sequence => $"41040219800101{sequence:000}")
        .SelectMany(body => "0123456789X".Select(check => body + check))
        .First(number => IdentityNumber.IsValid(number) && SocialCreditCode.IsValid(number));

    [Fact]
    public void F34_A_number_that_is_an_identity_number_and_a_credit_code_is_an_identity_number()
    {
        Finds(PersonalDataKind.IdentityNumber, IdentityThatIsACreditCode, $"统一社会信用代码{IdentityThatIsACreditCode}");
        Assert.True(PersonalData.HoldsIdentity(IdentityThatIsACreditCode));
        Assert.False(PersonalData.HoldsIdentity("91110000101623741K"));
    }

    [Theory]
    [InlineData("11010519491231002X", "1949-12-31")]
    [InlineData("１１０１０５ １９４９１２３１ ００２ｘ", "1949-12-31")]
    [InlineData("410402800101123", "1980-01-01")]
    [InlineData("91110000101623741K", null)]
    [InlineData("", null)]
    public void E31_The_number_tells_the_day_of_birth(string number, string? born) =>
        Assert.Equal(born is null ? null : DateOnly.ParseExact(born, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), PersonalData.BornOn(number));

    /// <summary>The goals of `enforce bench privacy` on a part of its texts, with the default seed, on which nothing was tuned.</summary>
    [Fact]
    public void F36_The_frozen_spellings_are_seen_through()
    {
        var (planted, found, right, all) = (new Dictionary<string, int>(), new Dictionary<string, int>(), new Dictionary<string, int>(), new Dictionary<string, int>());
        foreach (var text in PrivacyCorpus.Planted(20261128, 4000).Concat(PrivacyCorpus.Ordinary(20261128, 4000)))
        {
            var classes = PersonalData.Find(text.Text).Select(one => ClassOf(one.Kind)).ToHashSet();
            foreach (var plant in text.Plants)
            {
                planted[plant.Class] = planted.GetValueOrDefault(plant.Class) + 1;
                found[plant.Class] = found.GetValueOrDefault(plant.Class) + (classes.Contains(plant.Class) ? 1 : 0);
            }

            foreach (var name in classes.Where(name => text.Classes.Contains(name) || !text.Allowed.Contains(name)))
            {
                all[name] = all.GetValueOrDefault(name) + 1;
                right[name] = right.GetValueOrDefault(name) + (text.Classes.Contains(name) ? 1 : 0);
            }
        }

        Assert.All(PrivacyClass.All.Except([PrivacyClass.Name, PrivacyClass.Address]), name =>
        {
            var recall = name is PrivacyClass.Identity or PrivacyClass.Bank ? 0.999 : 0.99;
            Assert.InRange((double)found[name] / planted[name], recall, 1);
            Assert.InRange((double)right[name] / all[name], 0.99, 1);
        });
    }

    private static string ClassOf(PersonalDataKind kind) => kind switch
    {
        PersonalDataKind.IdentityNumber or PersonalDataKind.OldIdentityNumber or PersonalDataKind.TravelDocument or PersonalDataKind.PossibleDocument => PrivacyClass.Identity,
        PersonalDataKind.BankCard or PersonalDataKind.BankAccount => PrivacyClass.Bank,
        PersonalDataKind.MobileNumber or PersonalDataKind.Landline => PrivacyClass.Telephone,
        PersonalDataKind.Email => PrivacyClass.Email,
        PersonalDataKind.Account => PrivacyClass.Account,
        PersonalDataKind.Plate => PrivacyClass.Plate,
        PersonalDataKind.HomeAddress => PrivacyClass.Address,
        _ => PrivacyClass.Name,
    };

    private static void Finds(PersonalDataKind kind, string found, string text)
    {
        var one = Assert.Single(PersonalData.Find(text), one => one.Kind == kind);
        Assert.Equal(found, text.Substring(one.Start, one.Length));
    }
}
