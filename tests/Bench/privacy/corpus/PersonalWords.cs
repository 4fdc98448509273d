namespace EnforcementPlatform.Bench.Privacy;

/// <summary>Words of which names and addresses of invented persons are made.</summary>
internal static class PersonalWords
{
    public static readonly string[] Syllables =
        ["zhang", "wang", "li", "zhao", "chen", "xiao", "ming", "jian", "guo", "hui", "lei", "feng", "yang", "tao", "qiang", "ping", "lina", "jun"];

    private const string Given = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英建国志红梅鹏飞玉兰文斌海燕晓东春雷振华德胜永福小龙雪松";

    private static readonly string[] _families =
    [
        "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯",
        "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎", "欧阳", "司马", "上官", "诸葛",
    ];

    private static readonly string[] _first = ["买买提", "阿不都", "古丽", "阿依古丽", "艾山", "巴特尔", "吐尔逊", "热合曼", "迪丽努尔", "斯琴"];
    private static readonly string[] _last = ["艾力", "热西提", "买买提", "吐尔逊", "阿布都拉", "依明", "卡德尔", "肉孜"];
    private static readonly string[] _towns = ["平顶山市卫东区", "郑州市金水区", "洛阳市涧西区", "示例市新华区", "汝州市", "舞钢市", "河南省平顶山市湛河区"];
    private static readonly string[] _roads = ["建设路", "矿工中路", "劳动路", "开源路", "示例街", "和平大道", "光明北路", "中兴路"];
    private static readonly string[] _estates = ["示例小区", "阳光花园", "矿务局家属院", "翠湖苑", "锦绣家园", "和谐新村", "东方名城"];
    private static readonly string[] _counties = ["宝丰县", "叶县", "鲁山县", "郏县", "示例县", "舞阳县"];
    private static readonly string[] _villages = ["大营镇李庄村", "石桥镇前营村", "赵村镇白草坪村", "示例乡示例村", "薛店镇冢王村", "任店镇前营村"];

    public static string Name(Draw draw) => draw.Of(_families) + draw.Many(draw.Chance(65) ? 2 : 1, Given);

    public static string NameWithDot(Draw draw) => $"{draw.Of(_first)}·{draw.Of(_last)}";

    public static string AddressInTown(Draw draw) =>
        $"{draw.Of(_towns)}{draw.Of(_roads)}{draw.Number(1, 300)}号{(draw.Chance(80) ? draw.Of(_estates) : "院")}{draw.Number(1, 40)}号楼"
        + $"{draw.Number(1, 6)}单元{draw.Number(1, 30)}{draw.Number(1, 4, "00")}室";

    public static string AddressInVillage(Draw draw) => $"{draw.Of(_counties)}{draw.Of(_villages)}{draw.Number(1, 12)}组{draw.Number(1, 260)}号";
}
