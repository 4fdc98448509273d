using System.Collections.Immutable;
using System.Globalization;

namespace EnforcementPlatform.Bench.Privacy;

/// <summary>Sentences of decisions, records and notices that hold no personal data and much that resembles it: numbers, codes, places, organisations.</summary>
internal static class OrdinarySentences
{
    private static readonly string[] _places = ["平顶山市", "示例市", "汝州市", "舞钢市", "宝丰县", "鲁山县", "示例县", "河南省", "湛河区"];
    private static readonly string[] _trades = ["民用爆炸物品销售", "爆破工程", "化工", "矿业", "建材", "采石", "民爆器材", "金属材料", "安全技术服务"];
    private static readonly string[] _standards =
        ["GB 6722-2014", "GB/T 13230-2019", "GB 50089-2018", "GA 837-2009", "WJ 9049-2005", "GB/T 19458-2004", "GB 28286-2012", "WJ/T 9075-2012", "GB 50016-2014（2018年版）"];

    private static readonly string[] _laws =
    [
        "《民用爆炸物品安全管理条例》", "《中华人民共和国行政处罚法》", "《中华人民共和国安全生产法》", "《民用爆炸物品销售许可实施办法》", "《中华人民共和国行政强制法》", "《中华人民共和国电信条例》",
    ];

    private static readonly ImmutableArray<Func<Draw, string>> _sentences =
    [
        draw => $"依据{Law(draw)}和{Law(draw)}的规定，决定给予警告，并处罚款人民币{Amount(draw)}。",
        draw => $"本机关于{Day(draw)}作出{Document(draw)}行政处罚决定书，同日送达当事人。",
        draw => $"{Organ(draw)}于{Day(draw)}{Time(draw)}对当事人位于{Seat(draw)}的库区进行了现场检查。",
        draw => $"当事人：{Organisation(draw)}，统一社会信用代码{CreditCode(draw)}，住所{Seat(draw)}。",
        draw => $"当事人持有民用爆炸物品销售许可证，编号豫MB销许证字[{draw.Number(1, 180, "000")}]号，有效期至{Day(draw)}。",
        draw => $"经清点，一号库存放乳化炸药{draw.Number(20, 9800)}千克，超出核定存量{draw.Number(1, 40)}.{draw.Number(0, 99, "00")}%。",
        draw => $"电子雷管起爆码{draw.Digits(13)}至{draw.Digits(13)}共{draw.Number(10, 500)}发，与出库登记不符。",
        draw => $"工业雷管编码{draw.Digits(2)}{draw.Number(1, 9)}{draw.Number(1, 12, "00")}{draw.Number(1, 28, "00")}{draw.Of("ABCDFH")}{draw.Digits(5)}未录入信息管理系统。",
        draw => $"库区中心坐标为东经{draw.Number(112, 114)}.{draw.Digits(6)}°，北纬{draw.Number(33, 34)}.{draw.Digits(6)}°，距最近民居{draw.Number(180, 900)}米。",
        draw => $"测得接地电阻{draw.Number(1, 30)}.{draw.Digits(1)}欧姆，高于{Standard(draw)}规定的限值。",
        draw => $"库房防火间距为{draw.Number(3, 40)}.{draw.Digits(2)}米，不符合{Standard(draw)}第{draw.Number(3, 12)}.{draw.Number(1, 9)}.{draw.Number(1, 20)}条。",
        draw => $"产品执行标准{Standard(draw)}，批号{draw.Number(20240101, 20261128)}，生产流水号{draw.Digits(draw.Between(9, 14))}。",
        draw => $"视频文件名为{draw.Number(2025, 2026)}{draw.Number(1, 12, "00")}{draw.Number(1, 28, "00")}_{draw.Digits(6)}_{draw.Digits(4)}.mp4，时长{draw.Number(3, 90)}分{draw.Number(0, 59, "00")}秒。",
        draw => $"附件文件校验值为{draw.Many(64, "0123456789abcdef")}。",
        draw => $"监控主机序列号{draw.Many(4, "ABCDEFGHJK")}{draw.Digits(draw.Between(8, 12))}，录像保存不足{draw.Of([15, 30, 60])}日。",
        draw => $"根据{Organisation(draw)}报送的月报，当月销售{draw.Number(100, 99999)}发，金额{Amount(draw)}。",
        draw => $"违法所得共计{Amount(draw)}，其中{draw.Number(2024, 2026)}年第{draw.Of("一二三四")}季度{Amount(draw)}。",
        draw => $"缴款书编号{draw.Digits(20)}，缴款期限为收到决定书之日起十五日内。",
        draw => $"逾期不缴纳罚款的，每日按罚款数额的百分之三加处罚款，加处罚款的数额不超过{Amount(draw)}。",
        draw => $"当事人可自收到本决定书之日起六十日内向{Organ(draw)}的本级人民政府申请行政复议，或者在六个月内依法提起行政诉讼。",
        draw => $"立案审批表载明案由为未按规定登记，案件编号{draw.Number(2024, 2026)}{draw.Digits(4)}-{draw.Digits(3)}。",
        draw => $"本案证据包括现场检查笔录{draw.Number(1, 9)}份、照片{draw.Number(2, 60)}张、台账复印件{draw.Number(3, 120)}页。",
        draw => $"听证告知书{Document(draw)}于{Day(draw)}直接送达，当事人在五个工作日内未提出听证申请。",
        draw => $"销售合同编号{draw.Many(2, "HTXSGY")}-{draw.Number(2023, 2026)}-{draw.Digits(draw.Between(3, 6))}，约定数量{draw.Number(1, 40)}吨，单价每吨{Amount(draw)}。",
        draw => $"货物条形码69{draw.Digits(11)}，外箱净重{draw.Number(10, 30)}.{draw.Digits(2)}千克，共{draw.Number(2, 300)}箱。",
        draw => $"系统导出记录共{draw.Number(1000, 99999)}条，首条流水{draw.Digits(draw.Between(20, 26))}，末条流水{draw.Digits(draw.Between(20, 26))}。",
        draw => $"检测报告{draw.Many(3, "JCBGXK")}{draw.Digits(10)}号认定，样品爆速为{draw.Number(3000, 5200)}米每秒。",
        draw => $"该库区邮政编码{draw.Number(450000, 477999)}，平面布置图图号{draw.Many(2, "PMBZ")}-{draw.Digits(3)}-{draw.Digits(2)}。",
        draw => $"网站备案号豫ICP备{draw.Digits(8)}号，页面发布的产品目录未标注许可证编号。",
        draw => $"基站编号{draw.Digits(5)}-{draw.Digits(5)}，发射频率{draw.Number(900, 3600)}.{draw.Digits(3)}兆赫，未取得无线电台执照。",
        draw => $"营业执照原注册号41{draw.Digits(13)}，变更后使用统一社会信用代码{CreditCode(draw)}。",
        draw => $"爆破作业单位许可证编号{draw.Digits(13)}，资质等级{draw.Of("一二三四")}级。",
        draw => $"该公司仓库保管员在场，对上述情况没有异议；安全负责人当场签收了责令改正通知书。",
        draw => $"证人张某某的陈述与出库单相互印证，涉及个人信息的内容已作隐去处理。",
        draw => $"驾驶员李某未随车携带运输许可证，押运员王某未在岗。",
        draw => $"黄色预警期间，金属库房高度{draw.Number(4, 9)}.{draw.Digits(1)}米，马路对面为空地，白班作业人数为{draw.Number(2, 30)}人。",
        draw => $"责令于{Day(draw)}{Time(draw)}前改正，逾期不改正的，处{Amount(draw)}罚款。",
        draw => $"公告期为三十日，自{Day(draw)}起计算，公告文书{Document(draw)}。",
        draw => $"炮孔间距{draw.Number(2, 6)}.{draw.Digits(1)}m×{draw.Number(2, 6)}.{draw.Digits(1)}m，孔径{draw.Number(76, 140)}mm，钢筋为Φ{draw.Number(6, 25)}@{draw.Number(100, 250)}，单孔装药{draw.Number(10, 90)}kg。",
        draw => $"{Organisation(draw)}（住所：{Seat(draw)}）与{Organisation(draw)}签订了代储协议。",
        draw => $"抽查{draw.Number(20, 300)}份台账，缺项{draw.Number(1, 60)}份，缺项率{draw.Number(1, 60)}.{draw.Digits(1)}％，缺少领用人签名。",
        draw => $"库温{draw.Number(-5, 38)}℃，相对湿度{draw.Number(30, 90)}%RH，温湿度计编号WSD{draw.Digits(6)}。",
        draw => $"设备型号DF-{draw.Digits(4)}A，功率{draw.Number(2, 300)}.{draw.Digits(1)}kW，出厂编号{draw.Digits(draw.Between(6, 10))}。",
        draw => $"专用运输车辆为3辆厢式货车，核定载质量{draw.Number(1, 9)}.{draw.Digits(2)}吨，均已安装卫星定位装置。",
        draw => $"本项裁量依据为《裁量基准》序号{draw.Number(1, 99)}，裁量因子{draw.Number(0, 1)}.{draw.Digits(2)}，计算得{Amount(draw)}。",
        draw => $"物品名称：工业电雷管；规格：{draw.Number(1, 20)}段脚线{draw.Number(2, 7)}米；数量：{draw.Number(10, 900)}发；存放于{draw.Number(1, 6)}号库{draw.Of("东西南北")}侧货架第{draw.Number(1, 5)}层。",
        draw => $"日志时间戳{draw.Number(17040, 17950)}{draw.Digits(8)}，事件编号{draw.Many(8, "0123456789abcdef")}-{draw.Many(4, "0123456789abcdef")}-4{draw.Many(3, "0123456789abcdef")}。",
        draw => $"服务器地址192.168.{draw.Number(0, 254)}.{draw.Number(1, 254)}，端口{draw.Number(1024, 65535)}，协议版本{draw.Number(1, 5)}.{draw.Number(0, 20)}.{draw.Number(0, 20)}。",
    ];

    private static readonly ImmutableArray<(string Class, Func<Draw, string> Write)> _ofOrgans =
    [
        (PrivacyClass.Telephone, draw => $"{Organ(draw)}举报电话：0{draw.Of(["375", "371", "379"])}-{draw.Of("2367")}{draw.Digits(6)}。"),
        (PrivacyClass.Telephone, draw => $"如有疑问，可拨打{Organ(draw)}办公电话（0375）{draw.Of("23")}{draw.Digits(6)}咨询。"),
        (PrivacyClass.Telephone, draw => $"安全生产举报投诉热线{draw.Of(["12350", "12345", "400-" + draw.Digits(3) + "-" + draw.Digits(4)])}。"),
        (PrivacyClass.Bank, draw => $"罚款缴至示例市财政局非税收入专户，开户行示例银行，账号{draw.Digits(16)}。"),
        (PrivacyClass.Email, draw => $"复议申请可发送至{Organ(draw)}公共邮箱gxj{draw.Digits(2)}@example.gov.cn。"),
    ];

    /// <summary>One sentence that holds no personal data, not even by chance.</summary>
    public static string One(Draw draw)
    {
        while (true)
        {
            if (draw.Of(_sentences)(draw) is var sentence && !Accidents.In(sentence))
            {
                return sentence;
            }
        }
    }

    /// <summary>A sentence with a telephone, an account or a mail address of an organ, and the class it may be taken for.</summary>
    public static (string Class, string Sentence) OfAnOrgan(Draw draw)
    {
        var (kind, write) = draw.Of(_ofOrgans);
        return (kind, write(draw));
    }

    public static string CreditCode(Draw draw)
    {
        var organisation = draw.Many(2, "MA0123456789") + draw.Many(6, "0123456789ABCDEFGHJKLMNPQRTUWXY");
        var body = draw.Of(["91", "92", "11", "12", "93"]) + draw.Of(["410402", "410400", "410105", "410482", "110105"]) + organisation + CheckDigits.OfOrganisation(organisation);
        return body + CheckDigits.OfCredit(body);
    }

    private static string Organ(Draw draw) => draw.Of(_places) + draw.Of(["工业和信息化局", "工业信息化和科技局", "公安局", "应急管理局"]);

    private static string Organisation(Draw draw) => draw.Of(_places) + draw.Of(["示例", "安泰", "宏远", "华安", "金石", "长城"]) + draw.Of(_trades) + draw.Of(["有限公司", "有限责任公司", "股份有限公司"]);

    private static string Seat(Draw draw) => draw.Of(_places) + draw.Of(["示例路", "建设路", "工业大道", "矿区路"]) + draw.Number(1, 400) + "号" + draw.Of(["", "", "产业园B区", "办公楼3层"]);

    private static string Law(Draw draw) => $"{draw.Of(_laws)}第{draw.Of(["三十二", "四十四", "四十八", "五十七", "六十六", "七十", "八"])}条{draw.Of(["", "第一款", "第二款第（三）项", "第一款第四项"])}";

    private static string Standard(Draw draw) => draw.Of(_standards);

    private static string Document(Draw draw) =>
        $"{draw.Of(["豫", "平", "示例"])}工信{draw.Of(["罚", "听告", "责改", "催"])}{draw.Of(["〔{0}〕", "[{0}]", "（{0}）"]).Replace("{0}", draw.Number(2023, 2026), StringComparison.Ordinal)}第{draw.Number(1, 400)}号";

    private static string Day(Draw draw)
    {
        var form = draw.Of(["yyyy年M月d日", "yyyy-MM-dd", "yyyy.MM.dd", "yyyy/M/d", "yyyyMMdd"]);
        return draw.Day(2024, 2026).ToString(form, CultureInfo.InvariantCulture);
    }

    private static string Time(Draw draw) => draw.Chance(50)
        ? $"{draw.Number(7, 19)}时{draw.Number(0, 59, "00")}分"
        : $" {draw.Number(7, 19, "00")}:{draw.Number(0, 59, "00")}:{draw.Number(0, 59, "00")} ";

    private static string Amount(Draw draw) => draw.Below(4) switch
    {
        0 => $"{draw.Number(1, 900)},{draw.Digits(3)}.{draw.Digits(2)}元",
        1 => $"{draw.Number(1, 99)}万元",
        2 => $"{draw.Number(1000, 9999999)}元",
        _ => $"{draw.Of("贰叁伍柒捌")}万{draw.Of("壹贰叁肆玖")}仟元整（¥{draw.Number(20000, 99999)}.00）",
    };
}
