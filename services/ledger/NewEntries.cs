namespace EnforcementPlatform.Ledger;

/// <summary>How far a ledger was verified before, and what was then remembered of it.</summary>
/// <param name="Size">Entries that were verified, all of them under a signed head.</param>
/// <param name="Root">Root over those entries.</param>
public sealed record VerifiedHead(long Size, byte[] Root);

/// <summary>
/// Verifies what was added to a ledger since it was last verified: the new entries on the very tree of before, their columns, index rows and parts,
/// the signed head, later anchors, and the single older rows that new ones rest on. Other rows of before are not read. It costs what is new.
/// </summary>
public static class NewEntries
{
    /// <summary>
    /// The report, or null where anything does not fit: then the whole ledger MUST be verified, which alone can say what is at fault.
    /// </summary>
    public static LedgerReport? Verify(ILedgerRows source, LedgerTrust trust, VerifiedHead before)
    {
        Nfc.Require();
        try
        {
            return new Run(source, trust, before).All() is { Intact: true } report ? report : null;
        }
        catch (Exception unfit) when (unfit is TileMissingException or DoesNotFitException)
        {
            return null;
        }
    }

    private sealed class DoesNotFitException : Exception;

    /// <summary>One run. What does not fit ends it.</summary>
    private sealed class Run(ILedgerRows source, LedgerTrust trust, VerifiedHead before)
    {
        private readonly FaultList faults = new(int.MaxValue);
        private readonly List<TileHash> emitted = [];
        private readonly Dictionary<(int Level, long Tile), byte[]?> edge = [];
        private long destroyed, signedSize;

        public LedgerReport All()
        {
            var parts = new PartCheck(faults, trust.Open);
            var signed = Fits(LedgerVerifier.Head(trust, faults));
            signedSize = signed.Checkpoint.Size;
            Require(signedSize >= before.Size);
            var frontier = Restored();
            var heads = Heads(signed);
            Grow(frontier, parts, heads);
            return new LedgerReport(frontier.Size, signed, parts.Opened, parts.Sealed, destroyed, 0, faults.ToImmutable(), faults.Stopped)
            {
                Witnessed = WitnessedHead.Largest(heads),
            };
        }

        private Frontier Restored()
        {
            var frontier = Frontier.Restore(TreeHash.Sha256, before.Size, source);
            Require(frontier.Root().AsSpan().SequenceEqual(before.Root));
            return frontier;
        }

        /// <summary>Every head that is to be of this history, the signed one and all anchors, by ascending size.</summary>
        private List<VerifiedCheckpoint> Heads(VerifiedCheckpoint signed) =>
        [
            .. trust.Anchors.Select(anchor => Fits(LedgerVerifier.Open($"anchor {anchor.Source}", anchor.Note, trust.Policy!, faults))).Append(signed)
                .OrderBy(head => head.Checkpoint.Size),
        ];

        private void Grow(Frontier frontier, PartCheck parts, List<VerifiedCheckpoint> heads)
        {
            var older = new TiledTree(TreeHash.Sha256, before.Size, source);
            foreach (var head in heads.Where(head => head.Checkpoint.Size < before.Size)) Compare(head, older.Root(head.Checkpoint.Size));
            using var newer = heads.Where(head => head.Checkpoint.Size >= before.Size).GetEnumerator();
            var more = newer.MoveNext();
            using var partRows = new Merge<PartRow>(source.PartsFrom(before.Size), row => row.Position, _ => Require(false));
            using var tombstones = new Merge<DestroyedPartRow>(source.DestroyedPartsFrom(before.Size), row => row.Position, _ => Require(false));
            foreach (var row in source.EntriesFrom(before.Size))
            {
                for (; more && newer.Current.Checkpoint.Size == frontier.Size; more = newer.MoveNext()) Compare(newer.Current, frontier.Root());
                Require(row.Position == frontier.Size);
                Take(row, frontier, parts, partRows.Take(row.Position), tombstones.Take(row.Position));
            }

            for (; more && newer.Current.Checkpoint.Size == frontier.Size; more = newer.MoveNext()) Compare(newer.Current, frontier.Root());
            Require(!more);
            partRows.End();
            tombstones.End();
        }

        private void Take(LedgerRow row, Frontier frontier, PartCheck parts, List<PartRow> partRows, List<DestroyedPartRow> tombstones)
        {
            var place = $"entry {row.Position}";
            var leaf = Leaf.Hash(row.Bytes);
            frontier.Append(leaf, emitted);
            emitted.ForEach(Tile);
            emitted.Clear();
            var entry = EntryCodecOrNull(row);
            Require(entry is not null && row.Leaf.AsSpan().SequenceEqual(leaf) && row.Id == entry.Id && row.At == entry.At.ToUnixTimeMilliseconds());
            Require(source.PositionOf(entry!.Id) == row.Position);
            for (var i = 0; i < entry.Claims.Length; i++) Require(Follows(row.Position, entry, i));
            Require(partRows.TrueForAll(one => one.Part < entry.Parts.Length) && tombstones.TrueForAll(one => one.Part < entry.Parts.Length));
            for (var i = 0; i < entry.Parts.Length; i++) Part(place, entry, i, parts, partRows.Find(one => one.Part == i), tombstones.Find(one => one.Part == i));
            destroyed += tombstones.Count;
        }

        private static Entry? EntryCodecOrNull(LedgerRow row)
        {
            try
            {
                return EntryCodec.Decode(row.Bytes);
            }
            catch (EntryFormatException)
            {
                return null;
            }
        }

        /// <summary>The index names this entry, and the entry before, wherever it stands, is the one that the claim names.</summary>
        private bool Follows(long position, Entry entry, int i)
        {
            var claim = entry.Claims[i];
            if (source.ClaimOf(claim.Stream, claim.Version) is not { } row || row.Position != position || row.Claim != i) return false;
            if (claim.Version == 1) return true;
            if (source.ClaimOf(claim.Stream, claim.Version - 1) is not { } last || last.Position >= position || source.EntryAt(last.Position) is not { } earlier) return false;
            return Leaf.Hash(earlier.Bytes).AsSpan().SequenceEqual(claim.Prev)
                && EntryCodecOrNull(earlier) is { } decoded && decoded.At <= entry.At
                && decoded.Claims.Any(one => one.Stream == claim.Stream && one.Version == claim.Version - 1);
        }

        private void Part(string place, Entry entry, int i, PartCheck parts, PartRow? row, DestroyedPartRow? tombstone)
        {
            var digest = entry.Parts[i];
            Require(row is null != tombstone is null);
            Require(tombstone is null || (digest.Kind != PartKind.Facts && tombstone.OrderedBy > tombstone.Position));
            if (row is null) return;
            var checkedBefore = parts.Opened + parts.Sealed;
            parts.Check(place, digest, row);
            Require(parts.Opened + parts.Sealed > checkedBefore);
        }

        /// <summary>A stored tile that is long enough MUST hold the hash; one that is still to be written is behind, not wrong.</summary>
        private void Tile(TileHash hash)
        {
            if (!edge.TryGetValue((hash.Level, hash.Tile), out var bytes))
            {
                foreach (var passed in edge.Keys.Where(key => key.Level == hash.Level).ToArray()) edge.Remove(passed);
                edge[(hash.Level, hash.Tile)] = bytes = source.Read(hash.Level, hash.Tile, Tiles.Width);
            }

            var at = hash.Place * Leaf.Size;
            var isThere = bytes is not null && bytes.Length >= at + Leaf.Size;
            Require(isThere ? bytes.AsSpan(at, Leaf.Size).SequenceEqual(hash.Hash) : Tiles.WidthOf(signedSize, hash.Level, hash.Tile) <= hash.Place);
        }

        private static void Compare(VerifiedCheckpoint head, byte[] root) => Require(head.Checkpoint.Root.AsSpan().SequenceEqual(root));

        private static T Fits<T>(T? found)
            where T : class => found ?? throw new DoesNotFitException();

        private static void Require(bool holds)
        {
            if (!holds) throw new DoesNotFitException();
        }
    }
}
