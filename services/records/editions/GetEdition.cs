using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class EditionRpcs
{
    public override async Task<GetEditionResponse> GetEdition(GetEditionRequest request, ServerCallContext context)
    {
        new Check().Text(request.Key, "key", 80).OptionalDate(request.Day, "day").Text(request.Sector, "sector", 50, min: 0).ThrowIfAny();
        var known = (await Read(context)).Known;
        var day = request.Day.Length == 0 ? ShanghaiTime.DateOf(ledger.Clock.GetUtcNow()) : IsoDay.Parse(request.Day);
        return known.TryAt(request.Key, day, request.Sector.Length == 0 ? null : request.Sector, out var edition)
            ? new() { Edition = edition.ToMessage() }
            : throw EditionFaults.EditionMissing.With(("key", request.Key), ("day", ChineseDate.Write(day)));
    }
}
