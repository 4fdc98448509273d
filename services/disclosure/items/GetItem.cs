using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class RegisterRpcs
{
    public override async Task<GetItemResponse> GetItem(GetItemRequest request, ServerCallContext context)
    {
        new Check().Id(request.ItemId, "item_id").ThrowIfAny();
        return new() { Item = (await items.Read(request, context)).ToMessage() };
    }
}
