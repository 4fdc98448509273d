using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class EditionRpcs
{
    public override async Task<AdoptEditionResponse> AdoptEdition(AdoptEditionRequest request, ServerCallContext context)
    {
        AdoptedEditionsState.CheckAdoption(request);
        var organ = await organs.Load(context.Actor().Organ, context.CancellationToken);
        return await editions.Add(
            request,
            context,
            organ.Id,
            organ,
            (state, act) => ValueTask.FromResult(state.Adopt(request, organ.Id, act.Now)),
            state => new AdoptEditionResponse { Edition = state.Adopted[^1].ToMessage() });
    }
}

internal sealed partial record AdoptedEditionsState
{
    private const int LongestParameter = 20_000;

    public static void CheckAdoption(AdoptEditionRequest request) => new Check()
        .RequestId(request.RequestId)
        .Text(request.Key, "key", 80)
        .Enum(request.Authority, "authority")
        .Text(request.Sector, "sector", 50, min: 0)
        .Date(request.ValidFrom, "valid_from")
        .OptionalDate(request.ValidTo, "valid_to")
        .That(request.Source is not null, "source", "REQUIRED", "不能为空。")
        .Text(request.Source?.Instrument ?? "", "source.instrument", 200, min: 2)
        .Text(request.Source?.Number ?? "", "source.number", 100, min: 0)
        .Range(request.Source?.Article ?? 0, "source.article", 0, 2000)
        .Count(request.Parameters, "parameters", 1, 10)
        .That(request.Parameters.Values.All(value => value.Length <= LongestParameter), "parameters", "TOO_LONG", $"每项参数不能超过{LongestParameter}个字符。")
        .ThrowIfAny();

    /// <summary>
    /// Kept only when every rule of editions holds; a later edition takes its place, nothing is changed. The other services learn of it once it
    /// is in force.
    /// </summary>
    public Decision Adopt(AdoptEditionRequest request, string organ, DateTimeOffset now)
    {
        var fact = FactOf(request);
        var edition = Of(fact, Adopted.Length + 1, now);
        if (Rules.Broken(edition, [.. EditionRules.All]) is [var broken, ..])
        {
            throw broken.ToFault().Now();
        }

        fact.AwaitsApproval = EditionRules.NeedsSecondPerson(edition, Known);
        var adopted = Decision.Of(fact);
        return fact.AwaitsApproval ? adopted : adopted.WithNotice(Announcing(organ, edition));
    }

    private static EditionAdded Announcing(string organ, Law.Edition edition) =>
        new() { Organ = organ, Edition = edition.ToMessage() };

    private static EditionAdopted FactOf(AdoptEditionRequest request)
    {
        var fact = new EditionAdopted
        {
            Key = request.Key,
            Authority = (int)request.Authority,
            Sector = request.Sector,
            ValidFrom = request.ValidFrom,
            ValidTo = request.ValidTo,
            Instrument = request.Source.Instrument,
            Number = request.Source.Number,
            Article = request.Source.Article,
            Pending = request.Source.Pending,
        };
        fact.Parameters.Add(request.Parameters);
        return fact;
    }
}
