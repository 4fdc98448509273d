using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class EditionRpcs
{
    /// <summary>A few dozen at most: straight from the stream, without a view.</summary>
    public override async Task<ListEditionsResponse> ListEditions(ListEditionsRequest request, ServerCallContext context)
    {
        new Check().Page(request.PageSize, request.PageToken).ThrowIfAny();
        var skipped = PageToken.Read(request, 1) is [long number] ? (int)number : 0;
        var size = PageToken.SizeOf(request.PageSize);
        var state = await Read(context);
        var all = state.Known.All.Select(one => one.ToMessage())
            .Concat(state.Adopted.Where(one => one.AwaitsApproval).Select(one => one.ToMessage()))
            .OrderBy(one => one.Key, StringComparer.Ordinal).ThenBy(one => one.ValidFrom, StringComparer.Ordinal).ThenBy(one => one.Position)
            .Skip(skipped).Take(size + 1).ToArray();
        var response = new ListEditionsResponse { NextPageToken = all.Length > size ? PageToken.After(request, (long)(skipped + size)) : "" };
        response.Editions.Add(all.Take(size));
        return response;
    }
}
