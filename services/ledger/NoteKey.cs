using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace EnforcementPlatform.Ledger;

/// <summary>What a key signs: the type byte of C2SP signed-note.</summary>
public enum NoteKeyType : byte
{
    /// <summary>Ed25519 over the note's text: a log.</summary>
    Log = 0x01,

    /// <summary>Ed25519 over <c>cosignature/v1</c>, the time and the text: a witness (C2SP tlog-cosignature).</summary>
    Witness = 0x04,
}

/// <summary>A public key under its name, written as <c>name+id+base64</c> ("vkey").</summary>
public sealed class NoteKey
{
    /// <exception cref="NoteFormatException">The name or the key is not allowed.</exception>
    public NoteKey(string name, NoteKeyType type, byte[] publicKey)
    {
        if (!IsName(name)) throw new NoteFormatException("a key's name must not be empty and has neither spaces nor plus signs");
        if (type is not (NoteKeyType.Log or NoteKeyType.Witness)) throw new NoteFormatException($"key type {(byte)type} is not supported");
        if (publicKey.Length != Ed25519.PublicKeySize) throw new NoteFormatException("an Ed25519 public key is 32 bytes");
        (Name, Type, PublicKey) = (name, type, publicKey);
        Id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)type, .. publicKey]));
    }

    public string Name { get; }

    public NoteKeyType Type { get; }

    public byte[] PublicKey { get; }

    /// <summary>SHA-256(name ‖ 0x0A ‖ type ‖ public key), first four bytes.</summary>
    public uint Id { get; }

    /// <summary>
    /// True for the key of a witness that plays in the log's own process, told by its name (<c>…/self</c>). Its cosignature shows that the
    /// mechanism works and proves nothing: whoever holds that process holds both keys. It MUST NOT count as witnessed.
    /// </summary>
    public bool IsSelf => Type == NoteKeyType.Witness && (Name == Self || Name.EndsWith("/" + Self, StringComparison.Ordinal));

    /// <summary>Last part of the name of such a key.</summary>
    public const string Self = "self";

    /// <exception cref="NoteFormatException">Not a vkey, or its id is not that of its key.</exception>
    public static NoteKey Parse(string vkey)
    {
        var pieces = vkey.Split('+', 3);
        if (pieces.Length != 3 || CanonicalBase64.Decode(pieces[2]) is not { Length: > 1 } key)
            throw new NoteFormatException("a key is written <name>+<id>+<base64>");
        var parsed = new NoteKey(pieces[0], (NoteKeyType)key[0], key[1..]);
        if (parsed.ToString() != vkey) throw new NoteFormatException($"the id of key '{parsed.Name}' is not that of its public key");
        return parsed;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Type, .. PublicKey])}");

    /// <summary>Names have no Unicode space, no plus and no control character.</summary>
    internal static bool IsName(string name) =>
        name.Length > 0 && !name.Any(c => c == '+' || char.IsWhiteSpace(c) || char.IsControl(c));

    internal NoteSignature Sign(ISigner signer, string text, DateTimeOffset? time = null)
    {
        if (Type == NoteKeyType.Log) return new NoteSignature(Name, Id, signer.Sign(Encoding.UTF8.GetBytes(text)));
        var seconds = time!.Value.ToUnixTimeSeconds();
        var stamped = new byte[8 + Ed25519.SignatureSize];
        BinaryPrimitives.WriteInt64BigEndian(stamped, seconds);
        signer.Sign(Cosigned(seconds, text)).CopyTo(stamped, 8);
        return new NoteSignature(Name, Id, stamped);
    }

    /// <summary>Checks a signature made under this key's name and id. <paramref name="time"/> is when a witness cosigned, null for a log.</summary>
    internal bool Verify(NoteSignature signature, string text, out DateTimeOffset? time)
    {
        time = null;
        if (Type == NoteKeyType.Log) return Holds(signature.Bytes, Encoding.UTF8.GetBytes(text));
        if (signature.ClaimedTime is not { } claimed) return false;
        time = claimed;
        return Holds(signature.Bytes[8..], Cosigned(claimed.ToUnixTimeSeconds(), text));
    }

    private static byte[] Cosigned(long seconds, string text) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{text}"));

    private bool Holds(byte[] signature, byte[] message) =>
        signature.Length == Ed25519.SignatureSize && Ed25519.Verify(signature, 0, PublicKey, 0, message, 0, message.Length);
}
