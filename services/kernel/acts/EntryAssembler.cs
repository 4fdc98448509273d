using System.Collections.Immutable;
using System.Globalization;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Ledger;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Kernel;

/// <summary>An entry ready to append, and what a fold will see of it.</summary>
internal sealed record Assembled(EntryToAppend Entry, DecodedEntry Decoded);

/// <summary>Turns a decision into an entry: envelope, parts with salts and commitments, exact bytes, leaf.</summary>
internal sealed class EntryAssembler(InstallationKeys keys)
{
    /// <summary>Most claims of an entry (its format) and most parts (the store's numbering of parts).</summary>
    private const int MostClaims = 16;
    private const int MostParts = 64;

    public Assembled Assemble(Attempt attempt, Decision decision)
    {
        var count = 1 + decision.Personal.Length + decision.Notices.Length;
        if (attempt.Claims.Length > MostClaims || count > MostParts)
        {
            throw KernelFaults.EntryTooLarge.Now();
        }

        var digests = ImmutableArray.CreateBuilder<PartDigest>();
        var parts = ImmutableArray.CreateBuilder<StoredPart>();
        var salts = Commitment.NewSalts(count);
        var facts = FactsOf(attempt, decision);
        Add(PartKind.Facts, facts.ToByteArray());
        foreach (var personal in decision.Personal)
        {
            Add(PartKind.Personal, new PersonalPart { Type = personal.Descriptor.FullName, Body = personal.ToByteString() }.ToByteArray());
        }

        foreach (var notice in decision.Notices)
        {
            Add(PartKind.Notice, BytesOf(notice));
        }

        var entry = EntryOf(attempt, decision, digests.ToImmutable());
        var bytes = Encode(entry);
        var leaf = Leaf.Hash(bytes);
        return new(
            Bounded(new(entry.Id, entry.Claims, entry.At, bytes, leaf, parts.ToImmutable())),
            DecodedOf(entry, leaf, facts.Envelope, decision));

        void Add(PartKind kind, byte[] plaintext)
        {
            var salt = salts[parts.Count];
            var commitment = Commitment.Compute(salt, plaintext);
            digests.Add(new(kind, commitment, plaintext.Length));
            parts.Add(kind == PartKind.Facts
                ? new(salt, StoredPart.Plain, [], [], plaintext)
                : keys.Seal(salt, commitment, plaintext));
        }
    }

    /// <summary>The same entry with one notice more, as its last part; the other parts stay as they were salted and sealed.</summary>
    public Assembled With(Assembled assembled, IMessage notice)
    {
        var (toAppend, decoded) = assembled;
        if (toAppend.Parts.Length == MostParts)
        {
            throw KernelFaults.EntryTooLarge.Now();
        }

        var (salt, plaintext) = (Commitment.NewSalt(), BytesOf(notice));
        var digest = new PartDigest(PartKind.Notice, Commitment.Compute(salt, plaintext), plaintext.Length);
        var entry = decoded.Entry with { Parts = decoded.Entry.Parts.Add(digest) };
        var bytes = Encode(entry);
        var leaf = Leaf.Hash(bytes);
        return new(
            Bounded(toAppend with { Bytes = bytes, Leaf = leaf, Parts = toAppend.Parts.Add(keys.Seal(salt, digest.Digest, plaintext)) }),
            decoded with { Entry = entry, Leaf = leaf, Notices = decoded.Notices.Add((notice, toAppend.Parts.Length)) });
    }

    private static EntryToAppend Bounded(EntryToAppend entry) => entry.Size <= EntryToAppend.MostBytes ? entry : throw KernelFaults.EntryTooLarge.Now();

    private static byte[] BytesOf(IMessage notice) => new NoticePart { Type = notice.Descriptor.FullName, Body = notice.ToByteString() }.ToByteArray();

    private static DecodedEntry DecodedOf(Entry entry, byte[] leaf, Envelope envelope, Decision decision)
    {
        var notices = 1 + decision.Personal.Length;
        return new(
            DecodedEntry.NoPosition,
            leaf,
            entry,
            envelope,
            decision.Facts,
            [.. decision.Personal.Select((message, index) => new Personal(DecodedEntry.NoPosition, 1 + index, entry.Parts[1 + index].Digest, message, null))],
            [.. decision.Notices.Select((message, index) => (message, notices + index))]);
    }

    private static Entry EntryOf(Attempt attempt, Decision decision, ImmutableArray<PartDigest> parts) => new()
    {
        Organ = OrganOf(attempt, decision),
        Id = attempt.CommandId,
        Claims = attempt.Claims,
        At = attempt.At,
        By = attempt.Actor.By,
        Types = [.. decision.Facts.Select(fact => new FactType(fact.Body.Descriptor.FullName, fact.Claim))],
        Parts = parts,
        Media = decision.Media,
        Values = attempt.SetBack is { } setBack ? decision.Values.SetItem(TimeSetBack.Value, setBack.ToString(CultureInfo.InvariantCulture)) : decision.Values,
    };

    private static string OrganOf(Attempt attempt, Decision decision) =>
        decision.Organ is null || attempt.Claims[0].Version == 1
            ? decision.Organ ?? attempt.Organ
            : throw new InvalidOperationException("a stream never changes its organ");

    private static byte[] Encode(Entry entry)
    {
        try
        {
            return EntryCodec.Encode(entry);
        }
        catch (EntryFormatException error) when (error.Key.Length == 0)
        {
            throw KernelFaults.EntryTooLarge.Now();
        }
    }

    private static FactsPart FactsOf(Attempt attempt, Decision decision)
    {
        var part = new FactsPart { Envelope = EnvelopeOf(attempt, decision) };
        foreach (var (body, claim) in decision.Facts)
        {
            part.Facts.Add(new FactRecord { Type = body.Descriptor.FullName, Claim = claim, Body = body.ToByteString() });
        }

        return part;
    }

    private static Envelope EnvelopeOf(Attempt attempt, Decision decision)
    {
        var actor = attempt.Actor;
        var envelope = new Envelope
        {
            Method = attempt.Method,
            RequestCommitment = ByteString.CopyFrom(attempt.RequestCommitment),
            Actor = new() { PersonId = actor.PersonId, AccountId = actor.AccountId, Organ = actor.Organ, Department = actor.Department },
            PersonVersion = actor.PersonVersion,
            Occurred = Timestamp.FromDateTimeOffset(attempt.OccurredAt),
            OccurredSource = attempt.OccurredSource,
            Late = attempt.Late,
            AuthTime = actor.Service is null ? Timestamp.FromDateTimeOffset(actor.AuthTime) : null,
        };
        envelope.Actor.Posts.Add(actor.Posts);
        envelope.Citations.Add(decision.Citations);
        envelope.Amr.Add(actor.Amr);
        return envelope;
    }
}
