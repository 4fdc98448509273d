using System.Collections.Immutable;
using System.Text;

namespace EnforcementPlatform.Law;

/// <summary>What the words before a number say it is.</summary>
internal enum NumberLabel
{
    None,
    Identity,
    Travel,
    Telephone,
    LocalTelephone,
    Bank,
    Account,
    Plate,

    /// <summary>Number of a document, a product, a licence or an organisation.</summary>
    Other,
}

/// <summary>The word nearest before a number that says what it is.</summary>
internal static class NumberLabels
{
    /// <summary>So many letters and digits before a number are looked at, whatever stands between them.</summary>
    private const int Reach = 18;

    /// <summary>A word is of a number when at most so many letters and digits stand between them.</summary>
    private const int Nearest = 8;

    private static readonly string[] Services = ["微信", "QQ", "扣扣", "企鹅", "支付宝", "抖音", "快手", "微博", "钉钉"];

    private static readonly string[] Names = ["账号", "帐号", "账户", "帐户", "号码"];

    private static readonly ImmutableArray<(string Word, NumberLabel Label)> Words =
    [
        .. All(NumberLabel.Identity, "身份", "证件号", "证件编号", "户口簿", "户籍", "居住证", "居民证", "二代证", "SFZ", "ID号", "证件号码", "身份号码", "身份证号码", "身份证件号码", "居住证号码"),
        .. All(NumberLabel.Travel, "护照", "通行证", "回乡证", "台胞证", "港澳证", "居留证", "居留身份证", "旅行证", "海员证", "台湾居民", "PASSPORT", "护照号码", "通行证号码", "回乡证号码", "台胞证号码", "居留证号码", "居留身份证号码", "居留身份证号"),
        .. All(NumberLabel.LocalTelephone, "电话", "座机", "固话", "传真", "致电", "来电", "TEL", "拨打"),
        .. All(NumberLabel.Telephone, "手机", "移动电话", "联系", "号码", "呼叫", "拨通", "通话", "短信", "热线", "回拨", "机主", "小灵通", "MOBILE", "PHONE"),
        .. All(NumberLabel.Bank, "银行", "行卡", "工行", "农行", "建行", "中行", "农信社", "农商行", "卡号", "卡号码", "账号", "帐号", "账户", "帐户", "存折", "银行卡", "信用卡", "储蓄卡", "借记卡", "户头", "收款", "汇入", "转入", "开户"),
        .. All(NumberLabel.Account, "微信", "QQ", "扣扣", "企鹅", "支付宝", "ALIPAY", "WECHAT", "球球", "VX", "Q号"),
        .. All(NumberLabel.Account, [.. Services.SelectMany(_ => Names, (service, name) => service + name)]),
        .. All(NumberLabel.Plate, "车牌", "号牌", "牌照"),
        .. All(
            NumberLabel.Other, "注册号", "许可证", "信用代码", "流水", "编号", "编码", "批号", "序列号", "条形码", "条码", "起爆码", "校验值", "图号", "备案", "文号", "时间戳",
            "单号", "缴款书", "缴款", "机构代码", "执法证", "资格证", "合同", "版本", "报告", "型号", "端口", "文件名", "邮政编码", "邮编"),
    ];

    /// <summary>The nearest label of the sentence; of two that end together the longer.</summary>
    public static NumberLabel Before(string text, int at)
    {
        var window = new StringBuilder(Reach);
        for (var index = at - 1; index >= 0 && text[index] is not ('。' or '!') && window.Length < Reach && at - index < 4 * Reach; index--)
        {
            if (char.IsLetterOrDigit(text[index]))
            {
                window.Insert(0, char.ToUpperInvariant(text[index]));
            }
        }

        var before = window.ToString();
        var (end, length, label) = (0, 0, NumberLabel.None);
        foreach (var (word, means) in Words)
        {
            var found = before.LastIndexOf(word, StringComparison.Ordinal);
            if (found >= 0 && (found + word.Length, word.Length).CompareTo((end, length)) > 0)
            {
                (end, length, label) = (found + word.Length, word.Length, means);
            }
        }

        return before.Length - end <= Nearest ? label : NumberLabel.None;
    }

    /// <summary>Whether words right behind a number call it that of a travel document: 持…号护照.</summary>
    public static bool IsTravelBehind(string text, int at)
    {
        var behind = text.AsSpan(at, Math.Min(16, text.Length - at));
        var word = 0;
        while (word < behind.Length && !char.IsLetterOrDigit(behind[word]) && behind[word] is not ('。' or ',' or ';' or '、'))
        {
            word++;
        }

        behind = behind[word..].TrimStart('号').TrimStart('的').TrimStart("普通公务因外交");
        return behind.StartsWith("护照") || behind.StartsWith("通行证") || behind.StartsWith("回乡证") || behind.StartsWith("台胞证") || behind.StartsWith("居留");
    }

    private static IEnumerable<(string, NumberLabel)> All(NumberLabel label, params string[] words) => words.Select(word => (word, label));
}
