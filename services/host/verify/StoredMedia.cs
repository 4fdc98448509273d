using EnforcementPlatform.Adapters.Files;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Verify;

/// <summary>
/// Compares the stored media with what entries bind: every file whose evidence stands is there and hashes to its root and digest, and one whose
/// evidence was destroyed is gone.
/// </summary>
internal sealed class StoredMedia(LedgerFolder folder, IBlobs blobs)
{
    /// <summary>How many files were hashed, and a sentence for each that is not what was kept.</summary>
    public async Task<(int Files, IReadOnlyList<string> Problems)> Compare(CancellationToken ct)
    {
        var problems = new List<string>();
        var bound = Bound();
        foreach (var file in bound)
        {
            if (await ProblemOf(file, ct) is { } problem && Bound().Contains(file))
            {
                problems.Add($"media {Convert.ToHexStringLower(file.Root)} of entry {file.Position}: {problem}");
            }
        }

        return (bound.Count, problems);
    }

    private async Task<string?> ProblemOf(BoundFile file, CancellationToken ct)
    {
        if (!file.Stands)
        {
            return await blobs.Exists(file.Organ, file.Root, ct) ? "is kept though its evidence was destroyed 证据已销毁，但文件仍在" : null;
        }

        try
        {
            using var hasher = new MediaHasher();
            await foreach (var piece in blobs.Read(file.Organ, file.Root, 0, file.Length, ct))
            {
                hasher.Append(piece.Span);
            }

            var found = hasher.Finish();
            return found.Root.AsSpan().SequenceEqual(file.Root) && Convert.ToHexStringLower(found.Sha256) == file.Sha256 ? null : "was altered 证据文件被改动";
        }
        catch (BlobDamagedException)
        {
            return "is missing or was altered 证据文件缺失或者被改动";
        }
    }

    /// <summary>Each file once, under the first entry that binds it. What cannot be read is the ledger's fault, and is named there.</summary>
    private List<BoundFile> Bound()
    {
        using var rows = folder.Rows();
        var destroyed = rows.DestroyedParts().Select(part => part.Position).ToHashSet();
        var bindings =
            from row in rows.Entries()
            let entry = EntryCodec.Decode(row.Bytes)
            from media in entry.Media
            select (row.Position, entry.Organ, Media: media, Stands: !destroyed.Contains(row.Position));
        return
        [
            .. from one in bindings
               group one by (one.Organ, Root: Convert.ToHexStringLower(one.Media.Root)) into file
               let first = file.First()
               select new BoundFile(
                   first.Position, first.Organ, first.Media.Root, Convert.ToHexStringLower(first.Media.Sha256), first.Media.Length, file.Any(one => one.Stands)),
        ];
    }

    /// <param name="Stands">True while evidence of any entry needs it.</param>
    private sealed record BoundFile(long Position, string Organ, byte[] Root, string Sha256, long Length, bool Stands)
    {
        public bool Equals(BoundFile? other) => other is not null && (Position, Organ, Sha256, Stands) == (other.Position, other.Organ, other.Sha256, other.Stands);

        public override int GetHashCode() => HashCode.Combine(Position, Organ, Sha256, Stands);
    }
}
