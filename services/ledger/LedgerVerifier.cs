namespace EnforcementPlatform.Ledger;

/// <summary>
/// Verifies a stored ledger: entries, every redundant column, the order of streams, parts, tiles and checkpoints. It names each damaged place
/// and goes on, up to a bound. Memory is bounded whatever the size of the ledger: what does not fit lies in files of the temporary folder,
/// about 400 bytes an entry.
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
        var ofThisHistory = new List<VerifiedCheckpoint>();
        try
        {
            faults.Run(
                () => signed = Head(trust, faults),
                () => leaves = TrustedLeaves.Find(source, signed?.Checkpoint, faults),
                () => Root(leaves!, signed, trust, faults, ofThisHistory),
                () => entries = new EntryCheck(source, trust, leaves!, parts, faults),
                () => entries!.Run(),
                () => Tree(source, leaves!, signed?.Checkpoint, trust, faults, ofThisHistory));
            return new LedgerReport(
                leaves?.Count ?? 0, signed, parts.Opened, parts.Sealed, entries?.Destroyed ?? 0, entries?.Absent ?? 0, faults.ToImmutable(), faults.Stopped)
            {
                Witnessed = WitnessedHead.Largest(ofThisHistory),
            };
        }
        finally
        {
            leaves?.Dispose();
        }
    }

    internal static VerifiedCheckpoint? Head(LedgerTrust trust, FaultList faults)
    {
        if (trust.Policy is null) return null;
        if (trust.Checkpoint is not null) return Open("checkpoint", trust.Checkpoint, trust.Policy, faults);
        faults.Add("checkpoint", LedgerProblem.Missing);
        return null;
    }

    internal static VerifiedCheckpoint? Open(string place, byte[] note, TrustPolicy policy, FaultList faults)
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

    private static void Root(
        TrustedLeaves trusted, VerifiedCheckpoint? signed, LedgerTrust trust, FaultList faults, List<VerifiedCheckpoint> ofThisHistory)
    {
        if (signed is not { Checkpoint.Size: var size }) return;
        if (trusted.LeadToSignedRoot) ofThisHistory.Add(signed);
        else faults.Add("checkpoint", LedgerProblem.Root);
        if (trust.EndsAtCheckpoint && trusted.Count > size) faults.Add($"entry {size}", LedgerProblem.Unexpected);
    }

    private static void Tree(
        ILedgerSource source, TrustedLeaves trusted, Checkpoint? signed, LedgerTrust trust, FaultList faults, List<VerifiedCheckpoint> ofThisHistory)
    {
        using var tiles = new RightTiles(trusted.Leaves);
        var least = signed is null ? 0 : Math.Min(signed.Size, tiles.Size);
        CompareTiles(source.Tiles(), tiles, least, trust.EndsAtCheckpoint ? least : tiles.Size, faults);
        var tree = new TiledTree(TreeHash.Sha256, tiles.Size, tiles);
        foreach (var (from, note) in trust.Anchors)
            if (Anchor(from, note, tree, tiles.Size, trust, faults) is { } head)
                ofThisHistory.Add(head);
    }

    /// <summary>Every tile of the signed tree MUST be there; a tile may be ahead of the signature, but never of the entries.</summary>
    private static void CompareTiles(IEnumerable<TileRow> stored, RightTiles right, long least, long most, FaultList faults)
    {
        var found = Enumerable.Range(0, 64).Select(_ => new List<bool>()).ToArray();
        foreach (var row in stored)
        {
            var place = row is { Level: >= 0, Tile: >= 0 } ? TilePath.Of(row.Level, row.Tile) : $"tile/{row.Level} number {row.Tile}";
            var (needed, allowed) = row is { Level: >= 0, Tile: >= 0 }
                ? (Tiles.WidthOf(least, row.Level, row.Tile), Tiles.WidthOf(most, row.Level, row.Tile))
                : (0, 0);
            var width = row.Bytes.Length / Leaf.Size;
            if (allowed > 0 && !IsFirst(found[row.Level], row.Tile)) faults.Add($"tile/{row.Level} number {row.Tile}", LedgerProblem.Unexpected);
            else if (width > allowed || row.Bytes.Length % Leaf.Size != 0 || width == 0) faults.Add(place, LedgerProblem.Unexpected, $"{row.Bytes.Length} bytes");
            else if (width < needed) faults.Add(place, LedgerProblem.Missing, $"{width} of {needed} hashes");
            else if (!right.PageOf(row.Level, row.Tile)[..row.Bytes.Length].SequenceEqual(row.Bytes)) faults.Add(place, LedgerProblem.Hash);
        }

        foreach (var (level, tile, _) in Tiles.All(least))
            if (tile >= found[level].Count || !found[level][(int)tile])
                faults.Add(TilePath.Of(level, tile), LedgerProblem.Missing);
    }

    /// <summary>Puts down that a tile is there; false where it was already.</summary>
    private static bool IsFirst(List<bool> found, long tile)
    {
        while (found.Count <= tile) found.Add(false);
        var first = !found[(int)tile];
        found[(int)tile] = true;
        return first;
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
