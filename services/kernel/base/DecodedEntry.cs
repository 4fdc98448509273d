using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Ledger;
using Google.Protobuf;

namespace EnforcementPlatform.Kernel;

/// <summary>An entry as folds, views and the feed see it: every part opened and parsed, nothing re-serialised.</summary>
/// <param name="Position">Position in the ledger.</param>
/// <param name="Leaf">Leaf hash.</param>
/// <param name="Entry">The decoded entry.</param>
/// <param name="Envelope">Circumstances of the act.</param>
/// <param name="Facts">Facts, each with the index of its claim.</param>
/// <param name="Personal">Personal parts; the destroyed ones as tombstones.</param>
/// <param name="Notices">Notices, each with its index among all parts.</param>
public sealed record DecodedEntry(
    long Position,
    byte[] Leaf,
    Entry Entry,
    Envelope Envelope,
    ImmutableArray<(IMessage Body, int Claim)> Facts,
    ImmutableArray<Personal> Personal,
    ImmutableArray<(IMessage Body, int Part)> Notices)
{
    /// <summary>Position of an entry that is not appended yet.</summary>
    public const long NoPosition = -1;

    /// <summary>What a fold may see of it.</summary>
    public Recorded Recorded => new(Position, Leaf, Entry.At, Envelope, Personal, Entry.Values);

    /// <summary>The same entry, once it has a position.</summary>
    public DecodedEntry PlacedAt(long position) => this with
    {
        Position = position,
        Personal = [.. Personal.Select(part => part with { Position = position })],
    };

    /// <summary>Index of the claim on a stream, or -1.</summary>
    public int ClaimOn(string stream)
    {
        for (var index = 0; index < Entry.Claims.Length; index++)
        {
            if (Entry.Claims[index].Stream == stream)
            {
                return index;
            }
        }

        return -1;
    }
}

/// <summary>What a commitment commits to.</summary>
/// <param name="Salt">Key of the commitment, 32 bytes.</param>
/// <param name="Bytes">The exact bytes: FactsPart, PersonalPart or NoticePart.</param>
public sealed record OpenedPart(byte[] Salt, byte[] Bytes);
