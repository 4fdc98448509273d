using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records;

/// <summary>Refusals of collecting and reading evidence.</summary>
internal static class EvidenceFaults
{
    public static readonly FaultType StreamInvalid = new(FaultKind.Malformed, "EVIDENCE_STREAM_INVALID", "证据上传的消息顺序或大小不对：{problem}。应先发送一条证据说明，再依次发送每块1到262144字节的文件内容。");
    public static readonly FaultType Empty = new(FaultKind.Malformed, "EVIDENCE_EMPTY", "没有收到文件内容，证据未保存。请选择文件后重新上传。");
    public static readonly FaultType TooLarge = new(FaultKind.Exhausted, "EVIDENCE_TOO_LARGE", "文件超过单个证据{limit}字节的上限，证据未保存。请分段后分别上传。");
    public static readonly FaultType DigestMismatch = new(FaultKind.Malformed, "EVIDENCE_DIGEST_MISMATCH", "收到的文件与所报SHA-256校验值不一致，证据未保存。请核对文件后重新上传。");
    public static readonly FaultType CollectorsInvalid = new(FaultKind.Refused, "EVIDENCE_COLLECTORS_INVALID", "收集证据的执法人员不得少于两人，且均应为本案承办人（《中华人民共和国行政处罚法》第四十二条）。请核对收集人员。");
    public static readonly FaultType CollectorNotQualified = new(FaultKind.Refused, "EVIDENCE_COLLECTOR_NOT_QUALIFIED", $"收集人员在{{day}}不在执法岗位，或者没有类别含行政处罚、执法区域含本单位辖区的有效行政执法证，所收集的材料不能作为证据保存（《中华人民共和国行政处罚法》第四十二条；{LocalLaw.Cite("EVIDENCE_COLLECTOR_NOT_QUALIFIED")}）。请核对收集人员和时间。");
    public static readonly FaultType NotAccepted = new(FaultKind.Refused, "EVIDENCE_NOT_ACCEPTED", "案件尚未立案或已经结案，不能再收集证据（《中华人民共和国行政处罚法》第五十四条、第五十七条）。");
    public static readonly FaultType StageOver = new(FaultKind.Refused, "EVIDENCE_STAGE_OVER", "案件目前处于“{stage}”阶段，不能再保存“{recording}”环节的证据材料（《中华人民共和国行政处罚法》第四十条、第四十七条、第五十七条，事实查清在决定之前）。请核对所记录的环节；决定作出后取得的新证据，请先撤销决定。");
    public static readonly FaultType RangeInvalid = new(FaultKind.Malformed, "EVIDENCE_RANGE_INVALID", "所要读取的范围超出文件大小（共{size}字节），请核对起点和长度。");
    public static readonly FaultType Destroyed = new(FaultKind.Refused, "EVIDENCE_DESTROYED", "该证据已按规定销毁，仅保留其校验值和销毁记录。");
    public static readonly FaultType Damaged = new(FaultKind.Refused, "EVIDENCE_DAMAGED", "所读范围内的文件内容与保存时的校验值不一致，已停止提供。请立即报告系统管理员，从备份恢复后再读取。");
}
