using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Cases;

namespace EnforcementPlatform.Records;

/// <summary>What the register and the editions of this ledger say of an organ.</summary>
internal sealed class LedgerOrganFacts(Streams<OrganState> organs, OrganRules rules) : IOrganFacts
{
    public async ValueTask<LawInForce> LawOf(string organ, CancellationToken ct) => new(await rules.Of(organ, ct));

    public async ValueTask<string> DocumentWordOf(string organ, CancellationToken ct) => (await organs.Load(organ, ct)).DocumentWord;

    public async ValueTask RequireOpen(string organ, CancellationToken ct) => (await organs.Load(organ, ct)).RequireOpen();
}
