using System.Collections.Immutable;
using System.Globalization;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>What the guard found before the first append.</summary>
/// <param name="MayAppend">False: the ledger stays read-only and the role is not ready.</param>
/// <param name="Plan">What to do, for people, in Chinese and English; empty when it may append.</param>
public sealed record RollbackVerdict(bool MayAppend, ImmutableArray<string> Plan)
{
    /// <summary>The ledger holds everything that was ever signed.</summary>
    public static readonly RollbackVerdict Clear = new(true, []);
}

/// <summary>
/// Compares a ledger with every head of it that is known to have been signed. A restored backup, a stale replica or a cloned machine would
/// hand out positions a second time; such a ledger MUST NOT append.
/// </summary>
internal static class RollbackGuard
{
    /// <summary>The first look, before anything is touched: is any known head larger than the ledger?</summary>
    /// <param name="identity">The log whose heads they must be.</param>
    /// <param name="size">Number of entries that the store holds.</param>
    /// <param name="known">Signed notes by their source.</param>
    public static RollbackVerdict CheckSizes(LogIdentity identity, long size, IEnumerable<(string Source, byte[] Note)> known)
    {
        foreach (var (source, note) in known)
        {
            if (Opened(identity, note) is not { } head)
            {
                return Refuse(Unreadable(source));
            }

            if (head.Size > size)
            {
                return Refuse(Behind(source, head, size));
            }
        }

        return RollbackVerdict.Clear;
    }

    /// <summary>
    /// The second look, with the tree over all entries: is every known head a head of this very history? To be believed where the tiles were made
    /// from the entries; a tile that is missing or altered says nothing.
    /// </summary>
    public static RollbackVerdict CheckRoots(LogIdentity identity, LedgerTree tree, IEnumerable<(string Source, byte[] Note)> known)
    {
        foreach (var (source, note) in known)
        {
            if (Opened(identity, note) is { } head && !tree.Root(head.Size).AsSpan().SequenceEqual(head.Root))
            {
                return Refuse(OtherHistory(source, head));
            }
        }

        return RollbackVerdict.Clear;
    }

    /// <summary>The verdict on a ledger whose entries do not even agree with themselves.</summary>
    public static RollbackVerdict Damaged(LogIdentity identity, LedgerDamagedException damage) => Refuse(
    [
        $"账本 {identity.Origin} 的内容与其校验值不符（{damage.Message}）。已停止写入，仍可查询。",
        $"Ledger {identity.Origin} does not agree with its own hashes ({damage.Message}). It is read-only.",
    ]);

    /// <summary>The verdict on data that a head of its own convicts, which somebody showed while the ledger ran and which is kept from now on.</summary>
    public static RollbackVerdict Convicted(SignedHead shown, string by, string file, long size) =>
        Refuse(shown.Size > size ? Behind($"{by}出示并已保存的{file}", shown.Checkpoint, size) : OtherHistory($"{by}出示并已保存的{file}", shown.Checkpoint));

    /// <summary>The verdict on a ledger whose file was removed, moved or replaced while it was open.</summary>
    public static RollbackVerdict Gone(string origin, string path) => new(false,
    [
        $"账本 {origin} 的文件 {path} 已被删除、移走或替换，正在写入的不再是该路径下的文件。已停止写入，此后的办理均未受理。",
        "一、查明是谁移动了数据目录，把原来的目录恢复到原处；找不到的，从备份整体恢复。",
        "二、然后重新启动服务；启动时会与锚点核对，缺少记录的会停止写入并说明。",
    ]);

    /// <summary>
    /// The verdict on a ledger with entries whose anchor is not there: the first start made one, so whatever would tell that the data is old is gone.
    /// </summary>
    public static RollbackVerdict Unanchored(string origin, string file, long size) => new(false,
    [
        Text($"锚点缺失：没有账本 {origin}（{size} 条）的锚点 {file}，无从核对数据是否恢复自较旧的备份。已停止写入，仍可查询。"),
        Text($"The anchor {file} of ledger {origin} ({size} entries) is missing, so it cannot be told whether the data is an older copy. It is read-only."),
        "一、多半是锚点目录没有挂载，或者 Platform:Anchors 写错：停止服务，先把现目录中的 *.journal（停写期间的登录）另存，再把锚点目录恢复到原处，"
            + "并把另存的文件放入其中（已有同名文件的，两份都保留并报告，不要覆盖），重新启动即恢复写入并补记这些登录。"
            + " 1. Stop, keep *.journal (sign-ins that wait) of the present directory, put the anchor directory back, put these files into it, start again.",
        "二、锚点确已丢失的（如整机更换后由备份恢复）：先向见证者和收据持有人核对有无更新的记录，再停止服务，运行 enforce recover：由两人确认并记录在案，另建锚点后恢复写入。"
            + " 2. Where it is lost for good, ask witnesses and holders of receipts, then run enforce recover: two persons put it on record and a new anchor is made.",
    ]);

    /// <summary>The verdict where the signed head cannot be read.</summary>
    public static RollbackVerdict Damaged(CellDamagedException damage) => Refuse([damage.Message]);

    /// <summary>What was found, without the steps.</summary>
    public static ImmutableArray<string> FindingOf(RollbackVerdict verdict) => [.. verdict.Plan.Except(steps)];

    /// <summary>The verdict on the head in the cells: the last one that this installation signed.</summary>
    /// <exception cref="LedgerDamagedException">The entries do not agree with themselves.</exception>
    public static async Task<RollbackVerdict> CheckCell(LogIdentity identity, ILedgerStore store, byte[] note, CancellationToken ct) =>
        Opened(identity, note) is not { } head ? Refuse(Unreadable(SignedLog.CellSource))
        : (await LedgerTree.RootOf(store, head.Size, ct)).AsSpan().SequenceEqual(head.Root) ? RollbackVerdict.Clear
        : Refuse(OtherHistory(SignedLog.CellSource, head));

    private static Checkpoint? Opened(LogIdentity identity, byte[] note)
    {
        try
        {
            return identity.Policy.Open(note).Checkpoint;
        }
        catch (Exception unbelievable) when (unbelievable is NoteFormatException or NoteSignatureException)
        {
            return null;
        }
    }

    private static RollbackVerdict Refuse(ImmutableArray<string> finding) => new(false, [.. finding, .. steps]);

    private static ImmutableArray<string> Behind(string source, Checkpoint head, long size) =>
    [
        Text($"账本 {head.Origin} 现有 {size} 条记录，而 {source} 证明曾有 {head.Size} 条：数据很可能恢复自较旧的备份。已停止写入，仍可查询。"),
        Text($"Ledger {head.Origin} holds {size} entries, but {source} proves that it held {head.Size}: the data was probably restored from an older copy. It is read-only."),
    ];

    private static ImmutableArray<string> OtherHistory(string source, Checkpoint head) =>
    [
        Text($"账本 {head.Origin} 的前 {head.Size} 条记录与 {source} 证明的内容不一致：历史记录已被改动或出现分叉。已停止写入，仍可查询。"),
        Text($"The first {head.Size} entries of ledger {head.Origin} are not those that {source} proves: history was altered or forked. It is read-only."),
    ];

    private static ImmutableArray<string> Unreadable(string source) =>
    [
        $"{source} 不是本账本签署的有效校验点，无法判断数据是否完整。已停止写入，仍可查询。",
        $"{source} is not a valid checkpoint signed by this ledger's key, so it cannot be told whether the data is whole. It is read-only.",
    ];

    private static readonly ImmutableArray<string> steps =
    [
        "一、不要删除锚点文件，也不要继续使用这份数据办理业务。 1. Keep the anchor file, and do not go on with this data.",
        "二、停止服务，查找更新的数据目录或备份（含 ledger.db、ledger.db-wal、cells.db），整体恢复后重新启动；账本追上锚点即自动恢复写入。"
            + " 2. Stop, restore a newer data directory or backup as a whole, start again; once the ledger has caught up with the anchor it writes again.",
        "三、若确无更新的数据，保留现场，报告单位负责人和上级主管部门，并运行 enforce recover：它列出缺失的记录，由两人确认并记录在案后恢复写入；"
            + "它说明不能由两人确认的，按它的说明处理。"
            + " 3. If there is none, report it and run enforce recover: two persons put on record what it lists as lost, then it writes again; where it cannot, it says what to do.",
        "四、用 enforce verify 核对这份数据尚存的内容。 4. Check what is left with enforce verify.",
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
