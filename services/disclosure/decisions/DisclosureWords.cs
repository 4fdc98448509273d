using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Disclosure;

/// <summary>How the terms of disclosure are written for people.</summary>
internal static class DisclosureWords
{
    public static string Of(DisclosureStage stage) => stage switch
    {
        DisclosureStage.Due => "待拟稿",
        DisclosureStage.Drafted => "待发布",
        DisclosureStage.Published => "公示中",
        DisclosureStage.Correcting => "公示中，更正稿待发布",
        DisclosureStage.ToWithdraw => "应撤回",
        DisclosureStage.Withdrawn => "已撤回",
        DisclosureStage.Withheld => "依法不予公开",
        DisclosureStage.Lapsed => "决定已撤销，不再公示",
        _ => "尚无决定",
    };

    public static string Of(DisclosureAction action) => action switch
    {
        DisclosureAction.DraftText => "拟写公示稿",
        DisclosureAction.CorrectText => "拟写更正稿",
        DisclosureAction.PublishText => "发布",
        DisclosureAction.WithdrawText => "撤回",
        DisclosureAction.WithholdText => "登记不予公开",
        DisclosureAction.NoteDecision => "登记处罚决定",
        DisclosureAction.NoteAnnulment => "登记决定撤销",
        _ => "登记推送结果",
    };

    public static string Of(PersonalDataKind kind) => kind switch
    {
        PersonalDataKind.IdentityNumber or PersonalDataKind.OldIdentityNumber => "公民身份号码",
        PersonalDataKind.TravelDocument => "护照、通行证等证件号码",
        PersonalDataKind.PossibleDocument => "护照或者通行证号码",
        PersonalDataKind.BankCard => "银行卡号",
        PersonalDataKind.BankAccount => "银行账号",
        PersonalDataKind.MobileNumber => "手机号码",
        PersonalDataKind.Landline => "固定电话号码",
        PersonalDataKind.Email => "电子邮箱",
        PersonalDataKind.Account => "微信、QQ、支付宝等账号",
        PersonalDataKind.Plate => "机动车号牌",
        PersonalDataKind.HomeAddress => "个人住址",
        _ => "个人姓名",
    };

    public static string Of(PartyDatum datum) => datum switch
    {
        PartyDatum.Name => "当事人姓名",
        PartyDatum.Number => "当事人证件号码",
        PartyDatum.Address => "当事人住址",
        _ => "当事人联系方式",
    };
}
