using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records;

/// <summary>
/// Carries out what the ledger orders destroyed. A mark is durable before the order can be, and goes when all is done, so a crash anywhere
/// in between is made good at the next start; every step is repeatable.
/// </summary>
internal sealed class Destroyer(ServiceLedger ledger, Streams<RetentionState> retentions, Streams<EvidenceState> evidence, Media media)
{
    private const string Marks = "destructions/";

    /// <summary>Before an order of a case may be kept.</summary>
    public async Task Mark(string caseId, CancellationToken ct)
    {
        if (await ledger.Cells.Read(Marks + caseId, ct) is null)
        {
            await ledger.Cells.Set(Marks + caseId, 0, [1], ct);
        }
    }

    /// <summary>Carries out every order of a case, then takes the mark away.</summary>
    public async Task CarryOut(string caseId, CancellationToken ct)
    {
        foreach (var order in (await retentions.Load(caseId, ct)).Orders)
        {
            await CarryOut(order, ct);
        }

        if (await ledger.Cells.Read(Marks + caseId, ct) is { } mark)
        {
            await ledger.Cells.Set(mark.Name, mark.Version, null, ct);
        }
    }

    /// <summary>At start: what an earlier process did not finish.</summary>
    public async Task Resume(CancellationToken ct)
    {
        foreach (var mark in await ledger.Cells.List(Marks, ct))
        {
            await CarryOut(mark.Name[Marks.Length..], ct);
        }
    }

    private async Task CarryOut(GivenOrder order, CancellationToken ct)
    {
        foreach (var id in order.Evidence)
        {
            var item = await evidence.Load(id, ct);
            await media.DeleteUnneeded(item.Organ, item.Media!.Root, ct);
        }

        await ledger.Destroy(order.Parts, order.Position, ct);
    }
}
