using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;

namespace EnforcementPlatform.Kernel;

/// <summary>What a vouching key is used for. Each purpose has a key of its own, so a tag for one is none for another.</summary>
public static class TagPurpose
{
    /// <summary>Entries of the ledger.</summary>
    public const string Row = "row";

    /// <summary>Cells.</summary>
    public const string Cell = "cell";

    /// <summary>What somebody signs in with.</summary>
    public const string Credential = "credential";

    /// <summary>What the caller of an act is handed.</summary>
    public const string Receipt = "receipt";

    /// <summary>Lines that wait beside the anchors until the ledger takes appends again.</summary>
    public const string Journal = "journal";

    /// <summary>From where the next verification goes on.</summary>
    public const string Verified = "verified";
}

/// <summary>
/// Tags of one purpose: algorithm (1 byte), epoch (2, big-endian), HMAC-SHA-256 (32). Whoever has no key of the ring can make none. For any thread.
/// </summary>
public sealed class KeyedTags
{
    /// <summary>Number of HMAC-SHA-256 (RFC 2104, FIPS 180-4) among the algorithms of tags.</summary>
    public const byte HmacSha256 = 1;

    /// <summary>Bytes of a tag.</summary>
    public const int Size = HeaderSize + HMACSHA256.HashSizeInBytes;

    private const int HeaderSize = 3;

    private readonly FrozenDictionary<ushort, Hmacs> _epochs;
    private long _made;
    private long _checked;

    internal KeyedTags(string purpose, IEnumerable<RingKey> keys)
    {
        Purpose = purpose;
        _epochs = keys.Select(key => KeyValuePair.Create(key.Epoch, new Hmacs(Derive(key, purpose)))).ToFrozenDictionary();
        Newest = _epochs.Keys.Max();
    }

    /// <summary>One of <see cref="TagPurpose"/>.</summary>
    public string Purpose { get; }

    /// <summary>Epoch of the tags that are made.</summary>
    public ushort Newest { get; }

    /// <summary>How many tags were made so far.</summary>
    internal long Made => Interlocked.Read(ref _made);

    /// <summary>How many were checked so far, those that did not hold included.</summary>
    internal long Checked => Interlocked.Read(ref _checked);

    /// <summary>A tag over the message, of the newest epoch.</summary>
    public byte[] Make(ReadOnlySpan<byte> message)
    {
        Interlocked.Increment(ref _made);
        var tag = new byte[Size];
        tag[0] = HmacSha256;
        BinaryPrimitives.WriteUInt16BigEndian(tag.AsSpan(1), Newest);
        _epochs[Newest].Compute(message, tag.AsSpan(HeaderSize));
        return tag;
    }

    /// <summary>True when the tag was made over this very message with a key of the ring. Compares in constant time.</summary>
    public bool Holds(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> message)
    {
        Interlocked.Increment(ref _checked);
        if (EpochOf(tag) is not { } epoch || !_epochs.TryGetValue(epoch, out var hmacs))
        {
            return false;
        }

        Span<byte> right = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hmacs.Compute(message, right);
        return CryptographicOperations.FixedTimeEquals(right, tag[HeaderSize..]);
    }

    /// <summary>The epoch that a tag names; null where it is no tag of an algorithm known here.</summary>
    public static ushort? EpochOf(ReadOnlySpan<byte> tag) =>
        tag.Length == Size && tag[0] == HmacSha256 ? BinaryPrimitives.ReadUInt16BigEndian(tag[1..]) : null;

    /// <summary>HKDF (RFC 5869): a key for each purpose and log, from which no other can be reckoned.</summary>
    private static byte[] Derive(RingKey key, string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, key.Key, RingKey.KeySize, System.Text.Encoding.UTF8.GetBytes(key.Origin), System.Text.Encoding.UTF8.GetBytes("ep/1/" + purpose));

    /// <summary>HMACs under one key, idle ones kept: making one costs more than using it.</summary>
    private sealed class Hmacs(byte[] key)
    {
        private readonly ConcurrentBag<IncrementalHash> _idle = [];

        public void Compute(ReadOnlySpan<byte> message, Span<byte> mac)
        {
            var hmac = _idle.TryTake(out var idle) ? idle : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            hmac.AppendData(message);
            hmac.GetHashAndReset(mac);
            _idle.Add(hmac);
        }
    }
}
