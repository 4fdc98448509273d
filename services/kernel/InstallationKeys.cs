using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Ledger;
using Google.Protobuf;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The secrets of one installation: one HMAC key for names and request commitments, one key that wraps the keys of parts and blobs.
/// They live in the key directory, which MUST NOT be inside the data directory nor in its backups.
/// </summary>
public sealed class InstallationKeys
{
    private const int KeySize = 32;
    private readonly byte[] _names;
    private readonly byte[] _wrapping;
    private readonly ConcurrentBag<AesGcm> _wrappers = [];
    private readonly ConcurrentBag<IncrementalHash> _naming = [];

    private InstallationKeys(byte[] names, byte[] wrapping)
    {
        _names = names;
        _wrapping = wrapping;
    }

    /// <summary>Reads the key files, making each at first start (mode 0600).</summary>
    public static InstallationKeys Load(string directory)
    {
        return new(ReadOrMake(NamesIn(directory)), ReadOrMake(WrappingIn(directory)));
    }

    /// <summary>The files, so that a ledger with entries can be refused where one is missing: another key would be minted over its data.</summary>
    public static IEnumerable<string> FilesIn(string directory) => [NamesIn(directory), WrappingIn(directory)];

    /// <summary>A stream name nobody can guess or reverse: <c>unique/&lt;hmac&gt;</c> over the length-prefixed parts.</summary>
    public string Unique(params ReadOnlySpan<string> parts)
    {
        var hmac = Naming();
        AppendPrefixed(hmac, "unique"u8);
        foreach (var part in parts)
        {
            AppendPrefixed(hmac, Encoding.UTF8.GetBytes(part));
        }

        var name = $"unique/{Convert.ToHexStringLower(hmac.GetHashAndReset())}";
        _naming.Add(hmac);
        return name;
    }

    /// <summary>Commitment to a request without its id: equal for a retry, different for a reused id with another body.</summary>
    public byte[] CommitRequest(string method, IMessage request)
    {
        var hmac = Naming();
        AppendPrefixed(hmac, "request"u8);
        AppendPrefixed(hmac, Encoding.UTF8.GetBytes(method));
        AppendPrefixed(hmac, RequestFields.WithoutRequestId(request).ToByteArray());
        var commitment = hmac.GetHashAndReset();
        _naming.Add(hmac);
        return commitment;
    }

    /// <summary>Encrypts a personal part with a fresh key of its own (AES-256-GCM); the commitment is authenticated with it.</summary>
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
            return new(salt, StoredPart.Aes256Gcm, Wrap(key, nonces[nonce.Length..]), nonce, sealedBytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(random);
        }
    }

    /// <summary>The plaintext of a part. Throws <see cref="LedgerDamagedException"/> when key, nonce, bytes or commitment were altered.</summary>
    public byte[] Open(StoredPart part, byte[] commitment)
    {
        if (part.Algorithm == StoredPart.Plain)
        {
            return part.Bytes;
        }

        try
        {
            using var gcm = new AesGcm(Unwrap(part.Key), AesGcm.TagByteSizes.MaxSize);
            var plaintext = new byte[part.Bytes.Length - AesGcm.TagByteSizes.MaxSize];
            gcm.Decrypt(part.Nonce, part.Bytes.AsSpan(0, plaintext.Length), part.Bytes.AsSpan(plaintext.Length), plaintext, commitment);
            return plaintext;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or OverflowException)
        {
            throw new LedgerDamagedException("a personal part cannot be decrypted", error);
        }
    }

    /// <summary>Wraps a key of a part or blob: nonce, ciphertext, tag.</summary>
    public byte[] Wrap(byte[] key) => Wrap(key, RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize));

    /// <summary>The key inside. Throws <see cref="CryptographicException"/> when it was altered or wrapped by another installation.</summary>
    public byte[] Unwrap(byte[] wrapped)
    {
        var nonce = AesGcm.NonceByteSizes.MaxSize;
        var key = new byte[wrapped.Length - nonce - AesGcm.TagByteSizes.MaxSize];
        var gcm = Wrapper();
        gcm.Decrypt(wrapped.AsSpan(0, nonce), wrapped.AsSpan(nonce, key.Length), wrapped.AsSpan(nonce + key.Length), key);
        _wrappers.Add(gcm);
        return key;
    }

    private byte[] Wrap(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        var wrapped = new byte[nonce.Length + key.Length + AesGcm.TagByteSizes.MaxSize];
        nonce.CopyTo(wrapped);
        var gcm = Wrapper();
        gcm.Encrypt(nonce, key, wrapped.AsSpan(nonce.Length, key.Length), wrapped.AsSpan(nonce.Length + key.Length));
        _wrappers.Add(gcm);
        return wrapped;
    }

    /// <summary>An HMAC under the key of names, at its beginning, which no other thread has.</summary>
    private IncrementalHash Naming() => _naming.TryTake(out var idle) ? idle : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _names);

    /// <summary>A cipher under the wrapping key, which no other thread has: making one costs more than using it. One that threw is not used again.</summary>
    private AesGcm Wrapper() => _wrappers.TryTake(out var idle) ? idle : new(_wrapping, AesGcm.TagByteSizes.MaxSize);

    private static void AppendPrefixed(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static string NamesIn(string directory) => Path.Combine(directory, "names.key");

    private static string WrappingIn(string directory) => Path.Combine(directory, "wrapping.key");

    private static byte[] ReadOrMake(string path)
    {
        var key = DurableFile.ReadOrMake(path, () => RandomNumberGenerator.GetBytes(KeySize), DurableFile.Secret);
        return key.Length == KeySize ? key : throw new InvalidDataException($"{path}: a key file has exactly {KeySize} bytes");
    }
}
