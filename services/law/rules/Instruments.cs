namespace EnforcementPlatform.Law;

/// <summary>The national instruments that rules and deadlines cite, under their full names; those of province, city and organ are <see cref="LocalLaw"/>.</summary>
public static class Instruments
{
    public static readonly Instrument PenaltyLaw = new("中华人民共和国行政处罚法");
    public static readonly Instrument CoercionLaw = new("中华人民共和国行政强制法");
    public static readonly Instrument LicensingLaw = new("中华人民共和国行政许可法");
    public static readonly Instrument ReconsiderationLaw = new("中华人民共和国行政复议法");
    public static readonly Instrument LitigationLaw = new("中华人民共和国行政诉讼法");
    public static readonly Instrument CivilCode = new("中华人民共和国民法典");
    public static readonly Instrument OpenInformation = new("中华人民共和国政府信息公开条例");
    public static readonly Instrument PersonalInformation = new("中华人民共和国个人信息保护法");
    public static readonly Instrument CrimeTransfer = new("行政执法机关移送涉嫌犯罪案件的规定");
    public static readonly Instrument Holidays = new("全国年节及纪念日放假办法");

    /// <summary>Cited from its text as amended in 2023; no copy of it is kept here.</summary>
    public static readonly Instrument CivilProcedure = new("中华人民共和国民事诉讼法", SourceMark.Pending);

    /// <summary>Known by its articles; the official text has not been read.</summary>
    public static readonly Instrument Minors = new("中华人民共和国未成年人保护法", SourceMark.Pending);

    /// <summary>Known from press and local copies; the official text has not been read.</summary>
    public static readonly Instrument ThreeSystems = new(
        "国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见", SourceMark.Pending, "国办发〔2018〕118号");
}
