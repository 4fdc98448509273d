using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>A role that answers real contracts with what a test asks for, so that the platform is tested without any service.</summary>
internal sealed class ProbeRole(string name, Action<RoleEndpoints>? map = null) : IRole
{
    /// <summary>Account of a person who keeps rules.</summary>
    public const string RuleKeeper = "rule-keeper";

    /// <summary>Account of a person who handles cases.</summary>
    public const string Officer = "officer";

    /// <summary>Account of a rule keeper whose tokens were ended once, and one session after that.</summary>
    public const string Renewed = "renewed";

    public bool IsCaughtUp { get; set; } = true;

    public string Name => name;

    public RolePorts Ports => new() { Http = 5999, Grpc = 6999 };

    public void Services(IServiceCollection services, PlatformOptions options)
    {
        services.AddKeyedSingleton<IPeople>(name, new ProbePeople());
        services.AddKeyedSingleton<IReadinessCheck>(name, new CaughtUp(this));
    }

    public void Map(RoleEndpoints endpoints)
    {
        if (map is null)
        {
            endpoints.Grpc<ProbeEditions>();
            endpoints.Grpc<ProbeEvidence>();
        }
        else
        {
            map(endpoints);
        }
    }

    public Task Start(IServiceProvider services, CancellationToken ct) => Task.CompletedTask;

    private sealed class CaughtUp(ProbeRole role) : IReadinessCheck
    {
        public string Name => "view";

        public ValueTask<bool> IsReady(CancellationToken ct) => ValueTask.FromResult(role.IsCaughtUp);
    }

    private sealed class ProbePeople : IPeople
    {
        public ValueTask<Actor?> Find(string issuer, string subject, DateTimeOffset at, CancellationToken ct) =>
            ValueTask.FromResult(issuer != Issuers.Accounts ? null : subject switch
            {
                RuleKeeper => With(subject, Duty.KeepRules),
                Officer => With(subject, Duty.HandleCase),
                Renewed => With(subject, Duty.KeepRules) with { AccountEpoch = 2, EndedSessions = ["ended"] },
                _ => null,
            });

        private static Actor With(string account, Duty duty) =>
            new() { PersonId = "p", AccountId = account, Organ = "o", Department = "d", Duties = [Duty.SignedIn, duty] };
    }
}

/// <summary>Answers as the edition's key says.</summary>
internal sealed class ProbeEditions : EditionService.EditionServiceBase
{
    public static readonly FaultType Closed = new(FaultKind.Refused, "PROBE_CLOSED", "本事项已由{who}办结，不能再改（《中华人民共和国行政处罚法》第五十八条）。");

    public override async Task<GetEditionResponse> GetEdition(GetEditionRequest request, ServerCallContext context)
    {
        switch (request.Key)
        {
            case "refused":
                throw Closed.With(("who", context.Actor().AccountId));
            case "fields":
                new Check().Key("", "key", 10).Date("x", "source.valid_from").Enum(default(EditionAuthority), "authority").ThrowIfAny();
                break;
            case "bug":
                throw new InvalidOperationException("secret text of a caller");
            case "damaged":
                throw new LedgerDamagedException("entry 7 part 1");
            case "full":
                throw new StorageFullException("/data/cells.db", new IOException("No space left on device", 28));
            case "downstream":
                throw new RpcException(new(StatusCode.AlreadyExists, "another service's words"));
            case "slow":
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                break;
        }

        return new() { Edition = new() { Key = request.Key, Position = long.MaxValue } };
    }

    public override Task<AdoptEditionResponse> AdoptEdition(AdoptEditionRequest request, ServerCallContext context) =>
        Task.FromResult(new AdoptEditionResponse
        {
            Edition = new() { Key = request.Key, Authority = request.Authority, Source = request.Source, Parameters = { request.Parameters } },
        });

    public override Task<ListEditionsResponse> ListEditions(ListEditionsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListEditionsResponse { NextPageToken = $"{request.PageSize}{request.PageToken}" });
}

/// <summary>Reads a stream to its end.</summary>
internal sealed class ProbeEvidence : EvidenceService.EvidenceServiceBase
{
    public override async Task<CollectEvidenceResponse> CollectEvidence(IAsyncStreamReader<CollectEvidenceRequest> requestStream, ServerCallContext context)
    {
        var size = 0L;
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            size += requestStream.Current.Chunk.Length;
        }

        return new() { Evidence = new() { Size = size } };
    }
}
