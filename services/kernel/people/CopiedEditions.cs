using EnforcementPlatform.Law;

namespace EnforcementPlatform.Kernel.People;

/// <summary>What an organ goes by, from this ledger's own copy: for decisions and time limits.</summary>
public sealed class CopiedEditions(Streams<EditionsCopy> editions)
{
    public async ValueTask<Editions> Of(string organ, CancellationToken ct) => (await editions.Load(organ, ct)).Known;
}
