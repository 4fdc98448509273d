using Grpc.Core;

namespace EnforcementPlatform.Kernel;

/// <summary>What the sign-in interceptor left in a call.</summary>
public static class ServerCalls
{
    private static readonly object ActorKey = new();
    private static readonly object SubjectKey = new();

    /// <summary>Who is calling. Only for rpcs that are not public: the interceptor let nobody else through.</summary>
    public static Actor Actor(this ServerCallContext context) =>
        context.UserState.TryGetValue(ActorKey, out var actor) ? (Actor)actor : throw KernelFaults.NotSignedIn.Now();

    /// <summary>Full rpc name, as the rights table writes it: <c>package.Service/Method</c>.</summary>
    public static string Rpc(this ServerCallContext context) => context.Method.TrimStart('/');

    /// <summary>Tells the caller how far it has seen a ledger with this answer (<see cref="AfterTokens"/>); the furthest of one call counts.</summary>
    internal static void TellSeen(this ServerCallContext context, string role, long position)
    {
        var headers = context.GetHttpContext().Response.Headers;
        headers[AfterTokens.Header] = AfterTokens.Merge(headers[AfterTokens.Header].ToString(), AfterTokens.Format(role, position));
    }

    /// <summary>
    /// Tells the caller that an act is kept: how far it has seen the ledger, and the receipt (<see cref="Receipt"/>); the last act of one call counts.
    /// A caller without a name gets none: an rpc that anybody may call keeps nothing that a receipt could promise.
    /// </summary>
    internal static void TellKept(this ServerCallContext context, ServiceLedger ledger, long position, byte[] leaf)
    {
        context.TellSeen(ledger.Role, position);
        if (context.UserState.ContainsKey(ActorKey))
        {
            context.GetHttpContext().Response.Headers[Receipt.Header] = Receipt.Of(ledger.Ring, position, leaf).ToString();
        }
    }

    /// <summary>Says what the call is about, as a stream name; the last counts. A refusal names it.</summary>
    internal static void Concerns(this ServerCallContext context, string subject) => context.UserState[SubjectKey] = subject;

    /// <summary>What the call is about; null as long as nothing was looked at.</summary>
    internal static string? Subject(this ServerCallContext context) => context.UserState.TryGetValue(SubjectKey, out var subject) ? (string)subject : null;

    /// <summary>Set once, by the sign-in interceptor.</summary>
    internal static void SignIn(this ServerCallContext context, Actor actor) => context.UserState[ActorKey] = actor;
}
