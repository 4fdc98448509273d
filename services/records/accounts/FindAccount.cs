using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    /// <summary>By user name, in the body and not in an address: it says who somebody is. What nobody has and what another organ has are one answer.</summary>
    public override async Task<FindAccountResponse> FindAccount(FindAccountRequest request, ServerCallContext context)
    {
        new Check().Text(request.UserName, "user_name", max: 40).ThrowIfAny();
        var held = await keys.Find(keys.OfUserName(request.UserName), context.CancellationToken);
        var account = await accounts.Read(held.Exists ? held.Holder : "", context);
        return new() { Account = account.ToMessage(), Locked = await locks.IsLocked(account.Id, context.CancellationToken) };
    }
}
