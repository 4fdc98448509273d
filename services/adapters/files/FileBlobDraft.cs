using System.Security.Cryptography;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Adapters.Files;

/// <summary>A blob in its staging file. The plaintext never touches the disk.</summary>
internal sealed class FileBlobDraft : IBlobDraft
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(SealedFile.KeySize);
    private readonly byte[] _plaintext = new byte[SealedFile.ChunkSize];
    private readonly byte[] _sealed = new byte[SealedFile.ChunkSize + SealedFile.TagSize];
    private readonly MediaHasher _hasher = new();
    private readonly AesGcm _gcm;
    private readonly FileStream _file;
    private readonly InstallationKeys _keys;
    private readonly Func<BlobName, string> _placeOf;
    private MediaDigest? _digest;
    private int _filled;
    private long _chunks;

    public FileBlobDraft(string stagingPath, InstallationKeys keys, Func<BlobName, string> placeOf)
    {
        _keys = keys;
        _placeOf = placeOf;
        _gcm = new(_key, SealedFile.TagSize);
        _file = new(stagingPath, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _file.Write(new byte[SealedFile.HeaderSize]);
    }

    public async ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        _hasher.Append(bytes.Span);
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, _plaintext.Length - _filled)];
            part.CopyTo(_plaintext.AsMemory(_filled));
            _filled += part.Length;
            bytes = bytes[part.Length..];
            if (_filled == _plaintext.Length)
            {
                await _file.WriteAsync(SealChunk(), ct);
            }
        }
    }

    public MediaDigest Seal()
    {
        if (_filled > 0)
        {
            _file.Write(SealChunk().Span);
        }

        return _digest = _hasher.Finish();
    }

    public async Task Keep(long generation, CancellationToken ct)
    {
        var digest = _digest ?? throw new InvalidOperationException("a blob is sealed before it is kept");
        _file.Position = 0;
        await _file.WriteAsync(SealedFile.Header(_key, _keys.Wrap(_key), digest.Root, digest.Length), ct);
        _file.Flush(flushToDisk: true);
        _file.Close();
        var place = _placeOf(new(digest.Root, generation));
        DirectorySync.Create(Path.GetDirectoryName(place)!);
        File.Move(_file.Name, place, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(place)!);
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _gcm.Dispose();
        _hasher.Dispose();
        CryptographicOperations.ZeroMemory(_key);
        CryptographicOperations.ZeroMemory(_plaintext);
        File.Delete(_file.Name);
    }

    private ReadOnlyMemory<byte> SealChunk()
    {
        SealedFile.Encrypt(_gcm, _chunks++, _plaintext.AsSpan(0, _filled), _sealed);
        var length = _filled + SealedFile.TagSize;
        _filled = 0;
        return _sealed.AsMemory(0, length);
    }
}
