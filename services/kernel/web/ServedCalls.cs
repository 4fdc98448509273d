using EnforcementPlatform.Kernel.Views;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Kernel;

/// <summary>Acts, reads and views for a call as gRPC hands it to a slice: the same, with <see cref="ServerCalls.Call"/> in its place.</summary>
public static class ServedCalls
{
    extension<TState>(Streams<TState> streams)
        where TState : StreamState, IFold<TState>
    {
        /// <inheritdoc cref="Streams{TState}.Act{TRequest,TResponse}(TRequest,Kernel.Call,Func{TState,IActContext,ValueTask{Decision}},Func{TState,TResponse})"/>
        public Task<TResponse> Act<TRequest, TResponse>(
            TRequest request, ServerCallContext context, Func<TState, IActContext, ValueTask<Decision>> decide, Func<TState, TResponse> answer)
            where TRequest : IMessage<TRequest> => streams.Act(request, context.Call(), decide, answer);

        /// <inheritdoc cref="Streams{TState}.Act{TRequest,TResponse}(TRequest,Kernel.Call,Func{TState,IActContext,Decision},Func{TState,TResponse})"/>
        public Task<TResponse> Act<TRequest, TResponse>(
            TRequest request, ServerCallContext context, Func<TState, IActContext, Decision> decide, Func<TState, TResponse> answer)
            where TRequest : IMessage<TRequest> => streams.Act(request, context.Call(), decide, answer);

        /// <inheritdoc cref="Streams{TState}.Create"/>
        public Task<TResponse> Create<TRequest, TResponse>(
            TRequest request, ServerCallContext context, string? key, FaultType exists, Func<TState, IActContext, ValueTask<Decision>> decide,
            Func<TState, TResponse> answer, StreamState? owner = null)
            where TRequest : IMessage<TRequest> => streams.Create(request, context.Call(), key, exists, decide, answer, owner);

        /// <inheritdoc cref="Streams{TState}.Add"/>
        public Task<TResponse> Add<TRequest, TResponse>(
            TRequest request, ServerCallContext context, string key, StreamState? owner, Func<TState, IActContext, ValueTask<Decision>> decide,
            Func<TState, TResponse> answer)
            where TRequest : IMessage<TRequest> => streams.Add(request, context.Call(), key, owner, decide, answer);

        /// <inheritdoc cref="Streams{TState}.Note"/>
        public Task<TState> Note(string key, IMessage request, ServerCallContext context, Func<TState, IActContext, ValueTask<Decision>> decide) =>
            streams.Note(key, request, context.Call(), decide);

        /// <inheritdoc cref="Streams{TState}.Read{TRequest}(TRequest,Kernel.Call)"/>
        public ValueTask<TState> Read<TRequest>(TRequest request, ServerCallContext context)
            where TRequest : IMessage<TRequest> => streams.Read(request, context.Call());

        /// <inheritdoc cref="Streams{TState}.Read(string,Kernel.Call)"/>
        public ValueTask<TState> Read(string key, ServerCallContext context) => streams.Read(key, context.Call());

        /// <inheritdoc cref="Streams{TState}.IsKept"/>
        public ValueTask<bool> IsKept<TRequest>(TRequest request, ServerCallContext context)
            where TRequest : IMessage<TRequest> => streams.IsKept(request, context.Call());

        /// <inheritdoc cref="Streams{TState}.Listed"/>
        public ValueTask<TState?> Listed(string key, ServerCallContext context) => streams.Listed(key, context.Call());
    }

    /// <inheritdoc cref="ServiceLedger.ReadPart"/>
    public static ValueTask<OpenedPart> ReadPart(this ServiceLedger ledger, long position, int part, ServerCallContext context) =>
        ledger.ReadPart(position, part, context.Call());

    /// <inheritdoc cref="RoleViews.Read{T}(string,Kernel.Call,Func{ViewDb,T})"/>
    public static ValueTask<T> Read<T>(this RoleViews views, string view, ServerCallContext context, Func<ViewDb, T> query) =>
        views.Read(view, context.Call(), query);
}
