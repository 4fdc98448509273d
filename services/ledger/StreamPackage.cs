using System.Text;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// The package of one stream. The proof shows that the last entry is in the signed tree; each entry names the leaf hash of the one
/// before it, so the whole chain is as firm as its end. Nothing shows that no later entry exists.
/// </summary>
internal sealed class StreamPackage(PackageFolder files, TrustPolicy? policy, Func<PartRow, PartDigest, OpenedRow?>? open, int mostFaults)
{
    private readonly FaultList faults = new(mostFaults);
    private readonly HashSet<string> partPaths = new(StringComparer.Ordinal);
    private readonly HashSet<string> bound = new(StringComparer.Ordinal);
    private PartCheck? parts;
    private VerifiedCheckpoint? signed;
    private long entries;
    private long absent;
    private long destroyed;

    public LedgerReport Verify()
    {
        parts = new PartCheck(faults, open);
        faults.Run(Chain, Media, Strays);
        return new LedgerReport(entries, signed, parts.Opened, parts.Sealed, destroyed, absent, faults.ToImmutable(), faults.Stopped);
    }

    private void Chain()
    {
        if (!files.Has("stream"))
        {
            faults.Add("stream", LedgerProblem.Missing);
            return;
        }

        var stream = Encoding.UTF8.GetString(files.Read("stream")).TrimEnd('\n');
        Claim? later = null;
        var count = files.Paths.Count(path => path.StartsWith("chain/", StringComparison.Ordinal));
        entries = count;
        DateTimeOffset? laterAt = null;
        var laterSetBack = false;
        for (long version = count; version > 0; version--)
        {
            var path = PackageWriter.ChainPath(version);
            if (!files.Has(path))
            {
                faults.Add(path, LedgerProblem.Missing);
                later = null;
                continue;
            }

            var bytes = files.Read(path);
            if (version == count) Prove(bytes);
            else if (later is not null && !later.Prev.AsSpan().SequenceEqual(Leaf.Hash(bytes))) faults.Add(path, LedgerProblem.Bytes);
            var entry = Read(path, bytes);
            later = entry?.Claims.FirstOrDefault(claim => claim.Stream == stream);
            if (entry is null) continue;
            if (later?.Version != version) faults.Add(path, LedgerProblem.VersionOrder, stream);
            if (laterAt < entry.At && !laterSetBack) faults.Add(path, LedgerProblem.TimeBackward);
            (laterAt, laterSetBack) = (entry.At, entry.Values.ContainsKey(TimeSetBack.Value));
            Parts(version, entry);
        }

        if (count == 0) faults.Add(PackageWriter.ChainPath(1), LedgerProblem.Missing);
    }

    private void Prove(byte[] last)
    {
        if (policy is null) return;
        try
        {
            signed = TlogProof.Parse(files.Read("proof.tlog-proof")).Verify(Leaf.Hash(last), policy);
        }
        catch (Exception fault) when (fault is NoteFormatException or NoteSignatureException)
        {
            faults.Add("proof.tlog-proof", LedgerProblem.Signature, fault.Message);
        }
    }

    private Entry? Read(string path, byte[] bytes)
    {
        try
        {
            return EntryCodec.Decode(bytes);
        }
        catch (EntryFormatException fault)
        {
            faults.Add(path, LedgerProblem.Unreadable, fault.Message);
            return null;
        }
    }

    private void Parts(long version, Entry entry)
    {
        for (var i = 0; i < entry.Parts.Length; i++)
        {
            var path = PartFile.Path(version, i);
            partPaths.Add(path);
            if (!files.Has(path))
            {
                absent++;
                continue;
            }

            var (row, tombstone) = PartFile.Read(version, i, files.Read(path));
            if (row is not null) parts!.Check(path, entry.Parts[i], row);
            else if (tombstone is null) faults.Add(path, LedgerProblem.Unreadable);
            else if (entry.Parts[i].Kind == PartKind.Facts) faults.Add(path, LedgerProblem.FactsDestroyed);
            else destroyed++;
        }

        foreach (var media in entry.Media) bound.Add(Convert.ToHexStringLower(media.Sha256));
    }

    /// <summary>A medium lies under the SHA-256 that an entry of the chain binds.</summary>
    private void Media()
    {
        foreach (var path in files.Paths.Where(path => path.StartsWith("media/", StringComparison.Ordinal)))
            if (!bound.Contains(path["media/".Length..])) faults.Add(path, LedgerProblem.Unexpected);
            else if (files.Sum(path) != path["media/".Length..]) faults.Add(path, LedgerProblem.Bytes);
    }

    private void Strays()
    {
        foreach (var path in files.Paths.Where(path => path.StartsWith("parts/", StringComparison.Ordinal) && !partPaths.Contains(path)))
            faults.Add(path, LedgerProblem.Unexpected);
    }
}
