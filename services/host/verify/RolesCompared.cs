using System.Collections.Immutable;
using System.Text.Json;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Ledger;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Host.Verify;

/// <summary>What the comparison of the roles found.</summary>
/// <param name="Cells">Cells whose tag was checked.</param>
/// <param name="Cursors">Cursors that were compared with their publisher.</param>
/// <param name="Heads">Signed heads that witnesses and cursors remember, compared with their ledger.</param>
/// <param name="Citations">Entries cited by position, compared with their ledger.</param>
/// <param name="NotChecked">Roles whose cells could not be checked, because their keys are not there.</param>
/// <param name="Faults">A sentence each, with the names of both sides; empty where the roles agree.</param>
internal sealed record RolesCompared(long Cells, long Cursors, long Heads, long Citations, IReadOnlyList<string> NotChecked, IReadOnlyList<string> Faults)
{
    /// <summary>Citations and remembered heads of entries that their ledger itself states as lost: they remember right.</summary>
    public long Stated { get; init; }

    private const string Cure = "很可能有一方的数据恢复自较旧的备份；请恢复较新的数据；确无时把双方恢复到同一份备份，再由两人用 enforce recover 确认各账本的损失";
    private const int Page = 256;
    private const string AfterLoss = "该处记录已由两人确认丢失，请用 enforce serve --after-loss 启动一次该角色，从确认处继续接收";
    private const string CheckpointCells = "checkpoint/", CursorCells = "handlers/", WitnessCells = "witness/";

    /// <summary>
    /// Compares the roles of an installation with each other: each ledger may be sound in itself while one of them is an old copy. What speaks of other
    /// ledgers is read, or its end fixed, before the ledgers that it speaks of: so what grows meanwhile is never taken for something that is ahead.
    /// </summary>
    /// <param name="folders">The installation, or a copy of it; tiles and views may be missing.</param>
    /// <param name="roles">The roles to compare.</param>
    /// <param name="from">By role, the first position whose citations are judged; those before it were judged by an earlier run.</param>
    public static async Task<RolesCompared> Of(
        ProductFolders folders, IReadOnlyCollection<VerifiableRole> roles, IReadOnlyDictionary<string, long> from, CancellationToken ct)
    {
        using var comparison = new Comparison(folders);
        foreach (var role in roles)
        {
            comparison.AddCells(role.Name);
        }

        var ends = roles.ToDictionary(role => role.Name, role => comparison.EndOf(role.Name));
        foreach (var role in roles)
        {
            await comparison.Open(role, ct);
        }

        comparison.JudgeCells();
        foreach (var role in roles)
        {
            await comparison.JudgeCitations(role, from.GetValueOrDefault(role.Name), ends[role.Name], ct);
        }

        await comparison.JudgeDoubted(roles, from, ct);
        return comparison.Result;
    }

    /// <summary>What an entry says of an entry of another ledger; the leaf where it is said, too.</summary>
    private sealed record Said(string By, string Origin, long Position, byte[]? Leaf, DateTimeOffset At)
    {
        /// <summary>Two citations of the same entry.</summary>
        public (string, long, string) Cited => (Origin, Position, Convert.ToHexString(Leaf ?? []));
    }

    /// <summary>A head that a role remembers of another ledger.</summary>
    /// <param name="By">Who remembers.</param>
    /// <param name="Head">The head.</param>
    /// <param name="IsBefore">True where it was remembered before a loss was stated.</param>
    private sealed record Remembered(string By, Checkpoint Head, Func<KnownLoss, bool> IsBefore);

    private sealed class Comparison(ProductFolders folders) : IDisposable
    {
        private readonly List<(string By, HandlerCursor Cursor)> cursors = [];
        private readonly List<Remembered> heads = [];
        private readonly List<(Said Said, string Fault)> doubted = [];
        private readonly HashSet<(string, long, string)> citedBefore = [];
        private readonly List<string> notChecked = [], faults = [];
        private readonly Dictionary<string, (string Role, LedgerRows Rows)> ledgers = new(StringComparer.Ordinal);
        private readonly Dictionary<string, ImmutableArray<KnownLoss>> losses = new(StringComparer.Ordinal);
        private long cells, citations, cursorCells, stated;

        public RolesCompared Result => new(cells, cursorCells, heads.Count, citations, notChecked, faults) { Stated = stated };

        public void Dispose()
        {
            foreach (var (_, rows) in ledgers.Values)
            {
                rows.Dispose();
            }
        }

        public long EndOf(string role)
        {
            using var rows = LedgerFolder.Open(folders, role).Rows();
            return rows.CountEntries();
        }

        public async Task Open(VerifiableRole role, CancellationToken ct)
        {
            var folder = LedgerFolder.Open(folders, role.Name);
            ledgers[folder.Origin] = (role.Name, folder.Rows());
            losses[folder.Origin] = await LossesOf(folder, role, ct);
        }

        /// <summary>What the ledger itself states as lost; nothing where its keys are not here, or the stream cannot be read, which its own verification says.</summary>
        private static async Task<ImmutableArray<KnownLoss>> LossesOf(LedgerFolder folder, VerifiableRole role, CancellationToken ct)
        {
            if (folder.PartKeys() is not { } keys)
            {
                return [];
            }

            try
            {
                using var stored = new SqliteEntries(folder.Database, new EntryDecoder(role.Contents.Types, keys));
                return await LedgerExamination.Losses(stored, ct);
            }
            catch (LedgerDamagedException)
            {
                return [];
            }
        }

        /// <summary>
        /// True for a place in a loss that the ledger states, of which was said before it was stated: whoever says so remembers right. Positions of
        /// the loss were given anew, so what was said later is of the history behind it, and may be lost once more.
        /// </summary>
        private bool IsStated(string origin, long position, Func<KnownLoss, bool> isBefore) => losses[origin].Any(loss => loss.Covers(position) && isBefore(loss));

        public void AddCells(string role)
        {
            var folder = LedgerFolder.Open(folders, role);
            var path = Path.Combine(folder.Path, "cells.db");
            if (VouchRing.Read(folders.Keys, role, folder.Origin) is not { } ring)
            {
                notChecked.Add(role);
                return;
            }

            var rows = File.Exists(path) ? LedgerRows.Cells(folder.Path) : [];
            if (rows.Count == 0 && EndOf(role) > 0)
            {
                faults.Add($"{path}：账本已有记录，而单元文件缺失或为空。请用同一时刻的备份整体恢复该角色的数据目录");
                return;
            }

            var tags = new CellTags(ring.For(TagPurpose.Cell), path);
            foreach (var row in Believed(tags, rows))
            {
                cells++;
                Add(role, row);
            }
        }

        /// <summary>The rows that hold; those that do not, and decisive ones that are gone, are named.</summary>
        private List<StoredCell> Believed(CellTags tags, IReadOnlyList<StoredCell> rows)
        {
            var believed = new List<StoredCell>();
            foreach (var row in rows)
            {
                Try(() => believed.Add(tags.Believed(row)));
            }

            var index = believed.Find(row => row.Name == CellTags.Index);
            Try(() => tags.Opened(index, rows.Count == 0));
            foreach (var name in CellTags.NamesIn(index).Where(name => rows.All(row => row.Name != name)).Order(StringComparer.Ordinal))
            {
                Try(() => tags.RequireAbsent(name, CellTags.NamesIn(index)));
            }

            return believed;
        }

        private void Try(Action check)
        {
            try
            {
                check();
            }
            catch (CellDamagedException damaged)
            {
                if (!faults.Contains(damaged.Message))
                {
                    faults.Add(damaged.Message);
                }
            }
        }

        private void Add(string role, StoredCell cell)
        {
            if (cell.Value is not { } value)
            {
                return;
            }

            try
            {
                if (cell.Name.StartsWith(CursorCells, StringComparison.Ordinal))
                {
                    var cursor = HandlerCursor.FromBytes(value);
                    cursorCells++;
                    if (cursor.Next > 0)
                    {
                        cursors.Add(($"{role} 的游标 {cell.Name}", cursor));
                    }

                    if (cursor.Note.Length > 0)
                    {
                        heads.Add(new($"{role} 的游标 {cell.Name} 所存校验点", Checkpoint.Parse(Note.Parse(cursor.Note).Text), loss => IsBefore(cursor, loss)));
                    }
                }
                else if (cell.Name.StartsWith(WitnessCells, StringComparison.Ordinal) || cell.Name.StartsWith(CheckpointCells, StringComparison.Ordinal))
                {
                    var note = Note.Parse(value);
                    var cosigned = note.Signatures.Max(line => line.ClaimedTime);
                    heads.Add(new($"{role} 的单元 {cell.Name}", Checkpoint.Parse(note.Text), loss => cosigned <= loss.At));
                }
            }
            catch (Exception unreadable) when (unreadable is JsonException or NoteFormatException or LedgerDamagedException)
            {
                faults.Add($"{role} 的单元 {cell.Name}：内容无法读取");
            }
        }

        /// <summary>
        /// True for a cursor that neither went on behind the loss nor stands in the history behind it: its head is of the history that is lost.
        /// </summary>
        private bool IsBefore(HandlerCursor cursor, KnownLoss loss) =>
            cursor.Histories.All(history => history.Id != loss.History) && (cursor.Next <= loss.Kept || !IsThere(cursor.Origin, cursor.Next - 1, cursor.Leaf));

        /// <summary>Judges every place that an entry of the role cites in another ledger, up to where the role ended before those were opened.</summary>
        public Task JudgeCitations(VerifiableRole role, long from, long end, CancellationToken ct) => ReadCitations(role, from, end, Judge, ct);

        /// <summary>
        /// A citation of a lost entry that was made after the loss was stated is right where an older one cites the same entry: what it goes by was
        /// known before. Older ones that an earlier run read are read once more, where any is doubted.
        /// </summary>
        public async Task JudgeDoubted(IReadOnlyCollection<VerifiableRole> roles, IReadOnlyDictionary<string, long> from, CancellationToken ct)
        {
            foreach (var role in roles.Where(_ => doubted.Any(one => !citedBefore.Contains(one.Said.Cited))))
            {
                await ReadCitations(role, 0, from.GetValueOrDefault(role.Name), Learn, ct);
            }

            foreach (var (said, fault) in doubted)
            {
                if (citedBefore.Contains(said.Cited))
                {
                    stated++;
                }
                else
                {
                    faults.Add(fault);
                }
            }
        }

        private void Learn(Said said)
        {
            if (ledgers.ContainsKey(said.Origin) && WasSaidBefore(said))
            {
                citedBefore.Add(said.Cited);
            }
        }

        private bool WasSaidBefore(Said said) => IsStated(said.Origin, said.Position, loss => said.At <= loss.At);

        private async Task ReadCitations(VerifiableRole role, long from, long end, Action<Said> judge, CancellationToken ct)
        {
            var folder = LedgerFolder.Open(folders, role.Name);
            if (folder.PartKeys() is not { } keys)
            {
                return;
            }

            using var stored = new SqliteEntries(folder.Database, new EntryDecoder(role.Contents.Types, keys));
            for (var position = from; position < end;)
            {
                ImmutableArray<DecodedEntry> page;
                try
                {
                    page = await stored.ReadFrom(position, (int)Math.Min(Page, end - position), ct);
                }
                catch (LedgerDamagedException)
                {
                    return; // named by the verification of that ledger
                }

                if (page.IsEmpty)
                {
                    return;
                }

                foreach (var (entry, fact) in page.SelectMany(entry => entry.Facts.Select(fact => (entry, fact.Body))))
                {
                    Cite($"{role.Name} 的记录 {entry.Position} ", entry.Entry.At, fact, judge);
                }

                position = page[^1].Position + 1;
            }
        }

        /// <summary>A message with the fields <c>origin</c> and <c>position</c> cites an entry; one with <c>leaf_hash</c> says which.</summary>
        private static void Cite(string by, DateTimeOffset at, IMessage message, Action<Said> judge)
        {
            var descriptor = message.Descriptor;
            if (descriptor.FindFieldByName("origin") is { FieldType: FieldType.String, IsRepeated: false } origin
                && descriptor.FindFieldByName("position") is { FieldType: FieldType.Int64, IsRepeated: false } position
                && origin.Accessor.GetValue(message) is string { Length: > 0 } of)
            {
                var leaf = descriptor.FindFieldByName("leaf_hash") is { FieldType: FieldType.Bytes } hash ? ((ByteString)hash.Accessor.GetValue(message)).ToByteArray() : null;
                judge(new(by, of, (long)position.Accessor.GetValue(message), leaf is { Length: > 0 } ? leaf : null, at));
            }

            foreach (var field in descriptor.Fields.InDeclarationOrder().Where(field => field is { FieldType: FieldType.Message, IsRepeated: false }))
            {
                if (field.Accessor.GetValue(message) is IMessage inner)
                {
                    Cite(by, at, inner, judge);
                }
            }
        }

        public void JudgeCells()
        {
            cursors.ForEach(one => Judge(one.By, one.Cursor));
            foreach (var of in heads.Where(said => ledgers.ContainsKey(said.Head.Origin)).GroupBy(said => said.Head.Origin))
            {
                var (role, rows) = ledgers[of.Key];
                Judge(role, rows, [.. of.OrderBy(said => said.Head.Size)]);
            }
        }

        /// <summary>Ledgers that are not here (another host, another installation) are judged there.</summary>
        private void Judge(Said said)
        {
            citations++;
            if (!ledgers.ContainsKey(said.Origin) || IsThere(said.Origin, said.Position, said.Leaf))
            {
                return;
            }

            if (WasSaidBefore(said))
            {
                citedBefore.Add(said.Cited);
                stated++;
            }
            else if (IsStated(said.Origin, said.Position, _ => true))
            {
                doubted.Add((said, FaultOf(said.By, said.Origin, said.Position, Cure)));
            }
            else
            {
                faults.Add(FaultOf(said.By, said.Origin, said.Position, Cure));
            }
        }

        /// <summary>A cursor that read what is lost stands still, though the loss is stated: it needs to be told.</summary>
        private void Judge(string by, HandlerCursor cursor)
        {
            var (origin, position) = (cursor.Origin, cursor.Next - 1);
            if (ledgers.ContainsKey(origin) && !IsThere(origin, position, cursor.Leaf))
            {
                faults.Add(FaultOf(by, origin, position, IsStated(origin, position, loss => IsBefore(cursor, loss)) ? AfterLoss : Cure));
            }
        }

        private bool IsThere(string origin, long position, byte[]? leaf) =>
            ledgers[origin].Rows.EntryAt(position) is { } entry && (leaf is null || Leaf.Hash(entry.Bytes).AsSpan().SequenceEqual(leaf));

        private string FaultOf(string by, string origin, long position, string cure) => ledgers[origin] is var (role, rows) && rows.EntryAt(position) is null
            ? $"{by}引用 {origin}@{position}，而{role}没有该记录：{cure}"
            : $"{by}引用 {origin}@{position}，而{role}的该条记录不是同一条：{cure}";

        /// <summary>Heads by size. Tiles answer where they can; an accusation is reckoned from the entries, in one pass.</summary>
        private void Judge(string role, LedgerRows rows, Remembered[] known)
        {
            var size = rows.CountEntries();
            var unproved = known.Where(said => said.Head.Size > size || !TilesLeadTo(rows, said.Head)).ToArray();
            var edge = new Frontier(TreeHash.Sha256);
            var hashes = new List<TileHash>();
            using var entries = rows.Entries().GetEnumerator();
            foreach (var (by, head, isBefore) in unproved)
            {
                while (head.Size <= size && edge.Size < head.Size && entries.MoveNext())
                {
                    edge.Append(Leaf.Hash(entries.Current.Bytes), hashes);
                    hashes.Clear();
                }

                var leadsThere = head.Size <= size && edge.Root().AsSpan().SequenceEqual(head.Root);
                if (!leadsThere && IsStated(head.Origin, head.Size - 1, isBefore))
                {
                    stated++;
                }
                else if (head.Size > size)
                {
                    faults.Add($"{by}证明 {head.Origin} 曾有 {head.Size} 条，而{role}只有 {size} 条：{Cure}");
                }
                else if (!leadsThere)
                {
                    faults.Add($"{by}证明的 {head.Origin} 前 {head.Size} 条与{role}的记录不是同一历史：{Cure}");
                }
            }
        }

        private static bool TilesLeadTo(LedgerRows rows, Checkpoint head)
        {
            try
            {
                return new TiledTree(TreeHash.Sha256, head.Size, rows).Root(head.Size).AsSpan().SequenceEqual(head.Root);
            }
            catch (TileMissingException)
            {
                return false;
            }
        }
    }
}
