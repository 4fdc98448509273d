using System.Collections.Immutable;
using static EnforcementPlatform.Law.DeadlineUnit;
using static EnforcementPlatform.Law.Instruments;
using static EnforcementPlatform.Law.SourceMark;

namespace EnforcementPlatform.Law;

/// <summary>
/// The time limits of administrative enforcement. Articles that fix the unit (行政处罚法 85, 行政强制法 69, 行政许可法 82)
/// are cited beside those that fix the amount. 加处罚款 (行政处罚法 72) is a rate, not a period, and is not here. Rows that the product itself goes
/// by are marked <see cref="DeadlineRule.InForce"/>; a test compares the marks with what the code asks. PENALTY_SERVE runs from 宣告 by the text of
/// 行政处罚法 61(1); the day of the decision stands for it, which is never the later one.
/// </summary>
public static class DeadlineCatalogue
{
    private const string Nation = "全国", Own = "本机关";
    private static readonly string Province = LocalLaw.Region;

    public static ImmutableArray<DeadlineRule> All { get; } =
    [
        // Publication
        new("PUB_GENERAL", "公示执法决定", 20, WorkingDay, "执法决定作出之日", [At(ThreeSystems), At(OpenInformation, 26)], Nation, Pending),
        new("PUB_LICENCE", "公示行政许可决定", 7, WorkingDay, "执法决定作出之日", [At(ThreeSystems)], Nation, Pending),
        new("PUB_PENALTY", "公示行政处罚决定", 7, WorkingDay, "执法决定作出之日", [At(ThreeSystems)], Nation, Pending) { InForce = true },
        new("PUB_WITHDRAW", "撤回已公开的行政处罚决定并说明理由", 3, WorkingDay, "变更、撤销、确认违法或者确认无效生效之日", [At(PenaltyLaw, 48, 2), At(PenaltyLaw, 85)], Nation, Verified) { InForce = true },
        new("CREDIT_SYNC_WITHDRAW", "撤销已被撤销行为的失信信息（归集、使用单位）", 1, WorkingDay, "收到更新信息之日", LocalLaw.Of("CREDIT_SYNC_WITHDRAW"), Province, Verified),
        new("CREDIT_OBJECTION_OWN", "信用平台处理信用信息异议（平台处理范围）", 3, WorkingDay, "收到异议申请之日", LocalLaw.Of("CREDIT_OBJECTION_OWN"), Province, Verified),
        new("CREDIT_OBJECTION_SOURCE", "信用平台处理信用信息异议（需向提供单位核查）", 7, WorkingDay, "收到异议申请之日", LocalLaw.Of("CREDIT_OBJECTION_SOURCE"), Province, Verified),
        new("CREDIT_OBJECTION_SUPPLIER", "提供单位核查信用信息异议并同步核实结果", 3, WorkingDay, "接到核查通知之日", LocalLaw.Of("CREDIT_OBJECTION_SUPPLIER"), Province, Verified),
        new("CREDIT_REPAIR", "提供单位修复失信信息", 1, WorkingDay, "收到符合规定的信用修复申请之日", LocalLaw.Of("CREDIT_REPAIR"), Province, Verified),
        new("CREDIT_CHECK", "信用平台核查数据", 5, WorkingDay, "平台收到信息之日", LocalLaw.Of("CREDIT_CHECK"), Province, Verified),

        // Information on request
        new("INFO_REQUEST_CLARIFY", "告知申请人补正信息公开申请", 7, WorkingDay, "收到申请之日", [At(OpenInformation, 30)], Nation, Verified),
        new("INFO_REQUEST_ANSWER", "答复信息公开申请", 20, WorkingDay, "收到申请之日", [At(OpenInformation, 33, 2)], Nation, Verified),
        new("INFO_REQUEST_EXT", "延长答复信息公开申请", 20, WorkingDay, "答复期限届满之日", [At(OpenInformation, 33, 2)], Nation, Verified),
        new("THIRD_PARTY_OPINION", "第三方提出意见", 15, WorkingDay, "第三方收到征求意见书之日", [At(OpenInformation, 32)], Nation, Verified) { Of = DeadlineOf.Party },

        // Penalty
        new("REG_PRESERVE_DECIDE", "对先行登记保存的证据作出处理决定", 7, WorkingDay, "先行登记保存之日", [At(PenaltyLaw, 56), At(PenaltyLaw, 85)], Nation, Verified),
        new("PENALTY_DECIDE", "作出行政处罚决定", 90, CalendarDay, "立案之日", [At(PenaltyLaw, 60)], Nation, Verified) { InForce = true },
        new("PENALTY_SERVE", "送达行政处罚决定书", 7, WorkingDay, "行政处罚决定作出之日（宣告不早于此日）", [At(PenaltyLaw, 61, 1), At(PenaltyLaw, 85)], Nation, Verified) { InForce = true },
        new("SERVICE_ANNOUNCED", "公告送达视为送达", 30, CalendarDay, "发出公告之日", [At(PenaltyLaw, 61, 1), At(CivilProcedure, 95)], Nation, Pending) { Rolls = false, InForce = true },
        new("HEARING_REQUEST", "当事人要求听证", 5, WorkingDay, "行政机关告知听证权利之日", [At(PenaltyLaw, 64, 0, 1), At(PenaltyLaw, 85)], Nation, Verified) { Of = DeadlineOf.Party, InForce = true },
        new("HEARING_NOTIFY", "通知听证的时间、地点", 7, WorkingDay, "举行听证之日", [At(PenaltyLaw, 64, 0, 2), At(PenaltyLaw, 85)], Nation, Verified) { Before = true, InForce = true },
        new("FINE_PAY", "当事人缴纳罚款", 15, CalendarDay, "收到行政处罚决定书之日", [At(PenaltyLaw, 67, 3)], Nation, Verified) { Of = DeadlineOf.Party, InForce = true },
        new("CASH_TO_ORGAN", "执法人员将当场收缴的罚款交至行政机关", 2, WorkingDay, "收缴罚款之日", [At(PenaltyLaw, 71), At(PenaltyLaw, 85)], Nation, Verified),
        new("CASH_TO_BANK", "行政机关将罚款缴付银行", 2, WorkingDay, "行政机关收到罚款之日", [At(PenaltyLaw, 71), At(PenaltyLaw, 85)], Nation, Verified),
        new("LIMITATION", "违法行为的追究时效", 2, Year, "违法行为发生或者终了之日", [At(PenaltyLaw, 36)], Nation, Verified) { Rolls = false, InForce = true },
        new("LIMITATION_HARM", "违法行为的追究时效（生命健康安全、金融安全且有危害后果）", 5, Year, "违法行为发生或者终了之日", [At(PenaltyLaw, 36)], Nation, Verified) { Rolls = false, InForce = true },

        // Coercion
        new("COERCE_EMERGENCY_REPORT", "报告紧急情况下的强制措施并补办批准手续", 24, Hour, "当场实施强制措施之时", [At(CoercionLaw, 19)], Nation, Verified),
        new("SEAL_DETAIN", "查封、扣押期限", 30, CalendarDay, "实施查封、扣押之日", [At(CoercionLaw, 25, 1)], Nation, Verified) { Rolls = false },
        new("SEAL_DETAIN_EXT", "延长查封、扣押期限", 30, CalendarDay, "原查封、扣押期限届满之日", [At(CoercionLaw, 25, 1)], Nation, Verified) { Rolls = false },
        new("FREEZE_DELIVER", "交付冻结决定书", 3, WorkingDay, "实施冻结之日", [At(CoercionLaw, 31), At(CoercionLaw, 69)], Nation, Verified),
        new("SUBSTITUTE_WARN", "代履行前催告当事人履行", 3, WorkingDay, "代履行之日", [At(CoercionLaw, 51, 1, 2), At(CoercionLaw, 69)], Nation, Verified) { Before = true },
        new("URGE_BEFORE_COURT", "催告后当事人自行履行", 10, WorkingDay, "催告书送达之日", [At(CoercionLaw, 54), At(CoercionLaw, 69)], Nation, Verified) { Of = DeadlineOf.Party },
        new("COURT_APPLY", "申请人民法院强制执行", 3, Month, "复议、诉讼期限届满之日", [At(CoercionLaw, 53)], Nation, Verified),

        // Licensing
        new("LICENCE_CORRECT", "一次告知申请人补正许可申请材料", 5, WorkingDay, "收到申请材料之日", [At(LicensingLaw, 32), At(LicensingLaw, 82)], Nation, Verified),
        new("LICENCE_DECIDE", "作出行政许可决定", 20, WorkingDay, "受理申请之日", [At(LicensingLaw, 42, 1), At(LicensingLaw, 82)], Nation, Verified),
        new("LICENCE_DECIDE_EXT", "延长作出行政许可决定", 10, WorkingDay, "决定期限届满之日", [At(LicensingLaw, 42, 1), At(LicensingLaw, 82)], Nation, Verified),
        new("LICENCE_DELIVER", "颁发、送达许可证件", 10, WorkingDay, "许可决定作出之日", [At(LicensingLaw, 44), At(LicensingLaw, 82)], Nation, Verified),

        // Transfer and remedies. The unit of 三日 is not said in the transfer rules: calendar days, the stricter reading.
        new("TRANSFER_APPROVE", "批准或者不批准移送涉嫌犯罪案件", 3, CalendarDay, "接到移送报告之日", [At(CrimeTransfer, 5, 2)], Nation, Verified) { Rolls = false },
        new("TRANSFER_SEND", "向公安机关移送涉嫌犯罪案件", 24, Hour, "决定批准移送之时", [At(CrimeTransfer, 5, 2)], Nation, Verified),
        new("RECONSIDER", "当事人申请行政复议", 60, CalendarDay, "知道或者应当知道行政行为之日", [At(ReconsiderationLaw, 20, 1)], Nation, Verified) { Of = DeadlineOf.Party },
        new("SUE", "当事人提起行政诉讼", 6, Month, "知道或者应当知道行政行为之日", [At(LitigationLaw, 46, 1)], Nation, Verified) { Of = DeadlineOf.Party },

        // Yearly, and what each organ sets for itself
        new("ANNUAL_REPORT", "公布上一年度行政执法统计年报", 1, Month, "统计年度终了之日（12月31日）", [At(ThreeSystems)], Nation, Pending) { Rolls = false },
        new("LEGAL_REVIEW", "法制审核", 5, WorkingDay, "法制审核材料齐全之日", LocalLaw.Of("LEGAL_REVIEW"), Own, Pending) { InForce = true },
        new("LEGAL_REVIEW_EXT", "延长法制审核", 5, WorkingDay, "法制审核期限届满之日", LocalLaw.Of("LEGAL_REVIEW_EXT"), Own, Pending) { InForce = true },
        new("AV_UPLOAD", "上传音像记录", 24, Hour, "执法活动结束之时", LocalLaw.Of("AV_UPLOAD"), Own, Pending),
        new("DOSSIER_BIND", "案卷立卷归档", 30, CalendarDay, "结案之日", LocalLaw.Of("DOSSIER_BIND"), Own, Pending) { InForce = true },
    ];

    private static readonly ImmutableDictionary<string, DeadlineRule> ByKey = All.ToImmutableDictionary(rule => rule.Key);

    /// <summary>The row of a key.</summary>
    /// <exception cref="KeyNotFoundException">No such row; ask <see cref="TryFind"/> about keys that people type.</exception>
    public static DeadlineRule Find(string key) => ByKey[key];

    public static bool TryFind(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DeadlineRule? rule) => ByKey.TryGetValue(key, out rule);

    private static Citation At(Instrument instrument, int article = 0, int paragraph = 0, int item = 0) => new(instrument, article, paragraph, item);
}
