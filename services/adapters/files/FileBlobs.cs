using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using EnforcementPlatform.Kernel;
using Microsoft.Win32.SafeHandles;

namespace EnforcementPlatform.Adapters.Files;

/// <summary>
/// Media in a directory: <c>&lt;organ&gt;/&lt;first two digits of the root&gt;/&lt;root&gt;.&lt;generation&gt;</c>, written beside it in <c>staging</c> first. One process owns it.
/// </summary>
public sealed class FileBlobs : IBlobs
{
    /// <summary>Folder of the media in the data directory.</summary>
    public const string Folder = "blobs";

    private readonly string _directory;
    private readonly string _staging;
    private readonly InstallationKeys _keys;

    private FileBlobs(string directory, InstallationKeys keys) =>
        (_directory, _staging, _keys) = (directory, Path.Combine(directory, "staging"), keys);

    /// <summary>Opens the directory as its owner, and sweeps what cut streams of an earlier process left in staging.</summary>
    public static FileBlobs Open(string directory, InstallationKeys keys)
    {
        var blobs = new FileBlobs(directory, keys);
        DirectorySync.Create(blobs._staging);
        foreach (var left in Directory.EnumerateFiles(blobs._staging))
        {
            File.Delete(left);
        }

        return blobs;
    }

    /// <summary>For whoever verifies beside the owner: touches nothing.</summary>
    public static IBlobs ForReading(string directory, InstallationKeys keys) => new FileBlobs(directory, keys);

    /// <summary>The media of one installation: <c>blobs</c> in its data directory, sealed with the keys of the role that keeps evidence.</summary>
    public static FileBlobs Open(PlatformOptions options, string role) =>
        Open(Path.Combine(options.DataDirectory, Folder), InstallationKeys.Load(options.KeyDirectory, role));

    /// <summary>Wraps the key of every blob under the newest wrapping key, in place; how many were under another. May be killed and begun again.</summary>
    /// <exception cref="BlobDamagedException">A header was altered; it is named by its file.</exception>
    public static async Task<long> Rewrap(string directory, InstallationKeys keys, CancellationToken ct)
    {
        var rewrapped = 0L;
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(path => IsPlace(directory, path)))
        {
            ct.ThrowIfCancellationRequested();
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            var header = new byte[SealedFile.HeaderSize];
            await file.ReadExactlyAsync(header, ct);
            if (SealedFile.Rewrapped(header, keys, Path.GetRelativePath(directory, path)) is { } changed)
            {
                // Less than a sector, so that it is the old or the new one after a power cut.
                file.Position = 0;
                await file.WriteAsync(changed, CancellationToken.None);
                file.Flush(flushToDisk: true);
                rewrapped++;
            }
        }

        return rewrapped;
    }

    private static bool IsPlace(string directory, string path) => Path.GetRelativePath(directory, path).Split(Path.DirectorySeparatorChar)[0] != "staging";

    public ValueTask<IBlobDraft> Begin(string organ, CancellationToken ct)
    {
        var path = Path.Combine(_staging, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        return new(new FileBlobDraft(path, _keys, blob => PlaceOf(organ, blob)));
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Read(string organ, BlobName blob, long offset, long length, [EnumeratorCancellation] CancellationToken ct)
    {
        using var file = Open(organ, blob);
        var header = new byte[SealedFile.HeaderSize];
        await Fill(file, header, 0, ct);
        var (key, size) = SealedFile.Open(header, blob.Root, _keys);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, size - length);

        using var gcm = new AesGcm(key, SealedFile.TagSize);
        var sealedBytes = ArrayPool<byte>.Shared.Rent(SealedFile.ChunkSize + SealedFile.TagSize);
        var plaintext = new byte[SealedFile.ChunkSize];
        try
        {
            for (var at = offset; at < offset + length;)
            {
                var chunk = at / SealedFile.ChunkSize;
                var start = chunk * SealedFile.ChunkSize;
                var width = (int)Math.Min(SealedFile.ChunkSize, size - start);
                await Fill(file, sealedBytes.AsMemory(0, width + SealedFile.TagSize), SealedFile.OffsetOf(chunk), ct);
                SealedFile.Decrypt(gcm, chunk, sealedBytes, plaintext.AsSpan(0, width));
                var from = (int)(at - start);
                var to = (int)Math.Min(width, offset + length - start);
                yield return plaintext.AsMemory(from, to - from);
                at = start + to;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(sealedBytes);
            CryptographicOperations.ZeroMemory(plaintext);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public ValueTask<ImmutableArray<long>> Kept(string organ, byte[] root, CancellationToken ct)
    {
        var folder = Path.GetDirectoryName(PlaceOf(organ, new(root, 0)))!;
        return new(
        [
            .. (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, $"{Convert.ToHexStringLower(root)}.*") : [])
                .Select(path => long.Parse(Path.GetExtension(path).AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture)).Order(),
        ]);
    }

    public Task Delete(string organ, BlobName blob, CancellationToken ct)
    {
        var place = PlaceOf(organ, blob);
        if (File.Exists(place))
        {
            using (var file = new FileStream(place, FileMode.Open, FileAccess.Write))
            {
                // Without its header the rest cannot be decrypted, even from blocks that the file system has not yet reused.
                file.Write(new byte[SealedFile.HeaderSize]);
                file.Flush(flushToDisk: true);
            }

            File.Delete(place);
            DirectorySync.Flush(Path.GetDirectoryName(place)!);
        }

        return Task.CompletedTask;
    }

    private string PlaceOf(string organ, BlobName blob)
    {
        var name = Convert.ToHexStringLower(blob.Root);
        return Path.Combine(_directory, organ, name[..2], string.Create(CultureInfo.InvariantCulture, $"{name}.{blob.Generation}"));
    }

    private SafeFileHandle Open(string organ, BlobName blob)
    {
        try
        {
            return File.OpenHandle(PlaceOf(organ, blob), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BlobDamagedException("missing", error);
        }
    }

    private static async ValueTask Fill(SafeFileHandle file, Memory<byte> buffer, long offset, CancellationToken ct)
    {
        for (var filled = 0; filled < buffer.Length;)
        {
            var read = await RandomAccess.ReadAsync(file, buffer[filled..], offset + filled, ct);
            if (read == 0)
            {
                throw new BlobDamagedException("too short");
            }

            filled += read;
        }
    }
}
