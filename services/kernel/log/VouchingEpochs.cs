using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Buffers.Text;
using EnforcementPlatform.Kernel.Facts;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Kernel;

/// <summary>The newest key that entries are vouched for with (stream <c>vouching/epochs</c>).</summary>
internal sealed record VouchingState : StreamState, IFold<VouchingState>
{
    public static VouchingState Empty { get; } = new();

    /// <summary>1 until another began.</summary>
    public ushort Epoch { get; init; } = 1;

    public static VouchingState Apply(VouchingState state, IMessage fact, Recorded entry) => fact switch
    {
        VouchingBegan began => state with { Epoch = checked((ushort)began.Epoch) },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;
}

/// <summary>
/// Which key counts from which position on. A key that the ring has and the ledger does not yet know begins at the next start, with an entry that
/// is the first under it: so whoever recovers a ledger, or replaces a key, adds a key to the ring and starts.
/// </summary>
internal static class VouchingEpochs
{
    private const string Kind = "vouching";
    private const string Key = "epochs";

    /// <summary>The stream that says when keys began, and what was stated as lost.</summary>
    internal const string Stream = $"{Kind}/{Key}";

    private const int Page = 256;

    /// <summary>Tells the ring what the ledger says, and gives the losses that it states. To be done before anything else is read.</summary>
    /// <exception cref="LedgerDamagedException">An entry of the stream is not believed.</exception>
    public static async Task<ImmutableArray<LossStated>> Learn(ILedgerStore store, EntryDecoder decoder, RowVouching rows, CancellationToken ct)
    {
        var losses = ImmutableArray.CreateBuilder<LossStated>();
        await foreach (var (entry, began) in Read(async version => [.. (await store.ReadStream(Stream, version, Page, ct)).Select(decoder.Decode)]))
        {
            rows.Began((ushort)began.Epoch, entry.Position);
            if (began.Loss is { } loss)
            {
                losses.Add(loss);
            }
        }

        return losses.DrainToImmutable();
    }

    /// <summary>What the ledger itself states as lost, with the entries that say so.</summary>
    /// <exception cref="LedgerDamagedException">The statements cannot be read.</exception>
    public static async Task<ImmutableArray<(DecodedEntry Entry, LossStated Loss)>> Losses(IEntries entries, CancellationToken ct)
    {
        var losses = ImmutableArray.CreateBuilder<(DecodedEntry, LossStated)>();
        await foreach (var (entry, began) in Read(version => entries.ReadStream(Stream, version, Page, ct)))
        {
            if (began.Loss is { } loss)
            {
                losses.Add((entry, loss));
            }
        }

        return losses.DrainToImmutable();
    }

    /// <summary>Every entry of the stream, in order and without gaps.</summary>
    /// <param name="after">Gives the entries after a version; none at the end.</param>
    private static async IAsyncEnumerable<(DecodedEntry Entry, VouchingBegan Began)> Read(Func<long, ValueTask<ImmutableArray<DecodedEntry>>> after)
    {
        for (var version = 0L; await after(version) is { IsEmpty: false } page;)
        {
            foreach (var entry in page)
            {
                version = entry.ClaimOn(Stream) is >= 0 and var claim && entry.Entry.Claims[claim].Version == version + 1
                    ? version + 1
                    : throw new LedgerDamagedException($"stream {Stream}: version {version + 1} is missing", position: entry.Position);
                yield return (entry, entry.Facts.Select(fact => fact.Body).OfType<VouchingBegan>().Single());
            }
        }
    }

    /// <summary>Begins the ring's newest epoch where the ledger has not begun it.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="loss">What two persons stated to be lost; null where the key was replaced for another reason.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The loss that is entered with it; null where none was.</returns>
    public static async Task<LossStated?> Begin(ServiceLedger ledger, StatedLoss? loss, CancellationToken ct)
    {
        var streams = new Streams<VouchingState>(ledger, Kind, "epoch");
        var (newest, known) = (ledger.Ring.Newest, (await streams.Load(Key, ct)).Epoch);
        var first = newest > known ? await ledger.Store.ReadFrom(0, 1, ct) : [];
        if (first.IsEmpty)
        {
            return null; // nothing to begin, or nothing before it: an empty ledger begins under the newest key
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"vouching/{ledger.Ring.Origin}/{newest}");
        var actor = new Actor { PersonId = "", AccountId = ledger.Role, Organ = EntryCodec.Decode(first[0].Bytes).Organ, Department = "", Service = ledger.Role };
        var stated = loss is null ? null : FactOf(loss);
        var begun = await streams.Run(
            Key,
            Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..CommandId.Length],
            actor,
            "vouching/Begin",
            new UInt32Value { Value = newest },
            (_, _) => ValueTask.FromResult(Decision.Of(new VouchingBegan { Epoch = newest, Loss = stated })),
            ct);
        ledger.Ring.Rows.Began(newest, begun.Position);
        return stated;
    }

    /// <summary>The statement as the ledger keeps it.</summary>
    internal static LossStated FactOf(StatedLoss loss) =>
        new() { PersonIds = { loss.PersonIds }, Kept = loss.Kept, Known = loss.Known, Note = ByteString.CopyFrom(loss.Note), Quarantine = loss.Quarantine };
}
