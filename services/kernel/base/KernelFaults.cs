namespace EnforcementPlatform.Kernel;

/// <summary>Refusals every service shares.</summary>
public static class KernelFaults
{
    public static readonly FaultType InvalidFields = new(FaultKind.Malformed, "INVALID_FIELDS", "请求中有不符合要求的字段，请按所列各项修改后重新提交。");
    public static readonly FaultType MalformedRequest = new(FaultKind.Malformed, "MALFORMED_REQUEST", "请求内容无法解析，请按接口文档的格式重新提交。");
    public static readonly FaultType NotSignedIn = new(FaultKind.NotSignedIn, "NOT_SIGNED_IN", "尚未登录或登录已失效，请重新登录。");
    public static readonly FaultType AccountUnknown = new(FaultKind.NotSignedIn, "ACCOUNT_UNKNOWN", "该账号未与本单位在册人员关联，请联系安全管理员。");
    public static readonly FaultType NotPermitted = new(FaultKind.Forbidden, "NOT_PERMITTED", "您的岗位职责不包括此项操作，或该事项不在您的权限范围内。");
    public static readonly FaultType PasswordChangeRequired = new(
        FaultKind.Forbidden,
        "PASSWORD_CHANGE_REQUIRED",
        "当前使用的是他人设置的初始密码，修改密码之前不能办理业务（GB/T 22239-2019 8.1.4.1）。请先调用AccountsService/ChangePassword（POST /v1/records/accounts/账号编号:changePassword，账号编号见GetMe）设置本人的密码，再重新登录。");
    public static readonly FaultType NotFound = new(FaultKind.NotFound, "NOT_FOUND", "未找到该事项，或您无权查看。");
    public static readonly FaultType RequestIdReused = new(FaultKind.Exists, "REQUEST_ID_REUSED", "该请求编号已用于内容不同的请求，请换用新的请求编号。");
    public static readonly FaultType EtagStale = new(FaultKind.Stale, "ETAG_STALE", "该事项已被他人修改，请刷新后在最新内容上重新操作。");
    public static readonly FaultType Contended = new(FaultKind.Stale, "CONTENDED", "同一时刻操作过多，请稍后用同一请求编号重试。");
    public static readonly FaultType ClockBehind = new(FaultKind.Unavailable, "CLOCK_BEHIND", "服务器时钟落后于已有记录超过2秒，为保证记录时间真实已停止写入，请运维人员校准时钟；时钟已经准确的，停止服务后由两名系统管理员登记时钟拨回（enforce clock set-back），再重新启动。");
    public static readonly FaultType ClockQuestioned = new(FaultKind.Unavailable, "CLOCK_QUESTIONED", "服务器时钟突然向前跳了{lead}，为免错误的时间写入记录已暂停写入。请运维人员校准时钟；确认现在的时钟准确的，重新启动服务后继续。");
    public static readonly FaultType ClockDisputed = new(FaultKind.Unavailable, "CLOCK_DISPUTED", "见证者{witnesses}的时间彼此一致，都比本服务器的时钟慢{lead}，为免错误的时间写入记录已暂停写入。请运维人员分别核对本服务器和这些见证者的时钟：哪一方不准就校准哪一方（见证者由其管理单位校准），校准后一分钟左右自动恢复。");
    public static readonly FaultType StorageFull = new(FaultKind.Unavailable, "STORAGE_FULL", "存储空间已用完，本次操作没有保存。请运维人员腾出空间或扩大磁盘，然后用同一请求编号重试。");
    public static readonly FaultType LedgerTroubled = new(FaultKind.Unavailable, "LEDGER_TROUBLED", "账本暂时不能签署或保存校验点，为免记录丢失已暂停写入，本次操作没有保存。请运维人员按运行日志检查磁盘和数据、锚点目录；恢复后可用同一请求编号重试。");
    public static readonly FaultType ReplicaTooOld = new(FaultKind.Unavailable, "REPLICA_TOO_OLD", "本服务版本较旧，尚不能读取新版本写入的记录，请稍后重试。");
    public static readonly FaultType LedgerReadOnly = new(FaultKind.Unavailable, "LEDGER_READ_ONLY", "账本已停止写入，仍可查询，本次操作没有保存。请运维人员按运行日志中写明的原因和步骤处理。");
    public static readonly FaultType ReadingOnly = new(FaultKind.Forbidden, "READING_ONLY", "本次登录是在账本停止写入期间作出的，只能查询，不能办理业务，也不能查看须记录查阅的证据。恢复写入后请重新登录。");
    public static readonly FaultType LedgerDamaged = new(FaultKind.Damaged, "LEDGER_DAMAGED", "账本中有一处内容与其校验值不符（{place}），无法读取。请运维人员用 enforce verify 查明范围，并从备份恢复。");
    public static readonly FaultType CellDamaged = new(FaultKind.Unavailable, "CELL_DAMAGED", "工作数据单元{cell}校验不符，可能被改动，本次操作未执行，请运维人员停止服务并用同一时刻的备份整体恢复该角色的数据目录。");
    public static readonly FaultType ProofNotReady = new(FaultKind.Unavailable, "PROOF_NOT_READY", "校验树文件缺失或与记录不符，正在由记录重新生成，记录本身未受影响，请一分钟后重试。");
    public static readonly FaultType OutcomeUnknown = new(FaultKind.Unavailable, "OUTCOME_UNKNOWN", "暂时无法确认是否已保存，请用同一请求编号重试。");
    public static readonly FaultType ViewBehind = new(FaultKind.Unavailable, "VIEW_BEHIND", "查询数据尚未追上最新记录（落后{lag}条），请稍后重试。");
    public static readonly FaultType PartDestroyed = new(FaultKind.Refused, "PART_DESTROYED", "该内容已按保管期限规定销毁，仅保留其校验值和销毁记录。");
    public static readonly FaultType EntryTooLarge = new(FaultKind.Exhausted, "ENTRY_TOO_LARGE", "一次操作涉及的内容过多，请分次办理。");
    public static readonly FaultType PeerUnavailable = new(FaultKind.Unavailable, "PEER_UNAVAILABLE", "所需的{service}服务暂时无法访问，本次操作未执行，请稍后重试。");
}
