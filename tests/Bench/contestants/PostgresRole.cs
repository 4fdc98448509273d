using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Cases;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Post = EnforcementPlatform.Law.Post;

namespace EnforcementPlatform.Bench.Contestants;

/// <summary>
/// The role <c>records</c> on PostgreSQL, as far as the act measured goes: the same shell around it (listeners, telemetry, interceptors, token
/// check, field checks, rights), another store below it. What is left out is left out in its favour: nothing is encrypted, hashed, signed or
/// shown in views, and people are read once.
/// </summary>
internal sealed class PostgresRole(PostgresStore store) : IRole
{
    public string Name => ServiceRole.Records;

    public RolePorts Ports { get; } = new();

    public void Services(IServiceCollection services, PlatformOptions options)
    {
        services.AddKeyedSingleton<IPeople>(Name, new PeopleInMemory(store));
        services.AddSingleton(new PostgresCaseRpcs(store, TimeProvider.System));
    }

    public void Map(RoleEndpoints endpoints) => endpoints.Grpc<PostgresCaseRpcs>();

    public Task Start(IServiceProvider services, CancellationToken ct) => Task.CompletedTask;

    private sealed class PeopleInMemory(PostgresStore store) : IPeople
    {
        private Dictionary<string, (string Person, string Organ, string Department)>? _staff;

        public async ValueTask<Actor?> Find(string issuer, string subject, DateTimeOffset at, CancellationToken ct)
        {
            _staff ??= await store.Staff(ct);
            return _staff.TryGetValue(subject, out var found)
                ? new() { PersonId = found.Person, AccountId = subject, Organ = found.Organ, Department = found.Department, Duties = Posts.DutiesOf([Post.Officer]) }
                : null;
        }
    }
}

/// <summary>The one act.</summary>
internal sealed class PostgresCaseRpcs(PostgresStore store, TimeProvider clock) : CaseService.CaseServiceBase
{
    public override async Task<RecordActResponse> RecordAct(RecordActRequest request, ServerCallContext context)
    {
        new Check().Change(request.CaseId, request.Etag, request.RequestId).Enum(request.Kind, "kind").Record(request.Text).Occurrence(request.Occurred).ThrowIfAny();
        var (caseId, requestId, ct) = (Guid.Parse(request.CaseId), Guid.Parse(request.RequestId), context.CancellationToken);
        var (kept, head) = await store.LookUp(caseId, requestId, ct);
        if (kept is { } version)
        {
            return new() { Case = await store.At(caseId, version, ct) };
        }

        var before = head > 0 ? await store.At(caseId, head, ct) : throw KernelFaults.NotFound.Now();
        Authorise(before, context);
        if (request.Etag != Etag.Of(head))
        {
            throw KernelFaults.EtagStale.Now();
        }

        return new() { Case = await Keep(before, caseId, head + 1, requestId, request, context) };
    }

    private async Task<Case> Keep(Case before, Guid caseId, long version, Guid requestId, RecordActRequest request, ServerCallContext context)
    {
        var record = RecordOf(before, request, context.Actor().PersonId);
        if (!await store.Insert(caseId, version, requestId, record.RecordedBy, record, request.Text, context.CancellationToken))
        {
            throw KernelFaults.EtagStale.Now();
        }

        var after = PostgresStore.After(before, version, record);
        store.Remember(caseId, version, after);
        return after;
    }

    private static void Authorise(Case file, ServerCallContext context)
    {
        var actor = context.Actor();
        var relation = (file.Organ == actor.Organ ? Relation.Organ : Relation.None)
            | (file.HandlerIds.Contains(actor.PersonId) ? Relation.Handler : Relation.None);
        if (!Rights.Permits(context.Rpc(), actor.Duties, relation))
        {
            throw KernelFaults.NotPermitted.Now();
        }
    }

    private CaseRecord RecordOf(Case before, RecordActRequest request, string person)
    {
        var now = clock.GetUtcNow().ToTimestamp();
        return new()
        {
            Number = before.Records.Count + 1,
            Kind = request.Kind,
            Stage = before.Records[^1].Stage,
            Status = RecordStatus.PendingCosign,
            Occurred = new() { At = now },
            RecordedAt = now,
            RecordedBy = person,
            CosignerId = before.HandlerIds.First(id => id != person),
        };
    }
}
