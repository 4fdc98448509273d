using System.Buffers.Binary;
using EnforcementPlatform.Adapters.Files;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Verify;

/// <summary>
/// Compares the stored media with what entries bind: every file whose evidence stands is there and hashes to its root and digest, and one whose
/// evidence was destroyed is gone. Files are gathered in slices by their root, so that memory is bounded whatever their number.
/// </summary>
/// <param name="from">Position of the first entry whose media are compared.</param>
internal sealed class StoredMedia(LedgerFolder folder, IBlobs blobs, long from)
{
    private const int FilesEach = 50_000;

    /// <summary>How many files were hashed, and a sentence for each that is not what was kept.</summary>
    public async Task<(long Files, IReadOnlyList<string> Problems)> Compare(CancellationToken ct)
    {
        var slices = (uint)((Bindings().LongCount() / FilesEach) + 1);
        var (files, problems) = (0L, new List<string>());
        for (uint slice = 0; slice < slices; slice++)
        {
            var bound = Bound(slice, slices);
            files += bound.Count;
            problems.AddRange(await ProblemsOf(bound, () => Bound(slice, slices), ct));
        }

        return (files, problems);
    }

    private async Task<IEnumerable<string>> ProblemsOf(List<BoundFile> bound, Func<List<BoundFile>> again, CancellationToken ct)
    {
        var problems = new List<(BoundFile File, string Problem)>();
        foreach (var file in bound)
        {
            if (await ProblemOf(file, ct) is { } problem)
            {
                problems.Add((file, problem));
            }
        }

        // The product may run: what was ordered destroyed meanwhile is no problem.
        var still = problems.Count > 0 ? again().ToHashSet() : [];
        return problems.Where(one => still.Contains(one.File)).Select(one => $"media {one.File.Root} of entry {one.File.Position}: {one.Problem}");
    }

    private async Task<string?> ProblemOf(BoundFile file, CancellationToken ct)
    {
        var root = Convert.FromHexString(file.Root);
        if (!file.Stands)
        {
            return !(await blobs.Kept(file.Organ, root, ct)).IsEmpty ? "is kept though its evidence was destroyed 证据已销毁，但文件仍在" : null;
        }

        try
        {
            // The newest: an older one was released and waits for its deletion.
            var kept = await blobs.Kept(file.Organ, root, ct);
            using var hasher = new MediaHasher();
            await foreach (var piece in blobs.Read(file.Organ, new(root, kept.IsEmpty ? 0 : kept[^1]), 0, file.Length, ct))
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

    /// <summary>Each file of a slice once, under the first entry that binds it.</summary>
    private List<BoundFile> Bound(uint slice, uint slices) =>
    [
        .. from one in Bindings()
           where BinaryPrimitives.ReadUInt32BigEndian(one.Media.Root) % slices == slice
           group one by (one.Organ, Root: Convert.ToHexStringLower(one.Media.Root)) into file
           let first = file.First()
           select new BoundFile(
               first.Position, first.Organ, file.Key.Root, Convert.ToHexStringLower(first.Media.Sha256), first.Media.Length, file.Any(one => one.Stands)),
    ];

    /// <summary>What cannot be read is the ledger's fault, and is named there.</summary>
    private IEnumerable<(long Position, string Organ, MediaDigest Media, bool Stands)> Bindings()
    {
        using var rows = folder.Rows();
        using var destroyed = rows.DestroyedPartsFrom(from).Select(part => part.Position).GetEnumerator();
        var more = destroyed.MoveNext();
        foreach (var row in rows.EntriesFrom(from).Where(row => row.Bytes.AsSpan().IndexOf("\"med\":[]"u8) < 0))
        {
            while (more && destroyed.Current < row.Position)
            {
                more = destroyed.MoveNext();
            }

            var entry = EntryCodec.Decode(row.Bytes);
            foreach (var media in entry.Media)
            {
                yield return (row.Position, entry.Organ, media, !more || destroyed.Current != row.Position);
            }
        }
    }

    /// <param name="Root">Root in hexadecimal.</param>
    /// <param name="Sha256">Digest in hexadecimal.</param>
    /// <param name="Stands">True while evidence of any entry needs it.</param>
    private sealed record BoundFile(long Position, string Organ, string Root, string Sha256, long Length, bool Stands);
}
