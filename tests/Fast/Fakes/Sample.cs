using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>Well-formed entries for tests of what lies under the kernel: real bytes, leaves, salts and commitments; invented content.</summary>
public static class Sample
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A claim on the first version of a stream.</summary>
    public static Claim First(string stream) => new(stream, 1, []);

    /// <summary>The claim that follows an entry in the stream of its claim with the index.</summary>
    public static Claim After(EntryToAppend entry, int claim = 0) => new(entry.Claims[claim].Stream, entry.Claims[claim].Version + 1, entry.Leaf);

    /// <summary>A command id of the right shape, the same for the same name.</summary>
    public static string Id(string name) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..CommandId.Length];

    /// <summary>An entry with one facts part and <paramref name="personal"/> personal parts of about 300 bytes, in the clear.</summary>
    public static EntryToAppend Entry(string name, ImmutableArray<Claim> claims, int personal = 0, DateTimeOffset? at = null) =>
        Entry(name, claims, Enumerable.Range(0, personal + 1).Select(index => Part($"{name} part {index} ")).ToImmutableArray(), at);

    public static EntryToAppend Entry(string name, ImmutableArray<Claim> claims, ImmutableArray<StoredPart> parts, DateTimeOffset? at = null) =>
        Entry(name, claims, [.. parts.Select((part, index) => (part, Digest(index, part.Salt, part.Bytes)))], at);

    /// <summary>The commitment to a part: facts first, personal behind.</summary>
    public static PartDigest Digest(int index, byte[] salt, byte[] plaintext) =>
        new(index == 0 ? PartKind.Facts : PartKind.Personal, Commitment.Compute(salt, plaintext), plaintext.Length);

    public static EntryToAppend Entry(string name, ImmutableArray<Claim> claims, ImmutableArray<(StoredPart Part, PartDigest Digest)> parts, DateTimeOffset? at = null)
    {
        var entry = new Entry
        {
            Organ = "410400-gxj",
            Id = Id(name),
            Claims = claims,
            At = at ?? Start,
            By = "service/records",
            Types = [new FactType("enforcement.test.v1.Noted", 0)],
            Parts = [.. parts.Select(part => part.Digest)],
            Values = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("note", name),
        };
        var bytes = EntryCodec.Encode(entry);
        return new EntryToAppend(entry.Id, claims, entry.At, bytes, Leaf.Hash(bytes), [.. parts.Select(part => part.Part)]);
    }

    /// <summary>A part of about 300 bytes in the clear that repeats the text.</summary>
    public static StoredPart Part(string text)
    {
        var plain = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, (300 / text.Length) + 1)));
        return new StoredPart(Commitment.NewSalt(), "none", [], [], plain);
    }

    /// <summary>A chain of <paramref name="count"/> entries in one stream.</summary>
    public static ImmutableArray<EntryToAppend> Chain(string stream, int count, int personal = 0, EntryToAppend? after = null)
    {
        var chain = ImmutableArray.CreateBuilder<EntryToAppend>(count);
        for (var index = 0; index < count; index++)
        {
            var claim = after is null ? First(stream) : After(after);
            after = Entry(string.Create(CultureInfo.InvariantCulture, $"{stream} {claim.Version}"), [claim], personal);
            chain.Add(after);
        }

        return chain.MoveToImmutable();
    }
}
