using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// What records is asked. MUST ask records itself, never a copy. Throws <see cref="KernelFaults.PeerUnavailable"/> where there is no answer.
/// </summary>
internal interface IRecords
{
    /// <summary>
    /// Text and party of an issued decision, and its organ; MUST return only what was checked against the digests of the notice. Throws
    /// <see cref="DisclosureFaults.DecisionNotFound"/> or <see cref="DisclosureFaults.DecisionNotProven"/>.
    /// </summary>
    ValueTask<ShownDecision> Decision(DecisionIssued issued, CancellationToken ct);

    /// <summary>An organ.</summary>
    ValueTask<Organ> Organ(string code, CancellationToken ct);

    /// <summary>A person with name, title and numbers.</summary>
    ValueTask<Person> Person(string personId, CancellationToken ct);
}

/// <summary>Asks over gRPC, in the name of this service.</summary>
internal sealed class GrpcRecords(Func<CallInvoker> connect) : IRecords
{
    public async ValueTask<ShownDecision> Decision(DecisionIssued issued, CancellationToken ct)
    {
        try
        {
            var shown = await new CaseService.CaseServiceClient(connect())
                .GetDecisionForDisclosureAsync(new() { CaseId = issued.CaseId }, cancellationToken: ct);
            return ShownDecision.Of(issued, shown, await Organ(shown.Organ, ct));
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
        {
            throw DisclosureFaults.DecisionNotFound.Now();
        }
        catch (RpcException)
        {
            throw Unavailable();
        }
    }

    public async ValueTask<Organ> Organ(string code, CancellationToken ct)
    {
        try
        {
            return (await new OrganService.OrganServiceClient(connect()).GetOrganAsync(new() { Code = code }, cancellationToken: ct)).Organ;
        }
        catch (RpcException)
        {
            throw Unavailable();
        }
    }

    public async ValueTask<Person> Person(string personId, CancellationToken ct)
    {
        try
        {
            return (await new PeopleService.PeopleServiceClient(connect()).GetPersonAsync(new() { PersonId = personId }, cancellationToken: ct)).Person;
        }
        catch (RpcException)
        {
            throw Unavailable();
        }
    }

    private static Fault Unavailable() => KernelFaults.PeerUnavailable.With(("service", Law.ServiceRole.Records));
}
