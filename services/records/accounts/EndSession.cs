using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    /// <summary>An entry, so that every role learns that the tokens of the session are none any more.</summary>
    public override async Task<EndSessionResponse> EndSession(EndSessionRequest request, ServerCallContext context)
    {
        new Check().RequestId(request.RequestId).ThrowIfAny();
        var session = request.All ? "" : context.Actor().Session;
        if (session.Length == 0 && !request.All)
        {
            throw AccountFaults.NoSession.Now();
        }

        var ended = await accounts.Add(
            request,
            context,
            context.Actor().AccountId,
            owner: null,
            (state, _) => ValueTask.FromResult(state.End(session)),
            state => state);
        await sessions.ForgetEnded(ended.Id, context.CancellationToken);
        return new();
    }
}

internal sealed partial record AccountState
{
    /// <summary>Ends a session, or without an id all of the account.</summary>
    public Decision End(string sessionId)
    {
        var ended = EndingOf(sessionId);
        return Decision.Of(new SessionEnded { SessionId = ended }).WithNotice(Ending(ended).ToNotice(Id));
    }
}
