using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Ledger;
using Google.Protobuf;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The secrets of one role: an HMAC key for names and request commitments, and the ring that wraps the keys of its parts and blobs.
/// They live in the key directory, which MUST NOT be inside the data directory nor in its backups. (What vouches is <see cref="VouchRing"/>.)
/// </summary>
public sealed class InstallationKeys
{
    private const int KeySize = 32;

    /// <summary>What every name and commitment begins with: the algorithm, as a keyed tag names it.</summary>
    private static readonly byte[] Algorithm = [KeyedTags.HmacSha256];

    private readonly byte[] _names;
    private readonly WrappingRing _wrapping;
    private readonly ConcurrentBag<IncrementalHash> _naming = [];

    private InstallationKeys(byte[] names, WrappingRing wrapping)
    {
        _names = names;
        _wrapping = wrapping;
    }

    /// <summary>Reads the key files of a role, making each at first start (mode 0600).</summary>
    public static InstallationKeys Load(string directory, string role) =>
        new(ReadOrMake(NamesIn(directory, role)), WrappingRing.ReadOrMake(directory, role));

    /// <summary>
    /// Adds a wrapping key, where an earlier rotation has not added one that is still to take over. Whoever calls it MUST then wrap everything anew
    /// (<see cref="Rewrap"/>) and end the rotation.
    /// </summary>
    public static InstallationKeys BeginRotation(string directory, string role) =>
        new(ReadOrMake(NamesIn(directory, role)), WrappingRing.Renew(directory, role));

    /// <summary>Destroys every wrapping key but the newest. Nothing MUST be wrapped under them any more.</summary>
    public static void EndRotation(string directory, string role) => WrappingRing.Forget(directory, role);

    /// <summary>Epoch that keys are wrapped under now.</summary>
    public ushort WrappingEpoch => _wrapping.Newest;

    /// <summary>The same secret under the newest wrapping key, in as many bytes; null where it is under it already.</summary>
    /// <exception cref="CryptographicException">It was altered, or its key is not in the ring.</exception>
    public byte[]? Rewrap(byte[] wrapped)
    {
        if (WrappingRing.EpochOf(wrapped) == _wrapping.Newest)
        {
            return null;
        }

        var secret = _wrapping.Unwrap(wrapped);
        try
        {
            return Wrap(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>The files, so that a ledger with entries can be refused where one is missing: another key would be minted over its data.</summary>
    public static IEnumerable<string> FilesIn(string directory, string role) => [NamesIn(directory, role), WrappingRing.FileIn(directory, role)];

    /// <summary>A stream name nobody can guess or reverse: <c>unique/&lt;<see cref="Name"/>&gt;</c>.</summary>
    public string Unique(params ReadOnlySpan<string> parts) => $"unique/{Name(parts)}";

    /// <summary>
    /// A name nobody can guess or reverse, in hexadecimal: algorithm (1 byte), HMAC over the length-prefixed parts. Whoever keeps only a piece of
    /// it takes the end: all begin alike.
    /// </summary>
    public string Name(params ReadOnlySpan<string> parts)
    {
        var hmac = Naming();
        AppendPrefixed(hmac, "unique"u8);
        foreach (var part in parts)
        {
            AppendPrefixed(hmac, Encoding.UTF8.GetBytes(part));
        }

        var name = Convert.ToHexStringLower([.. Algorithm, .. hmac.GetHashAndReset()]);
        _naming.Add(hmac);
        return name;
    }

    /// <summary>
    /// Commitment to the canonical form of a request without its id, algorithm (1 byte) and HMAC: equal for a retry, different for a reused id with
    /// another body.
    /// </summary>
    public byte[] CommitRequest(string method, IMessage request)
    {
        var hmac = Naming();
        AppendPrefixed(hmac, "request"u8);
        AppendPrefixed(hmac, Encoding.UTF8.GetBytes(method));
        AppendPrefixed(hmac, RequestFields.Canonical(request));
        byte[] commitment = [.. Algorithm, .. hmac.GetHashAndReset()];
        _naming.Add(hmac);
        return commitment;
    }

    /// <summary>
    /// Encrypts a part with a fresh key of its own (AES-256-GCM); the commitment is authenticated with it. Key and salt are wrapped together: who
    /// has an old copy of both ciphertext and entry cannot try guesses against the commitment once the wrap, or its key, is destroyed.
    /// </summary>
    public StoredPart Seal(byte[] salt, byte[] commitment, byte[] plaintext)
    {
        // One request for randomness: the request, not its length, is what costs.
        Span<byte> random = stackalloc byte[KeySize + (2 * AesGcm.NonceByteSizes.MaxSize)];
        RandomNumberGenerator.Fill(random);
        try
        {
            var key = random[..KeySize];
            var nonces = random[KeySize..];
            var nonce = nonces[..AesGcm.NonceByteSizes.MaxSize].ToArray();
            var sealedBytes = new byte[plaintext.Length + AesGcm.TagByteSizes.MaxSize];
            using var gcm = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
            gcm.Encrypt(nonce, plaintext, sealedBytes.AsSpan(0, plaintext.Length), sealedBytes.AsSpan(plaintext.Length), commitment);
            Span<byte> secret = stackalloc byte[KeySize + Commitment.SaltSize];
            key.CopyTo(secret);
            salt.CopyTo(secret[KeySize..]);
            var wrapped = _wrapping.Wrap(secret, nonces[nonce.Length..]);
            CryptographicOperations.ZeroMemory(secret);
            return new([], StoredPart.Aes256Gcm, wrapped, nonce, sealedBytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(random);
        }
    }

    /// <summary>
    /// Salt and plaintext of a part, to be compared with the commitment. Throws <see cref="LedgerDamagedException"/> when key, nonce, bytes or
    /// commitment of a sealed one were altered.
    /// </summary>
    public OpenedPart Open(StoredPart part, byte[] commitment)
    {
        if (part.Algorithm == StoredPart.Plain)
        {
            return new(part.Salt, part.Bytes);
        }

        try
        {
            var secret = _wrapping.Unwrap(part.Key);
            using var gcm = new AesGcm(secret.AsSpan(0, KeySize), AesGcm.TagByteSizes.MaxSize);
            var plaintext = new byte[part.Bytes.Length - AesGcm.TagByteSizes.MaxSize];
            gcm.Decrypt(part.Nonce, part.Bytes.AsSpan(0, plaintext.Length), part.Bytes.AsSpan(plaintext.Length), plaintext, commitment);
            return new(secret[KeySize..], plaintext);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or OverflowException)
        {
            throw new LedgerDamagedException("a sealed part cannot be decrypted", error);
        }
    }

    /// <summary>Wraps a key of a part or blob, see <see cref="WrappingRing"/>.</summary>
    public byte[] Wrap(byte[] key) => _wrapping.Wrap(key, RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize));

    /// <summary>The key inside. Throws <see cref="CryptographicException"/> when it was altered or wrapped by another role.</summary>
    public byte[] Unwrap(byte[] wrapped) => _wrapping.Unwrap(wrapped);

    /// <summary>An HMAC under the key of names, at its beginning, which no other thread has.</summary>
    private IncrementalHash Naming() => _naming.TryTake(out var idle) ? idle : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _names);

    private static void AppendPrefixed(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static string NamesIn(string directory, string role) => Path.Combine(directory, $"{role}.names");

    private static byte[] ReadOrMake(string path)
    {
        var key = DurableFile.ReadOrMake(path, () => RandomNumberGenerator.GetBytes(KeySize), DurableFile.Secret);
        return key.Length == KeySize ? key : throw new InvalidDataException($"{path}: a key file has exactly {KeySize} bytes");
    }
}
