using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace EnforcementPlatform.Law;

/// <summary>
/// Names of persons, where the words around them say that somebody is meant: behind a part somebody plays (证人、保管员), or between two words of a sentence about a
/// person (由…签收). What is masked (张某某) is none. A name that no word announces is not found; nobody can tell 高峰 from a peak.
/// </summary>
internal static class NameFinder
{
    private static readonly string[] Parts =
    [
        "证人", "保管员", "管理员", "驾驶员", "司机", "押运员", "爆破员", "安全员", "技术员", "操作员", "销售员", "业务员", "采购员", "库管员", "受害人", "被害人", "举报人", "投诉人", "经办人", "负责人",
        "联系人", "法定代表人", "代表人", "收货人", "送货人", "购买人", "买家", "卖家", "领用人", "领取人", "妻子", "丈夫", "儿子", "女儿", "父亲", "母亲", "哥哥", "弟弟", "姐姐", "妹妹", "员工", "职工", "工人", "同事",
        "邻居", "村民", "居民", "业主", "租户", "货主", "老板", "会计", "出纳", "经理", "厂长", "队长", "班长", "见证人", "代理人", "律师", "签收人", "嫌疑人", "行为人", "第三人", "实际控制人", "股东", "合伙人", "患者",
        "伤者", "死者", "当事人", "委托人", "申请人", "学生", "学徒", "户主", "车主", "房东", "介绍人", "中间人", "上家", "下家", "姓名", "名叫", "本人",
    ];

    private static readonly string[] Before =
    [
        "经询问", "询问", "电话通知", "通知", "与", "由", "有", "将", "向", "给", "和", "同", "据", "对", "及", "为", "系", "是", "叫", "让", "被", "从", "找到", "委托", "雇佣", "聘用", "安排", "指使", "联系", "转告", "其", ",", "。", "、", ":",
        ";", "时", "后", "日", "并", "称",
    ];

    private static readonly string[] Behind =
    [
        "陈述", "在场", "无法", "承认", "签收", "到场", "被送", "的询问笔录", "的证言", "的陈述", "系该", "系其", "系当事人", "将", "一同", "未能", "未经", "表示", "称", "说", "提供", "签字", "确认", "拒绝", "负责", "驾驶", "持有", "出示", "购买",
        "领取", "证言", "证明", "证实", "男", "女", ",男", ",女", "当日", "当天", "当场", "当晚", "签名", "供述", "交代", "辩称", "反映", "擅自", "私自", "违规", "非法", "到案", "交付", "交给", "收取", "支付", "转账", "汇款", "运输", "储存", "租用", "承租", "等人", "的家",
        "身份证", "电话", "手机", "作业", "值班", "操作", "保管", "登记", "手中", "处购", "所有", "名下", "本人", "先生", "女士", "同志", "二人", "三人", "两人",
    ];

    /// <summary>Surnames of one character.</summary>
    private const string Surnames =
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛"
        + "闫阎雷段史龙黎贺陶顾毛郝龚邵万覃武钱戴严莫孔汤温康施文牛樊葛邢安齐庄乔倪岳鲁殷章关毕柳左祝霍耿焦蓝甘裴翟柴聂欧洪尚管成游常詹车蒲冉宫符苗俞柏";

    /// <summary>Surnames that are as often the first character of another word: 当事人向…销售, 负责人任意…. Only a word behind the name tells.</summary>
    private const string AlsoWords = "于成管常关任何余单严方高马黄白安金石田温施游计车文武和";

    /// <summary>Characters that hardly stand in a given name and often behind a word that begins like a surname.</summary>
    private const string NoNames =
        "某当的了在是不及和与或等按未已被将把对向从由于其为有无之以后前中上下该本此这那各每个件项条款号码员者人们时日月年路库房车间度面色班全部门科室处局厂站所区县市省镇乡村街道公司企业单位机关政府法律规定标准资质许可证书笔录台账品物料"
        + "购销运输储存爆破使用生产经营责改正罚警告令决听调查检查取收付款金额数量共计约第〇0123456789";

    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
    [
        "安全", "安装", "安排", "高度", "高温", "高压", "高于", "高层", "金属", "金额", "金融", "马路", "马上", "黄色", "白色", "白天", "白班", "时间", "时限", "方向", "方式", "方便", "方案", "方法", "成品", "成立", "成年", "成本", "成交", "成员",
        "程序", "程度", "管理", "管道", "常见", "常规", "常务", "周边", "周围", "周期", "万元", "全部", "全程", "全面", "全体", "全市", "全省", "全年", "石料", "石灰", "石油", "江河", "曾经", "毕竟", "关于", "关闭", "关系", "文书", "文件", "文字", "文明",
        "施工", "向上", "向其", "严重", "严格", "温度", "汤药", "康复", "牛皮", "车辆", "车间", "车牌", "田间", "田地", "武装", "洪水", "洪灾", "游客", "左右", "左侧", "于是", "任务", "任何", "任意", "余下", "余量", "余额", "叶片", "范围", "段落", "史料",
        "龙头", "雷管", "雷电", "毛重", "毛料", "顾客", "顾问", "温湿", "经理", "许可", "许多", "何时", "何种", "何人", "何处", "林地", "林区", "水平", "平台", "齐全", "齐备", "章节", "章程", "关键", "单独", "钟点", "钱款", "符合", "符号", "宫颈", "解释",
        "汪洋", "祝贺", "欧洲", "欧姆", "尚未", "尚有", "管控", "管辖", "管制", "全额", "全天", "计算", "夏季", "秦岭", "江边", "江西", "江苏", "湖南", "贺信", "白酒", "方可", "方能", "文化", "马达", "庄稼", "陈述", "陈列", "陈旧", "张贴", "张数", "林木", "周转", "程式", "武器", "施行", "孔径", "孔距", "石材", "石膏", "毛坯", "常委", "常住", "蓝色", "左边", "鲁山", "关押", "任职", "任命",
        "于本", "于当", "单价", "单位", "余料",
    ]);

    private static readonly Regex Dotted = new("[一-龥]{2,6} ?[·•・‧⋅] ?[一-龥]{2,6}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly Regex Transliterated = new(
        "[买提阿不都卜古丽依艾山巴特尔吐逊热合曼迪努斯琴力布拉明卡德肉孜木江尼亚克苏祖农乃比里汗赛伊帕夏西哈萨玛麦麥迪克乌兰格日勒娜其其格]{2,6}[.\\-]?[买提阿不都卜古丽依艾山巴特尔吐逊热合曼迪努斯琴力布拉明卡德肉孜木江尼亚克苏祖农乃比里汗赛伊帕夏西哈萨玛麦麥迪克乌兰格日勒娜]{2,6}",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public static void FindIn(Reading reading, List<PersonalDataFinding> found)
    {
        if (reading.BarIsOne)
        {
            return;
        }

        foreach (var match in Dotted.EnumerateMatches(reading.Text))
        {
            found.Add(reading.Finding(PersonalDataKind.PersonName, match.Index, match.Index + match.Length));
        }

        var view = reading.View(IsLeftOut, one => one);
        foreach (var match in Transliterated.EnumerateMatches(view.Text))
        {
            if (match.Length >= 4 && (match.Index == 0 || EndsWithAny(view.Text, match.Index, Parts) || EndsWithAny(view.Text, match.Index, Before)))
            {
                found.Add(view.Finding(PersonalDataKind.PersonName, match.Index, match.Index + match.Length));
            }
        }

        for (var at = 0; at + 2 <= view.Text.Length; at++)
        {
            if (NameAt(view.Text, at) is { } length)
            {
                found.Add(view.Finding(PersonalDataKind.PersonName, at, at + length));
                at += length - 1;
            }
        }
    }

    private static int? NameAt(string text, int at)
    {
        var surname = at + 3 <= text.Length && CitizenName.Compound.Contains(text.Substring(at, 2)) ? 2 : Surnames.Contains(text[at], StringComparison.Ordinal) ? 1 : 0;
        if (surname == 0)
        {
            return null;
        }

        var plays = EndsWithAny(text, at, Parts);
        if (!plays && at > 0 && !EndsWithAny(text, at, Before))
        {
            return null;
        }

        foreach (var given in new[] { 2, 1 })
        {
            var end = at + surname + given;
            if (end <= text.Length && IsGiven(text.AsSpan(at + surname, given)) && !Words.Contains(text.Substring(at, 2)) && !IsNoName(text, end) && ((plays && !AlsoWords.Contains(text[at], StringComparison.Ordinal)) || StartsWithAny(text, end, Behind)))
            {
                return surname + given;
            }
        }

        return null;
    }

    /// <summary>鲁山县 is a county, whoever plays a part before it; and what is followed by 某 or an asterisk is masked already.</summary>
    private static bool IsNoName(string text, int end) => end < text.Length && (text[end] is '*' or '某' or 'X' or '县' or '市' or '区' or '镇' or '乡' or '村' or '路' or '街' or '省');

    private static bool IsGiven(ReadOnlySpan<char> given)
    {
        foreach (var one in given)
        {
            if (one is < '\u3400' or > '\u9FFF' || NoNames.Contains(one, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool EndsWithAny(string text, int at, string[] words)
    {
        // A bracket, a colon or a comma may stand between the part and the name.
        var end = at > 0 && text[at - 1] is ':' or ',' && words == Parts ? at - 1 : at;
        return words.Any(word => text.AsSpan(0, end).EndsWith(word));
    }

    private static bool StartsWithAny(string text, int at, string[] words) => words.Any(word => text.AsSpan(at).StartsWith(word));

    private static bool IsLeftOut(char character) =>
        char.IsWhiteSpace(character) || character is '·' or '•' or '・' or '‧' or '⋅' or '-' or '(' or ')' or '“' or '”' or '「' or '」' or '【' or '】' or '"' or '[' or ']' or '‘' or '’';
}
