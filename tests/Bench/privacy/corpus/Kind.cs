using System.Collections.Immutable;
using System.Globalization;

namespace EnforcementPlatform.Bench.Privacy;

/// <summary>An invented datum. <see cref="Label"/> is written before it and not respelled; <see cref="Groups"/> is how people divide it.</summary>
internal sealed record Datum(Kind Kind, string Plain, ImmutableArray<int> Groups, string Label = "");

/// <summary>A kind of personal data: its class, how one is invented, and sentences it stands in ({0}).</summary>
/// <param name="Also">A class that it may be taken for as well, or null.</param>
internal sealed record Kind(string Name, string Class, Func<Draw, (string Plain, int[] Groups, string Label)> Invent, string[] Sentences, string? Also = null)
{
    private const string LettersOfPlates = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const string OfPlates = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
    private const string Provinces = "京津沪冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
    private const string Small = "abcdefghijkmnpqrstuvwxyz";

    private static readonly string[] _regions =
        ["410402", "410105", "410482", "110105", "310115", "440305", "510104", "330106", "320102", "130102", "140105", "420106", "610113", "650102", "150102"];

    private static readonly string[] _banks =
        ["622202", "621700", "622848", "621661", "622588", "622260", "621483", "625957", "623052", "436742", "520082", "622908"];

    private static readonly string[] _areas = ["010", "021", "020", "0371", "0375", "0379", "0411", "0512", "0755", "0991", "029", "0898"];

    private static readonly string[] _identitySentences =
    [
        "经核对居民身份证，{0}，与登记信息一致。", "身份证号码：{0}。", "其身份证件号码为{0}，已复印附卷。", "经查，该人员公民身份号码{0}，无从业资格。",
        "笔录末页记载证件号码{0}。", "台账领用人一栏仅填写{0}，未签字。", "随案移送材料载明身份证号{0}。",
    ];

    private static readonly string[] _telephoneSentences =
    [
        "联系电话：{0}。", "执法人员拨打{0}，无人接听。", "其手机号码为{0}，送货前均以此联系。", "送货单上留有电话{0}。", "收货人联系方式{0}，与台账记载不符。",
        "经办人留下的号码是{0}，要求货到后通知。", "通话记录显示当日多次呼叫{0}。",
    ];

    private static readonly string[] _bankSentences =
    [
        "货款汇入银行卡{0}。", "银行卡号：{0}。", "违法所得转入其个人银行账户，卡号{0}。", "经查询交易流水，收款卡号为{0}，未入公司账目。", "其提供的收款账号为{0}，开户行为示例银行。",
    ];

    private static readonly string[] _accountSentences =
    [
        "双方通过{0}联系交易事宜。", "聊天记录显示卖家{0}，多次发布销售信息。", "提取的电子数据中，对方{0}。", "货款和时间均由{0}商定。", "其供述添加了{0}，此后转账付款。",
    ];

    private static readonly string[] _nameSentences =
    [
        "证人{0}陈述，其当日在库区值班。", "仓库保管员{0}在场并予以确认。", "驾驶员{0}无法出示道路运输从业资格证。", "经询问，{0}承认未按规定登记领用数量。",
        "该批物品由{0}签收后运离库区。", "电话通知{0}到场配合检查，其未到场。", "受害人{0}当日被送往医院救治。", "上述事实有{0}的询问笔录证明。", "{0}系该公司股东，不参与日常经营。",
        "当日下午，{0}将剩余雷管交回库房。", "与{0}一同作业的爆破员共三名。", "押运员：{0}。",
    ];

    private static readonly string[] _addressSentences =
    [
        "其家住{0}。", "户籍地址：{0}。", "现住{0}，从事个体经营。", "文书送达其住址{0}，由同住成年家属签收。", "举报人居住在{0}，反映夜间有装卸声响。",
        "经查，剩余物品藏匿于其位于{0}的家中。", "住所地{0}，身份信息已核实。",
    ];

    private static readonly string[] _plateSentences =
    [
        "车牌号{0}的厢式货车停于库区门口。", "现场停有一辆{0}小型普通客车。", "运输车辆号牌为{0}，无危险货物运输标志。", "监控显示{0}于凌晨驶出厂区。", "出库单记载提货车辆：{0}。",
    ];

    private static readonly string[] _mailSentences =
    [
        "电子邮箱：{0}。", "订单由{0}发出，附有产品清单。", "其同意以电子邮件送达，地址为{0}。", "往来邮件显示对方使用{0}报价。", "举报人留下邮箱{0}供联系。",
    ];

    public static readonly IReadOnlyList<Kind> All =
    [
        new("citizen-18", PrivacyClass.Identity, draw => (Citizen(draw), [6, 8, 4], ""), _identitySentences),
        new("citizen-18-x", PrivacyClass.Identity, draw => (CitizenWithX(draw), [6, 8, 4], ""), _identitySentences),
        new("citizen-15", PrivacyClass.Identity, draw => (OldCitizen(draw), [6, 6, 3], ""), _identitySentences[1..5]),
        new("passport", PrivacyClass.Identity, draw => ((draw.Of(["E", "G", "EA", "EB", "EJ"]) + draw.Digits(8))[..9], [1, 4, 4], ""),
            ["其持普通护照，护照号码{0}。", "护照号：{0}。", "出入境记录显示其持{0}号护照入境。"]),
        new("hong-kong-macao-permit", PrivacyClass.Identity, draw => (draw.Of("HM") + draw.Digits(draw.Chance(50) ? 8 : 10), [1, 4, 4, 2], ""),
            ["港澳居民来往内地通行证号码：{0}。", "其持港澳居民来往内地通行证{0}。", "回乡证号{0}，已核验。"]),
        new("taiwan-permit", PrivacyClass.Identity, draw => (draw.Of("0123") + draw.Digits(7), [4, 4], ""),
            ["台湾居民来往大陆通行证号码：{0}。", "其持台湾居民来往大陆通行证，证号{0}。", "台胞证号{0}，有效期内。"]),
        new("residence-permit", PrivacyClass.Identity, draw => (WithCheck(draw.Of(["810000", "820000", "830000"]) + Born(draw) + draw.Digits(3)), [6, 8, 4], ""),
            ["港澳台居民居住证号码{0}。", "其居住证公民身份号码为{0}。", "经核验证件，号码{0}。"]),
        new("foreigner-permit", PrivacyClass.Identity, Foreigner, ["外国人永久居留身份证号码：{0}。", "其持外国人永久居留证，证件号码{0}。", "永久居留证号{0}，已复印附卷。"]),
        new("bank-card", PrivacyClass.Bank, draw => (Card(draw), [4, 4, 4, 4, 3], ""), _bankSentences),
        new("bank-account", PrivacyClass.Bank, draw => (Invented(draw, () => draw.Of(["17", "41", "26", "62", "95"]) + draw.Digits(draw.Of([13, 15, 10, 17]))), [4, 4, 4, 4, 3], ""),
            ["其个人银行账号：{0}，开户行示例农村商业银行。", "款项转入开户行为示例银行示例支行、账号为{0}的个人结算账户。", "存折账号{0}，户名为其本人。"]),
        new("mobile", PrivacyClass.Telephone, draw => (Mobile(draw), [3, 4, 4], ""), _telephoneSentences),
        new("landline", PrivacyClass.Telephone, Landline, ["家庭电话：{0}。", "联系电话{0}，接听人自称系其亲属。", "其住宅固定电话为{0}。", "送货单上留有座机{0}。", "拨打{0}核实，确系其本人。"]),
        new("plate", PrivacyClass.Plate, draw => (Region(draw) + draw.Of(OfPlates) + draw.Digits(3) + draw.Of(OfPlates), [2, 5], ""), _plateSentences),
        new("plate-new-energy", PrivacyClass.Plate, draw => (Region(draw) + (draw.Chance(70) ? draw.Of("DF") + draw.Digits(5) : draw.Digits(5) + draw.Of("DF")), [2, 6], ""), _plateSentences),
        new("plate-of-a-group", PrivacyClass.Plate, draw => (Region(draw) + draw.Of(OfPlates) + draw.Digits(3) + draw.Of("挂警学领"), [2, 5], ""), _plateSentences),
        new("plate-cross-border", PrivacyClass.Plate, draw => ("粤Z" + draw.Of(OfPlates) + draw.Digits(3) + draw.Of("港澳"), [2, 5], ""), _plateSentences),
        new("email", PrivacyClass.Email, draw => (Mail(draw), [], ""), _mailSentences),
        new("wechat", PrivacyClass.Account, draw => (draw.Chance(30) ? "wxid_" + draw.Many(14, Small + "0123456789") : Handle(draw), [4, 4, 4], "微信号："), _accountSentences),
        new("qq", PrivacyClass.Account, draw => (draw.Of("12356789") + draw.Digits(draw.Between(7, 8)), [3, 3, 4], "QQ号"), _accountSentences),
        new("alipay", PrivacyClass.Account, draw => (draw.Chance(50) ? Mobile(draw) : Handle(draw), [3, 4, 4], "支付宝账号"), _accountSentences, PrivacyClass.Telephone),
        new("name", PrivacyClass.Name, draw => (PersonalWords.Name(draw), [], ""), _nameSentences),
        new("name-of-a-minority", PrivacyClass.Name, draw => (PersonalWords.NameWithDot(draw), [], ""), _nameSentences),
        new("address-in-town", PrivacyClass.Address, draw => (PersonalWords.AddressInTown(draw), [], ""), _addressSentences),
        new("address-in-village", PrivacyClass.Address, draw => (PersonalWords.AddressInVillage(draw), [], ""), _addressSentences),
    ];

    public static Kind Of(string name) => All.Single(kind => kind.Name == name);

    public Datum Draw(Draw draw)
    {
        var (plain, groups, label) = Invent(draw);
        return new(this, plain, [.. groups], label);
    }

    private static string Born(Draw draw) => draw.Day(1950, 2006).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string WithCheck(string seventeen) => seventeen + CheckDigits.OfCitizen(seventeen);

    private static string Citizen(Draw draw) => WithCheck(draw.Of(_regions) + Born(draw) + draw.Digits(3));

    private static string CitizenWithX(Draw draw)
    {
        while (true)
        {
            if (Citizen(draw) is var number && number.EndsWith('X'))
            {
                return number;
            }
        }
    }

    private static string OldCitizen(Draw draw) => draw.Of(_regions) + draw.Day(1930, 1985).ToString("yyMMdd", CultureInfo.InvariantCulture) + draw.Digits(3);

    /// <summary>The form of 2023 is 18 digits with the check of GB 11643 and begins with 9; the one before is three letters and twelve digits.</summary>
    private static (string, int[], string) Foreigner(Draw draw) => draw.Chance(60)
        ? (WithCheck("9" + draw.Of(["11", "31", "41", "44"]) + draw.Digits(3) + Born(draw) + draw.Digits(3)), [6, 8, 4], "")
        : (draw.Of(["USA", "GBR", "DEU", "JPN", "KOR", "FRA"]) + draw.Of(["11", "31", "41", "44"]) + draw.Digits(10), [3, 4, 4, 4], "");

    /// <summary>Lengths 16 to 19; none that is an identity number as well.</summary>
    private static string Card(Draw draw)
    {
        while (true)
        {
            var bank = draw.Of(_banks);
            var digits = bank + draw.Digits((bank[0] == '6' ? draw.Between(16, 19) : 16) - bank.Length - 1);
            if (digits + CheckDigits.OfCard(digits) is var card && !CheckDigits.IsCitizen(card))
            {
                return card;
            }
        }
    }

    private static string Invented(Draw draw, Func<string> invent)
    {
        while (true)
        {
            if (invent() is var number && !Accidents.In(number))
            {
                return number;
            }
        }
    }

    private static string Mobile(Draw draw) => "1" + draw.Of("3456789") + draw.Digits(9);

    private static (string, int[], string) Landline(Draw draw)
    {
        var area = draw.Of(_areas);
        var number = draw.Of("2345678") + draw.Digits(area.Length == 3 || draw.Chance(50) ? 7 : 6);
        return (area + number, [area.Length, number.Length], "");
    }

    private static string Region(Draw draw) => $"{draw.Of(Provinces)}{draw.Of(LettersOfPlates)}";

    private static string Handle(Draw draw) =>
        draw.Of(PersonalWords.Syllables) + draw.Of(["", "_", "-"]) + draw.Of(PersonalWords.Syllables) + draw.Many(1, Small) + draw.Digits(draw.Between(2, 4));

    private static string Mail(Draw draw) =>
        draw.Of(PersonalWords.Syllables) + draw.Of(["", ".", "_"]) + draw.Of(PersonalWords.Syllables) + draw.Digits(draw.Between(0, 4)) + "@"
        + draw.Of(["163.com", "126.com", "qq.com", "sina.com.cn", "example.com", "mail.example.cn", "foxmail.com", "139.com"]);
}
