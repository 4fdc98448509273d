using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Ledger;
using Google.Protobuf;

namespace EnforcementPlatform.Kernel;

/// <summary>Opens stored entries, checking what it reads against the leaf hash and the commitments.</summary>
public sealed class EntryDecoder(MessageTypes types, InstallationKeys keys)
{
    /// <summary>Throws <see cref="LedgerDamagedException"/> where stored bytes do not match what was hashed.</summary>
    public DecodedEntry Decode(StoredEntry stored)
    {
        var entry = EntryOf(stored);
        var parts = new Parts();
        for (var index = 0; index < entry.Parts.Length; index++)
        {
            Add(parts, stored, entry.Parts[index], index);
        }

        return new(stored.Position, stored.Leaf, entry, parts.Envelope, parts.Facts.ToImmutable(), parts.Personal.ToImmutable(), parts.Notices.ToImmutable());
    }

    /// <summary>One part with its salt, checked like all; null where it was destroyed.</summary>
    internal OpenedPart? Open(StoredEntry stored, int index)
    {
        var digest = EntryOf(stored).Parts[index];
        var part = stored.Parts[index];
        return part.DestroyedBy is null ? Opened(stored, digest, index) : null;
    }

    private static Entry EntryOf(StoredEntry stored)
    {
        if (!Leaf.Hash(stored.Bytes).AsSpan().SequenceEqual(stored.Leaf))
        {
            throw new LedgerDamagedException($"entry {stored.Position}: bytes", position: stored.Position);
        }

        try
        {
            var entry = EntryCodec.Decode(stored.Bytes);
            return entry.Parts.Length == stored.Parts.Length
                ? entry
                : throw new LedgerDamagedException($"entry {stored.Position}: parts are missing or too many", position: stored.Position);
        }
        catch (EntryFormatException unreadable)
        {
            throw new LedgerDamagedException($"entry {stored.Position}: cannot be read", unreadable, stored.Position);
        }
    }

    private OpenedPart Opened(StoredEntry stored, PartDigest digest, int index)
    {
        try
        {
            var opened = keys.Open(stored.Parts[index], digest.Digest);
            return Commitment.Verify(digest, opened.Salt, opened.Bytes)
                ? opened
                : throw new LedgerDamagedException($"entry {stored.Position} part {index}", position: stored.Position);
        }
        catch (LedgerDamagedException damage) when (damage.Position is null)
        {
            throw new LedgerDamagedException($"entry {stored.Position} part {index}: {damage.Message}", damage, stored.Position);
        }
    }

    private void Add(Parts parts, StoredEntry stored, PartDigest digest, int index)
    {
        var part = stored.Parts[index];
        if (part.DestroyedBy is { } by)
        {
            parts.AddTombstone(digest, stored.Position, index, by);
            return;
        }

        var plaintext = Opened(stored, digest, index).Bytes;
        switch (digest.Kind)
        {
            case PartKind.Facts:
                AddFacts(parts, FactsPart.Parser.ParseFrom(plaintext));
                break;
            case PartKind.Personal:
                var personal = PersonalPart.Parser.ParseFrom(plaintext);
                parts.Personal.Add(new(stored.Position, index, digest.Digest, types.Parse(personal.Type, personal.Body), null));
                break;
            case PartKind.Notice:
                var notice = NoticePart.Parser.ParseFrom(plaintext);
                parts.Notices.Add((types.Parse(notice.Type, notice.Body), index));
                break;
        }
    }

    private void AddFacts(Parts parts, FactsPart part)
    {
        parts.Envelope = part.Envelope;
        foreach (var fact in part.Facts)
        {
            parts.Facts.Add((types.Parse(fact.Type, fact.Body), fact.Claim));
        }
    }

    private sealed class Parts
    {
        public Envelope Envelope { get; set; } = new();

        public ImmutableArray<(IMessage Body, int Claim)>.Builder Facts { get; } = ImmutableArray.CreateBuilder<(IMessage, int)>();

        public ImmutableArray<Personal>.Builder Personal { get; } = ImmutableArray.CreateBuilder<Personal>();

        public ImmutableArray<(IMessage Body, int Part)>.Builder Notices { get; } = ImmutableArray.CreateBuilder<(IMessage, int)>();

        public void AddTombstone(PartDigest digest, long position, int index, long by)
        {
            if (digest.Kind == PartKind.Personal)
            {
                Personal.Add(new(position, index, digest.Digest, null, by));
            }
        }
    }
}
