namespace EnforcementPlatform.Ledger;

/// <summary>
/// Verifies a stored ledger: entries, every redundant column, the order of streams, parts, tiles and checkpoints. It names each
/// damaged place and goes on, up to a bound. Memory: about 300 bytes an entry.
/// </summary>
public static class LedgerVerifier
{
    public static LedgerReport Verify(ILedgerSource source, LedgerTrust trust)
    {
        Nfc.Require();
        var faults = new FaultList(trust.MostFaults);
        var parts = new PartCheck(faults, trust.Open);
        VerifiedCheckpoint? signed = null;
        TrustedLeaves? leaves = null;
        EntryCheck? entries = null;
        var tiles = new Dictionary<(int Level, long Tile), TileRow>();
        var ofThisHistory = new List<VerifiedCheckpoint>();
        faults.Run(
            () => signed = Head(trust, faults),
            () => Collect(source, tiles, faults),
            () => leaves = TrustedLeaves.Find(source, tiles, signed?.Checkpoint, faults),
            () => Root(leaves!, signed, trust, faults, ofThisHistory),
            () => entries = new EntryCheck(source, trust, leaves!, parts, faults),
            () => entries!.Run(),
            () => Tree(tiles, leaves!, signed?.Checkpoint, trust, faults, ofThisHistory));
        return new LedgerReport(
            leaves?.Leaves.Length ?? 0, signed, parts.Opened, parts.Sealed, entries?.Destroyed ?? 0, entries?.Absent ?? 0,
            faults.ToImmutable(), faults.Stopped)
        {
            Witnessed = WitnessedHead.Largest(ofThisHistory),
        };
    }

    private static VerifiedCheckpoint? Head(LedgerTrust trust, FaultList faults)
    {
        if (trust.Policy is null) return null;
        if (trust.Checkpoint is not null) return Open("checkpoint", trust.Checkpoint, trust.Policy, faults);
        faults.Add("checkpoint", LedgerProblem.Missing);
        return null;
    }

    private static VerifiedCheckpoint? Open(string place, byte[] note, TrustPolicy policy, FaultList faults)
    {
        try
        {
            return policy.Open(note);
        }
        catch (Exception fault) when (fault is NoteFormatException or NoteSignatureException)
        {
            faults.Add(place, LedgerProblem.Signature, fault.Message);
            return null;
        }
    }

    private static void Collect(ILedgerSource source, Dictionary<(int Level, long Tile), TileRow> tiles, FaultList faults)
    {
        foreach (var tile in source.Tiles())
            if (!tiles.TryAdd((tile.Level, tile.Tile), tile))
                faults.Add($"tile/{tile.Level} number {tile.Tile}", LedgerProblem.Unexpected);
    }

    private static void Root(
        TrustedLeaves trusted, VerifiedCheckpoint? signed, LedgerTrust trust, FaultList faults, List<VerifiedCheckpoint> ofThisHistory)
    {
        if (signed is not { Checkpoint.Size: var size }) return;
        if (trusted.LeadToSignedRoot) ofThisHistory.Add(signed);
        else faults.Add("checkpoint", LedgerProblem.Root);
        if (trust.EndsAtCheckpoint && trusted.Leaves.Length > size) faults.Add($"entry {size}", LedgerProblem.Unexpected);
    }

    private static void Tree(
        Dictionary<(int Level, long Tile), TileRow> stored, TrustedLeaves trusted, Checkpoint? signed, LedgerTrust trust, FaultList faults,
        List<VerifiedCheckpoint> ofThisHistory)
    {
        var frontier = new Frontier(TreeHash.Sha256);
        var tiles = new MemoryTiles();
        var emitted = new List<TileHash>();
        foreach (var leaf in trusted.Leaves.TakeWhile(leaf => leaf is not null))
        {
            frontier.Append(leaf!, emitted);
            emitted.ForEach(tiles.Put);
            emitted.Clear();
        }

        var least = signed is null ? 0 : Math.Min(signed.Size, frontier.Size);
        var most = trust.EndsAtCheckpoint ? least : frontier.Size;
        CompareTiles(stored, tiles, least, most, faults);
        var tree = new TiledTree(TreeHash.Sha256, frontier.Size, tiles);
        foreach (var (source, note) in trust.Anchors)
            if (Anchor(source, note, tree, frontier.Size, trust, faults) is { } head)
                ofThisHistory.Add(head);
    }

    /// <summary>Every tile of the signed tree MUST be there; a tile may be ahead of the signature, but never of the entries.</summary>
    private static void CompareTiles(
        Dictionary<(int Level, long Tile), TileRow> stored, MemoryTiles right, long least, long most, FaultList faults)
    {
        foreach (var (level, tile, _) in Tiles.All(least))
            if (!stored.ContainsKey((level, tile)))
                faults.Add(TilePath.Of(level, tile), LedgerProblem.Missing);
        foreach (var row in stored.Values)
        {
            var place = row is { Level: >= 0, Tile: >= 0 } ? TilePath.Of(row.Level, row.Tile) : $"tile/{row.Level} number {row.Tile}";
            var (needed, allowed) = row is { Level: >= 0, Tile: >= 0 }
                ? (Tiles.WidthOf(least, row.Level, row.Tile), Tiles.WidthOf(most, row.Level, row.Tile))
                : (0, 0);
            var width = row.Bytes.Length / Leaf.Size;
            if (width > allowed || row.Bytes.Length % Leaf.Size != 0 || width == 0) faults.Add(place, LedgerProblem.Unexpected, $"{row.Bytes.Length} bytes");
            else if (width < needed) faults.Add(place, LedgerProblem.Missing, $"{width} of {needed} hashes");
            else if (!right.Read(row.Level, row.Tile, width).AsSpan(0, row.Bytes.Length).SequenceEqual(row.Bytes)) faults.Add(place, LedgerProblem.Hash);
        }
    }

    /// <summary>A head signed earlier, or elsewhere, MUST be the head of these very entries at its size.</summary>
    private static VerifiedCheckpoint? Anchor(string source, byte[] note, TiledTree tree, long count, LedgerTrust trust, FaultList faults)
    {
        var place = "anchor " + source;
        if (trust.Policy is null || Open(place, note, trust.Policy, faults) is not { Checkpoint: var head } opened) return null;
        if (head.Size <= count && tree.Root(head.Size).AsSpan().SequenceEqual(head.Root)) return opened;
        if (head.Size > count) faults.Add(place, LedgerProblem.Shorter, $"{count} < {head.Size}");
        else faults.Add(place, LedgerProblem.OtherHistory, head.Text.Replace('\n', ' '));
        return null;
    }
}
