using System.Collections.Immutable;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>One entry as the store holds it.</summary>
/// <param name="Position">The Merkle index: 0, 1, 2, … without gaps.</param>
/// <param name="Bytes">The exact bytes that were hashed.</param>
/// <param name="Leaf">RFC 6962 SHA-256 leaf hash of <paramref name="Bytes"/>.</param>
/// <param name="Parts">All parts, in the order of the entry's commitments; a destroyed one stands in its place as a tombstone.</param>
public sealed record StoredEntry(long Position, byte[] Bytes, byte[] Leaf, ImmutableArray<StoredPart> Parts);

/// <summary>One part at rest.</summary>
/// <param name="Salt">Of a part kept as it is 32 random bytes, the key of the commitment; of a sealed one empty, since it is wrapped with the key.</param>
/// <param name="Algorithm"><c>none</c> or <c>aes-256-gcm</c>.</param>
/// <param name="Key">The part's own key and its salt, wrapped together (<see cref="WrappingRing"/>); empty for <c>none</c>.</param>
/// <param name="Nonce">Empty for <c>none</c>.</param>
/// <param name="Bytes">Plaintext, or ciphertext followed by its tag.</param>
/// <param name="DestroyedBy">Position of the entry that ordered the destruction; null while the part exists. A destroyed part has empty bytes everywhere.</param>
public sealed record StoredPart(byte[] Salt, string Algorithm, byte[] Key, byte[] Nonce, byte[] Bytes, long? DestroyedBy = null)
{
    /// <summary>Algorithm of a part kept as it is.</summary>
    public const string Plain = "none";

    /// <summary>Algorithm of an encrypted part.</summary>
    public const string Aes256Gcm = "aes-256-gcm";
}

/// <summary>An entry ready to append. Its position is not inside the bytes, so a batch can be placed anywhere.</summary>
public sealed record EntryToAppend(string Id, ImmutableArray<Claim> Claims, DateTimeOffset At, byte[] Bytes, byte[] Leaf, ImmutableArray<StoredPart> Parts)
{
    /// <summary>Most bytes of an entry with its parts as stored, whatever the engine: some databases end at 16 MiB a row.</summary>
    public const int MostBytes = 12 * 1024 * 1024;

    /// <summary>Bytes of the entry with its parts as stored.</summary>
    public long Size => Bytes.Length + Parts.Sum(part => (long)part.Salt.Length + part.Key.Length + part.Nonce.Length + part.Bytes.Length);

    /// <summary>
    /// What the bytes and parts say, without a position: so that who follows the ledger in this process need not read and decrypt again what was
    /// just written. A store MUST NOT look at it. Null where nobody knows.
    /// </summary>
    public DecodedEntry? Opened { get; init; }
}

/// <summary>The newest entry of a stream; version 0 and empty leaf where the stream has none.</summary>
public readonly record struct StreamHead(long Version, byte[] Leaf, DateTimeOffset At)
{
    /// <summary>The head of a stream nobody wrote to.</summary>
    public static readonly StreamHead None = new(0, [], DateTimeOffset.MinValue);
}

/// <summary>What a writer needs before it decides: whether the command is already kept, and where the stream stands.</summary>
/// <param name="KeptAt">Position of the entry with that command id, or null.</param>
/// <param name="Head">Head of the stream asked for.</param>
public readonly record struct LookUp(long? KeptAt, StreamHead Head);

/// <summary>What became of one entry of a batch.</summary>
public enum AppendOutcome
{
    /// <summary>Durable at the position returned.</summary>
    Appended,

    /// <summary>An entry with this command id exists; nothing was written; the position is that entry's.</summary>
    CommandExists,

    /// <summary>One of the claims is taken; nothing was written.</summary>
    ClaimTaken,
}

/// <summary>Outcome for one entry.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Position">See <see cref="AppendOutcome"/>; -1 for a taken claim.</param>
/// <param name="Claim">Index of the first claim that is taken, else -1.</param>
public readonly record struct AppendResult(AppendOutcome Outcome, long Position, int Claim);
