using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class PublicRpcs
{
    public override async Task<GetPublicDisclosureResponse> GetPublicDisclosure(GetPublicDisclosureRequest request, ServerCallContext context)
    {
        new Check().Id(request.DisclosureId, "disclosure_id").ThrowIfAny();
        Sql query = $"SELECT {Columns} FROM decisions WHERE disclosure_id = {request.DisclosureId} AND (withdrawal IS NOT NULL OR {Shown()})";
        var found = await views.Read(PublicView.ViewName, db => db.First(query, Row), context.CancellationToken);
        return new() { Disclosure = found?.Shown ?? throw DisclosureFaults.Unknown.Now() };
    }
}
