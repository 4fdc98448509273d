using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Ledger;
using Google.Protobuf;

namespace EnforcementPlatform.Tests.Fast.Integration.Portal;

/// <summary>A ledger of disclosure as far as its proofs go: real entries, commitments, trees and signatures.</summary>
internal sealed class FakeDisclosureLog
{
    private const string Origin = "ep.test/disclosure";

    private readonly Ed25519Signer _signer = new([.. Enumerable.Repeat((byte)7, Ed25519Signer.SeedSize)]);
    private readonly List<Kept> _entries = [];

    /// <summary>Key of another log of the same name.</summary>
    public static string StrangersKey { get; } = new NoteKey(Origin, NoteKeyType.Log, new Ed25519Signer(new byte[Ed25519Signer.SeedSize]).PublicKey).ToString();

    public string VerifierKey => new NoteKey(Origin, NoteKeyType.Log, _signer.PublicKey).ToString();

    /// <summary>The head over all entries, as published.</summary>
    public Note Head => new Checkpoint(Origin, _entries.Count, Grow().Root).Sign(_signer);

    /// <summary>Hashes of a tile under the head; null outside of it.</summary>
    public byte[]? Tile(int level, long index, int width) =>
        width <= Tiles.WidthOf(_entries.Count, level, index) ? Grow().Tiles.Read(level, index, width)![..(width * Leaf.Size)] : null;

    public void Publish(PublicDisclosure disclosure) =>
        Append(disclosure.DisclosureId, disclosure.Version == 1 ? "公示" : $"更正后公示（第{disclosure.Version}版）", new DisclosurePublished
        {
            DisclosureId = disclosure.DisclosureId,
            Version = disclosure.Version,
            Decision = disclosure.Decision,
            PublishedAt = disclosure.PublishedAt,
            CorrectionReason = disclosure.CorrectionReason,
        });

    public void Annul(PublicDisclosure disclosure) => Append(disclosure.DisclosureId, "标明决定已被撤销", new DisclosedDecisionAnnulled
    {
        DisclosureId = disclosure.DisclosureId,
        Version = disclosure.Version,
        DocumentNumber = disclosure.DocumentNumber,
        OrganName = disclosure.OrganName,
        Ground = disclosure.Annulment.Ground,
        AnnulledOn = disclosure.Annulment.AnnulledOn,
    });

    public void Withdraw(PublicDisclosure disclosure) => Append(disclosure.DisclosureId, "撤回公示", new DisclosureWithdrawn
    {
        DisclosureId = disclosure.DisclosureId,
        DocumentNumber = disclosure.DocumentNumber,
        OrganName = disclosure.OrganName,
        Ground = disclosure.Withdrawal.Ground,
        PublicReason = disclosure.Withdrawal.PublicReason,
        WithdrawnAt = disclosure.Withdrawal.WithdrawnAt,
    });

    /// <summary>Everything about one disclosure, texts that fell included: what a careless service would hand out.</summary>
    public GetDisclosureProofResponse Prove(string disclosureId)
    {
        var tree = new TiledTree(TreeHash.Sha256, _entries.Count, Grow().Tiles);
        var acts = _entries.Select((entry, position) => (entry, position)).Where(pair => pair.entry.DisclosureId == disclosureId).Select(pair => new ProvenAct
        {
            Title = pair.entry.Title,
            Position = pair.position,
            Entry = ByteString.CopyFrom(pair.entry.Bytes),
            InclusionProof = { tree.InclusionProof(pair.position, _entries.Count).Select(hash => ByteString.CopyFrom(hash)) },
            Checkpoint = Head.ToString(),
            Part = 1,
            Salt = ByteString.CopyFrom(pair.entry.Salt),
            Notice = ByteString.CopyFrom(pair.entry.Notice),
        });
        return new() { VerifierKey = VerifierKey, Acts = { acts } };
    }

    private void Append(string disclosureId, string title, IMessage notice)
    {
        var part = new NoticePart { Type = notice.Descriptor.FullName, Body = notice.ToByteString() }.ToByteArray();
        var salts = Commitment.NewSalts(2);
        var before = _entries.FindAll(entry => entry.DisclosureId == disclosureId);
        var bytes = EntryCodec.Encode(new()
        {
            Organ = "pds-gxj",
            Id = CommandId.OfHandler(Origin, _entries.Count, 0, "Fake"),
            Claims = [new($"disclosures/{disclosureId}", before.Count + 1, before.Count == 0 ? [] : Leaf.Hash(before[^1].Bytes))],
            At = new DateTimeOffset(2026, 3, 2, 1, 30, 0, TimeSpan.Zero).AddDays(_entries.Count),
            By = "service/disclosure",
            Types = [new("test.Fact", 0)],
            Parts = [new(PartKind.Facts, Commitment.Compute(salts[0], "facts"u8), 5), new(PartKind.Notice, Commitment.Compute(salts[1], part), part.Length)],
        });
        _entries.Add(new(disclosureId, title, bytes, part, salts[1]));
    }

    private (MemoryTiles Tiles, byte[] Root) Grow()
    {
        var (frontier, tiles, emitted) = (new Frontier(TreeHash.Sha256), new MemoryTiles(), new List<TileHash>());
        foreach (var entry in _entries)
        {
            frontier.Append(Leaf.Hash(entry.Bytes), emitted);
            emitted.ForEach(tiles.Put);
            emitted.Clear();
        }

        return (tiles, frontier.Root());
    }

    private sealed record Kept(string DisclosureId, string Title, byte[] Bytes, byte[] Notice, byte[] Salt);
}
