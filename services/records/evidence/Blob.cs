using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Records;

/// <summary>Which evidence needs a blob, folded from <c>blobs/&lt;hmac of organ and root&gt;</c>: equal files are kept once, and destroyed with the last that needs them.</summary>
internal sealed record BlobState : StreamState, IFold<BlobState>
{
    /// <summary>Generation that the blob is kept under while evidence needs it: the version that released it last, 0 before.</summary>
    public long Generation { get; init; }

    /// <summary>Generations that nothing needs any more.</summary>
    public ImmutableArray<long> Released { get; init; } = [];

    public ImmutableSortedSet<string> Evidence { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public static BlobState Empty { get; } = new();

    public static BlobState Apply(BlobState state, IMessage fact, Recorded entry) => fact switch
    {
        BlobBound bound => state with { Evidence = state.Evidence.Add(bound.EvidenceId) },
        BlobReleased released => state.Without(released.EvidenceId),
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;

    private BlobState Without(string evidenceId)
    {
        var left = Evidence.Remove(evidenceId);
        return left.IsEmpty && !Evidence.IsEmpty
            ? this with { Evidence = left, Released = Released.Add(Generation), Generation = Version + 1 }
            : this with { Evidence = left };
    }
}

/// <summary>
/// The media of this ledger: the store, who needs what in it, and one gate a blob, so that nobody destroys what another is just binding. Between
/// processes the generation sees to that: what was released is deleted under its own name.
/// </summary>
internal sealed class Media(ServiceLedger ledger, Streams<BlobState> blobs, IBlobs store)
{
    private const int Gates = 64;
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1, 1))];

    public IBlobs Store => store;

    /// <summary>Stream of a blob. Its name does not tell the root.</summary>
    public string StreamOf(string organ, byte[] root) => blobs.NameOf(KeyOf(organ, root));

    /// <summary>Waits for the blob's gate; disposing what it returns opens it again.</summary>
    public async ValueTask<IDisposable> Enter(byte[] root, CancellationToken ct)
    {
        var gate = _gates[root[0] % Gates];
        await gate.WaitAsync(ct);
        return new Held(gate);
    }

    /// <summary>What the blob is kept under, for whoever binds it now or reads what is bound.</summary>
    public async ValueTask<BlobName> NameOf(string organ, byte[] root, CancellationToken ct) =>
        new(root, (await blobs.Load(KeyOf(organ, root), ct)).Generation);

    /// <summary>Destroys every generation of the blob that nothing needs any more. Repeatable.</summary>
    public async Task DeleteUnneeded(string organ, byte[] root, CancellationToken ct)
    {
        using var held = await Enter(root, ct);
        foreach (var generation in (await blobs.Load(KeyOf(organ, root), ct)).Released)
        {
            await store.Delete(organ, new(root, generation), ct);
        }
    }

    private string KeyOf(string organ, byte[] root) => ledger.Keys.Name("blob", organ, Convert.ToHexStringLower(root));

    private sealed class Held(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
