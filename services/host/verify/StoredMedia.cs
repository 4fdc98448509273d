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
        var problems = new List<(BoundFile File, string Problem)>();
        var bound = Bound();
        foreach (var file in bound)
        {
            if (await ProblemOf(file, ct) is { } problem)
            {
                problems.Add((file, problem));
            }
        }

        // The product may run: what was ordered destroyed meanwhile is no problem.
        var still = problems.Count > 0 ? Bound().ToHashSet() : [];
        return (bound.Count, [.. problems.Where(one => still.Contains(one.File)).Select(one => $"media {one.File.Root} of entry {one.File.Position}: {one.Problem}")]);
    }

    private async Task<string?> ProblemOf(BoundFile file, CancellationToken ct)
    {
        var root = Convert.FromHexString(file.Root);
        if (!file.Stands)
        {
            return await blobs.Exists(file.Organ, root, ct) ? "is kept though its evidence was destroyed 证据已销毁，但文件仍在" : null;
        }

        try
        {
            using var hasher = new MediaHasher();
            await foreach (var piece in blobs.Read(file.Organ, root, 0, file.Length, ct))
            {
                hasher.Append(piece.Span);
            }

            var found = hasher.Finish();
            return Convert.ToHexStringLower(found.Root) == file.Root && Convert.ToHexStringLower(found.Sha256) == file.Sha256 ? null : "was altered 证据文件被改动";
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
                   first.Position, first.Organ, file.Key.Root, Convert.ToHexStringLower(first.Media.Sha256), first.Media.Length, file.Any(one => one.Stands)),
        ];
    }

    /// <param name="Root">Root in hexadecimal.</param>
    /// <param name="Sha256">Digest in hexadecimal.</param>
    /// <param name="Stands">True while evidence of any entry needs it.</param>
    private sealed record BoundFile(long Position, string Organ, string Root, string Sha256, long Length, bool Stands);
}
