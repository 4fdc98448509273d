using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records;

/// <summary>Refusals of hold and destruction.</summary>
internal static class RetentionFaults
{
    public static readonly FaultType HoldStands = new(FaultKind.Refused, "HOLD_STANDS", "该案件已处于暂停销毁状态，不必重复设置。");
    public static readonly FaultType HoldNotPlaced = new(FaultKind.Refused, "HOLD_NOT_PLACED", "该案件没有处于暂停销毁状态，无需解除。");
    public static readonly FaultType OnHold = new(FaultKind.Refused, "RETENTION_ON_HOLD", "该案件因复议、诉讼、监督或者移送需要，已暂停销毁，解除前任何内容不得销毁（《中华人民共和国档案法》第二十一条第二款，禁止擅自销毁档案）。请待有关程序结束并解除后再办理。");
    public static readonly FaultType NotEnded = new(FaultKind.Refused, "RETENTION_NOT_ENDED", "案卷保管期限尚未届满：{term}（保管期限来源待核）。依法应当提前删除个人信息的（《中华人民共和国个人信息保护法》第四十七条），请选择相应依据并注明文号。");
    public static readonly FaultType PartNotOfCase = new(FaultKind.Refused, "PART_NOT_OF_CASE", "第{position}号记录的第{part}部分不是本案的个人信息部分，或者已经销毁。请核对后只列出本案现存的个人信息部分。");
    public static readonly FaultType ApprovedAlready = new(FaultKind.Refused, "DESTRUCTION_APPROVED_ALREADY", "您已批准过这项销毁，或者同一职责已有人批准。销毁须由承办机构负责人和审计管理员两人分别批准（《中华人民共和国档案法》第二十一条第二款，禁止擅自销毁档案）。");
    public static readonly FaultType NotApproved = new(FaultKind.Refused, "DESTRUCTION_NOT_APPROVED", "这项销毁尚未经承办机构负责人和审计管理员两人分别批准，或者所列内容、依据、文号与批准的不一致（《中华人民共和国档案法》第二十一条第二款，禁止擅自销毁档案）。请先完成批准，再按批准的内容办理。");
    public static readonly FaultType TooManyFiles = new(FaultKind.Exhausted, "DESTRUCTION_TOO_MANY_FILES", "一次销毁最多涉及{limit}个证据文件，请分次批准和销毁。");
}
