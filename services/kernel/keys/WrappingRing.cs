using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The keys that wrap the keys of a role's parts and blobs: <c>&lt;role&gt;.wrap</c> in the key directory. What is wrapped names its key:
/// algorithm (1 byte), epoch (2, big-endian), nonce (12), ciphertext, tag (16); the first three bytes are authenticated. When an epoch's key is
/// destroyed, nothing that it wrapped can be read any more, in whatever copy.
/// </summary>
internal sealed class WrappingRing
{
    /// <summary>Number of AES-256-GCM (FIPS 197, NIST SP 800-38D) among the algorithms of wraps.</summary>
    public const byte Aes256Gcm = 1;

    private const int HeaderSize = 3;
    private static readonly int NonceSize = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagSize = AesGcm.TagByteSizes.MaxSize;

    private readonly FrozenDictionary<ushort, Ciphers> _epochs;

    private WrappingRing(IEnumerable<RingKey> keys)
    {
        _epochs = keys.Select(key => KeyValuePair.Create(key.Epoch, new Ciphers(key.Key))).ToFrozenDictionary();
        Newest = _epochs.Keys.Max();
    }

    /// <summary>Epoch that new keys are wrapped under.</summary>
    public ushort Newest { get; }

    public static string FileIn(string directory, string role) => Path.Combine(directory, $"{role}.wrap");

    /// <summary>The ring of a role, made where there is none.</summary>
    public static WrappingRing ReadOrMake(string directory, string role)
    {
        var path = FileIn(directory, role);
        if (RingFile.Read(path) is { Count: > 0 } keys)
        {
            return new(keys);
        }

        RingFile.Write(path, [NewKey(epoch: 1)]);
        return new(RingFile.Read(path));
    }

    /// <summary>Adds a key of the next epoch where there is one key only; several are those of a rotation that was cut short.</summary>
    public static WrappingRing Renew(string directory, string role)
    {
        var path = FileIn(directory, role);
        var keys = RingFile.Read(path);
        if (keys.Count == 1)
        {
            RingFile.Write(path, [.. keys, NewKey(checked((ushort)(keys[0].Epoch + 1)))]);
        }

        return ReadOrMake(directory, role);
    }

    /// <summary>
    /// Keeps the newest key only. The file of before is overwritten, once the new one is there in its place; a file system that copies on write, or
    /// the disk itself, may still hold it for a while.
    /// </summary>
    public static void Forget(string directory, string role)
    {
        var path = FileIn(directory, role);
        using var before = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RingFile.Write(path, [RingFile.Read(path).MaxBy(key => key.Epoch)!]);
        before.Write(new byte[before.Length]);
        before.Flush(flushToDisk: true);
    }

    /// <summary>Wraps a secret under the newest key.</summary>
    /// <param name="secret">What is wrapped.</param>
    /// <param name="nonce">12 random bytes.</param>
    public byte[] Wrap(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> nonce)
    {
        var wrapped = new byte[HeaderSize + NonceSize + secret.Length + TagSize];
        wrapped[0] = Aes256Gcm;
        BinaryPrimitives.WriteUInt16BigEndian(wrapped.AsSpan(1), Newest);
        nonce.CopyTo(wrapped.AsSpan(HeaderSize));
        var ciphers = _epochs[Newest];
        var gcm = ciphers.Take();
        gcm.Encrypt(
            nonce, secret, wrapped.AsSpan(HeaderSize + NonceSize, secret.Length), wrapped.AsSpan(HeaderSize + NonceSize + secret.Length), wrapped.AsSpan(0, HeaderSize));
        ciphers.Idle(gcm);
        return wrapped;
    }

    /// <summary>The secret inside. Throws <see cref="CryptographicException"/> where it was altered or its key is not in the ring.</summary>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped)
    {
        var length = wrapped.Length - HeaderSize - NonceSize - TagSize;
        if (length < 0 || EpochOf(wrapped) is not { } epoch || !_epochs.TryGetValue(epoch, out var ciphers))
        {
            throw new CryptographicException("wrapped under a key that the ring does not have");
        }

        var secret = new byte[length];
        var gcm = ciphers.Take();
        gcm.Decrypt(
            wrapped.Slice(HeaderSize, NonceSize), wrapped.Slice(HeaderSize + NonceSize, length), wrapped[^TagSize..], secret, wrapped[..HeaderSize]);
        ciphers.Idle(gcm);
        return secret;
    }

    /// <summary>The epoch that wrapped bytes name; null where they are not wrapped by an algorithm known here.</summary>
    public static ushort? EpochOf(ReadOnlySpan<byte> wrapped) =>
        wrapped.Length > HeaderSize && wrapped[0] == Aes256Gcm ? BinaryPrimitives.ReadUInt16BigEndian(wrapped[1..]) : null;

    private static RingKey NewKey(ushort epoch) => new(epoch, Aes256Gcm, RandomNumberGenerator.GetBytes(RingKey.KeySize), "");

    /// <summary>Ciphers under one key, idle ones kept: making one costs more than using it. One that threw is not used again.</summary>
    private sealed class Ciphers(byte[] key)
    {
        private readonly ConcurrentBag<AesGcm> _idle = [];

        public AesGcm Take() => _idle.TryTake(out var idle) ? idle : new(key, TagSize);

        public void Idle(AesGcm gcm) => _idle.Add(gcm);
    }
}
