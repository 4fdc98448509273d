using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Records;

/// <summary>Which personal parts belong to a case: those of its own stream, its evidence, its documents and the record of its reads.</summary>
internal sealed class CaseParts(ServiceLedger ledger, Streams<EvidenceState> evidence, Streams<DocumentState> documents)
{
    /// <summary>
    /// The evidence whose description is among the parts. <see cref="RetentionFaults.PartNotOfCase"/> for a part that is not a personal part
    /// of the case, or is destroyed.
    /// </summary>
    public async ValueTask<ImmutableArray<EvidenceState>> Require(string caseId, IEnumerable<(long Position, int Part)> places, CancellationToken ct)
    {
        var found = ImmutableArray.CreateBuilder<EvidenceState>();
        foreach (var (position, part) in places)
        {
            var stream = await StreamOf(position, part, ct);
            var (kind, key) = (stream[..stream.IndexOf('/', StringComparison.Ordinal)], stream[(stream.IndexOf('/', StringComparison.Ordinal) + 1)..]);
            var item = kind == "evidence" ? await evidence.Load(key, ct) : null;
            var owner = kind switch
            {
                "cases" or "access" => key,
                "evidence" => item!.CaseId,
                "documents" => (await documents.Load(key, ct)).CaseId,
                _ => "",
            };
            if (owner != caseId)
            {
                throw NotOfCase(position, part);
            }

            if (item is not null)
            {
                found.Add(item);
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Stream of the entry whose own act the part belongs to.</summary>
    private async ValueTask<string> StreamOf(long position, int part, CancellationToken ct)
    {
        var page = await ledger.Store.ReadFrom(position, 1, ct);
        if (page is not [var stored])
        {
            throw NotOfCase(position, part);
        }

        var entry = EntryCodec.Decode(stored.Bytes);
        return part < entry.Parts.Length && entry.Parts[part].Kind == PartKind.Personal && stored.Parts[part].DestroyedBy is null
            ? entry.Claims[0].Stream
            : throw NotOfCase(position, part);
    }

    private static Fault NotOfCase(long position, int part) => RetentionFaults.PartNotOfCase.With(("position", $"{position}"), ("part", $"{part}"));
}
