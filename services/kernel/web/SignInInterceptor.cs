using EnforcementPlatform.Law;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Turns the bearer token into an <see cref="Actor"/> of this ledger. Rpcs the rights table calls public pass without one; a caller whose duties
/// (or whose role, for a service) have no row for the rpc gets no further. Relations to the thing are judged later, on its facts.
/// </summary>
internal sealed class SignInInterceptor(IServiceProvider services, TimeProvider clock) : Interceptor
{
    /// <summary>Of any case (RFC 9110 11.1).</summary>
    private const string Scheme = "Bearer ";

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await SignIn(context);
        return await continuation(request, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await SignIn(context);
        await continuation(request, responseStream, context);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await SignIn(context);
        return await continuation(requestStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await SignIn(context);
        await continuation(requestStream, responseStream, context);
    }

    private async ValueTask SignIn(ServerCallContext context)
    {
        var rpc = context.Rpc();
        if (Rights.IsPublic(rpc) || IsOfPlatform(rpc))
        {
            return;
        }

        var http = context.GetHttpContext();
        var role = RoleOfConnection.Of(http);
        var bearer = await services.GetRequiredKeyedService<TokenVerifier>(role).Verify(TokenOf(http), context.CancellationToken);
        context.SignIn(bearer.Service is { } caller ? Service(rpc, caller, bearer) : await Person(rpc, role, bearer, context.CancellationToken));
    }

    private static string TokenOf(HttpContext http)
    {
        var header = http.Request.Headers.Authorization;
        return header is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : throw KernelFaults.NotSignedIn.Now();
    }

    private static Actor Service(string rpc, string caller, Bearer bearer) =>
        Rights.ServiceMay(rpc, caller)
            ? new() { PersonId = "", AccountId = bearer.Subject, Organ = "", Department = "", Service = caller, AuthTime = bearer.AuthTime }
            : throw KernelFaults.NotPermitted.Now();

    private async ValueTask<Actor> Person(string rpc, string role, Bearer bearer, CancellationToken ct)
    {
        var people = services.GetKeyedService<IPeople>(role) ?? throw KernelFaults.NotPermitted.Now();
        var actor = await people.Find(bearer.Issuer, bearer.Subject, clock.GetUtcNow(), ct) ?? throw KernelFaults.AccountUnknown.Now();
        if (bearer.Epoch < actor.AccountEpoch || actor.EndedSessions.Contains(bearer.Session))
        {
            throw KernelFaults.NotSignedIn.Now();
        }

        return Rights.RelationsFor(rpc, actor.Duties).IsEmpty
            ? throw actor.NotPermitted.Now()
            : actor with { Amr = bearer.Amr, AuthTime = bearer.AuthTime, Session = bearer.Session, ReadingOnly = bearer.ReadingOnly };
    }

    /// <summary>Health and reflection (<see cref="RoleHealth"/>, <see cref="RoleReflection"/>): nothing of the ledger.</summary>
    private static bool IsOfPlatform(string rpc) =>
        rpc.StartsWith("grpc.health.v1.", StringComparison.Ordinal) || rpc.StartsWith("grpc.reflection.", StringComparison.Ordinal);
}
