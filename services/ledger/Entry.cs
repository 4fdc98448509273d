using System.Collections.Immutable;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// One leaf of the tree: who did what to which streams, and salted commitments to what was said.
/// An entry holds no personal data; its exact bytes are given by <see cref="EntryCodec"/>.
/// </summary>
public sealed record Entry
{
    /// <summary>Code of the organ whose act this is.</summary>
    public required string Organ { get; init; }

    /// <summary>Command id, see <see cref="CommandId"/>: unique in a ledger for ever.</summary>
    public required string Id { get; init; }

    /// <summary>One to sixteen claims; the first is the act's own stream.</summary>
    public required ImmutableArray<Claim> Claims { get; init; }

    /// <summary>The server's clock, UTC, whole milliseconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>staff/&lt;uuid&gt;</c> or <c>service/&lt;role&gt;</c>; never a name.</summary>
    public required string By { get; init; }

    /// <summary>The fact types this entry carries, each with the index of its claim.</summary>
    public required ImmutableArray<FactType> Types { get; init; }

    /// <summary>One commitment per part, in the order of the parts.</summary>
    public ImmutableArray<PartDigest> Parts { get; init; } = [];

    /// <summary>Media that this entry binds.</summary>
    public ImmutableArray<MediaDigest> Media { get; init; } = [];

    /// <summary>Allow-listed values that are not personal: stage, document number, deadline key.</summary>
    public ImmutableSortedDictionary<string, string> Values { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}

/// <summary>A stream that the entry advances to <paramref name="Version"/> (1, 2, … without gaps).</summary>
/// <param name="Stream"><c>kind/key</c>.</param>
/// <param name="Version">The version this entry is in that stream.</param>
/// <param name="Prev">SHA-256 leaf hash of the stream's entry before; empty for version 1.</param>
public sealed record Claim(string Stream, long Version, byte[] Prev);

/// <summary>The full name of a fact's protobuf message and the claim (by index) it belongs to.</summary>
public sealed record FactType(string Name, int Claim);

/// <summary>What a part is for; the name on the wire is the lower-case name.</summary>
public enum PartKind
{
    /// <summary>Envelope and facts, no personal data, never destroyed.</summary>
    Facts,

    /// <summary>Personal data, encrypted with a key of its own, destroyed when retention ends.</summary>
    Personal,

    /// <summary>The public contract: what other services are told.</summary>
    Notice,
}

/// <summary>A salted commitment to one part.</summary>
/// <param name="Kind">What the part is for.</param>
/// <param name="Digest">HMAC-SHA-256 of the plaintext part under its 32-byte salt.</param>
/// <param name="Length">Length of the plaintext part in bytes.</param>
/// <param name="Sm3">HMAC-SM3 over the same, in the national-cryptography profile; else null.</param>
public sealed record PartDigest(PartKind Kind, byte[] Digest, int Length, byte[]? Sm3 = null);

/// <summary>Media bound by an entry: RFC 6962 root over 1 MiB chunks, flat SHA-256, flat SM3 (national profile only), length in bytes.</summary>
public sealed record MediaDigest(byte[] Root, byte[] Sha256, byte[]? Sm3, long Length);
