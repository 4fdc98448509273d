using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Kernel;

/// <summary>What the sign-in interceptor left in a call, and the call as the rooms below know it.</summary>
public static class ServerCalls
{
    private static readonly object ActorKey = new();
    private static readonly object SubjectKey = new();

    /// <summary>Who is calling. Only for rpcs that are not public: the interceptor let nobody else through.</summary>
    public static Actor Actor(this ServerCallContext context) => context.SignedIn() ?? throw KernelFaults.NotSignedIn.Now();

    /// <summary>Full rpc name, as the rights table writes it: <c>package.Service/Method</c>.</summary>
    public static string Rpc(this ServerCallContext context) => context.Method.TrimStart('/');

    /// <summary>The call without the way it came in.</summary>
    public static Call Call(this ServerCallContext context) => new(
        context.SignedIn(), context.Rpc(), context.RequestHeaders.GetValue(AfterTokens.Header) ?? "", new HeadersOf(context), context.CancellationToken);

    /// <summary>What the call is about; null as long as nothing was looked at.</summary>
    internal static string? Subject(this ServerCallContext context) => context.UserState.TryGetValue(SubjectKey, out var subject) ? (string)subject : null;

    /// <summary>Set once, by the sign-in interceptor.</summary>
    internal static void SignIn(this ServerCallContext context, Actor actor) => context.UserState[ActorKey] = actor;

    private static Actor? SignedIn(this ServerCallContext context) => context.UserState.TryGetValue(ActorKey, out var actor) ? (Actor)actor : null;

    /// <summary>Headers of the answer, over gRPC and HTTP alike.</summary>
    private sealed class HeadersOf(ServerCallContext context) : ICallAnswer
    {
        public void Seen(string role, long position)
        {
            var headers = Headers;
            headers[AfterTokens.Header] = AfterTokens.Merge(headers[AfterTokens.Header].ToString(), AfterTokens.Format(role, position));
        }

        public void Kept(Receipt receipt) => Headers[Receipt.Header] = receipt.ToString();

        public void Concerns(string subject) => context.UserState[SubjectKey] = subject;

        private IHeaderDictionary Headers => context.GetHttpContext().Response.Headers;
    }
}
