using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Records;

/// <summary>The rules of an organ; one file a slice.</summary>
internal sealed partial class EditionRpcs(ServiceLedger ledger, Streams<AdoptedEditionsState> editions, Streams<OrganState> organs)
    : Contracts.Records.EditionService.EditionServiceBase
{
    /// <summary>The editions known to the caller's organ; the right is judged by the organ.</summary>
    private async ValueTask<AdoptedEditionsState> Read(ServerCallContext context)
    {
        var organ = context.Actor().Organ;
        await organs.Read(new GetOrganRequest { Code = organ }, context);
        return await editions.Load(organ, context.CancellationToken);
    }
}
