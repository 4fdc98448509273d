namespace EnforcementPlatform.Kernel.Feed;

/// <summary>Refusals of the ledger's own rpcs.</summary>
public static class FeedFaults
{
    public static readonly FaultType CheckpointNotReady = new(FaultKind.Unavailable, "CHECKPOINT_NOT_READY", "账本的公开校验点尚未生成，请一分钟后重试。");
    public static readonly FaultType TileUnknown = new(FaultKind.NotFound, "TILE_UNKNOWN", "公开校验点之内没有这一段校验值，请核对层级、序号和宽度。");
    public static readonly FaultType EntryUnknown = new(FaultKind.NotFound, "ENTRY_UNKNOWN", "账本中没有位置为{position}的记录，请核对。");
    public static readonly FaultType CursorOffHistory = new(FaultKind.Refused, "CURSOR_OFF_HISTORY", "账本{origin}中位置为{position}的记录不存在，或与您读到的不同：双方有一方的数据恢复自较旧的备份。请停止读取，由运维人员恢复较新的数据。");
    public static readonly FaultType NotParked = new(FaultKind.Refused, "NOT_PARKED", "该通知当前没有挂起，或已由他人处理，请刷新列表后再操作。");
    public static readonly FaultType SecondPersonRequired = new(FaultKind.Refused, "SECOND_PERSON_REQUIRED", "跳过通知须两人同意：您已提出，请由另一人核实后确认。");
}
