using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The one way anything is written, and the authorised way one thing is read: streams of one kind, folded to <typeparamref name="TState"/>.
/// </summary>
/// <param name="ledger">The service's ledger.</param>
/// <param name="kind">First half of the stream names, e.g. <c>cases</c>.</param>
/// <param name="keyField">Request field that names the thing, e.g. <c>case_id</c>.</param>
public sealed class Streams<TState>(ServiceLedger ledger, string kind, string keyField)
    where TState : StreamState, IFold<TState>
{
    /// <summary>Attempts after the first, for clashes on streams that carry no etag.</summary>
    private const int Retries = 3;

    private readonly FoldedStreams<TState> _folded = new(ledger);

    /// <summary>Stream name of a key.</summary>
    public string NameOf(string key) => $"{kind}/{key}";

    /// <summary>A command on a thing that exists: request id, etag and key are in the request.</summary>
    public Task<TResponse> Act<TRequest, TResponse>(
        TRequest request,
        Call call,
        Func<TState, IActContext, ValueTask<Decision>> decide,
        Func<TState, TResponse> answer)
        where TRequest : IMessage<TRequest> =>
        Keep(request, call, NameOf(RequestFields.Text(request, keyField)), new MustExist(RequestFields.Etag(request)), null, decide, answer);

    /// <inheritdoc cref="Act{TRequest,TResponse}(TRequest,Call,Func{TState,IActContext,ValueTask{Decision}},Func{TState,TResponse})"/>
    public Task<TResponse> Act<TRequest, TResponse>(
        TRequest request,
        Call call,
        Func<TState, IActContext, Decision> decide,
        Func<TState, TResponse> answer)
        where TRequest : IMessage<TRequest> =>
        Act(request, call, (state, act) => ValueTask.FromResult(decide(state, act)), answer);

    /// <summary>
    /// A command that begins a thing. Without a key a new one is minted; a key that is taken is refused with <paramref name="exists"/>.
    /// The right is judged by the relation to <paramref name="owner"/> (the case of a piece of evidence) where there is one.
    /// </summary>
    public Task<TResponse> Create<TRequest, TResponse>(
        TRequest request,
        Call call,
        string? key,
        FaultType exists,
        Func<TState, IActContext, ValueTask<Decision>> decide,
        Func<TState, TResponse> answer,
        StreamState? owner = null)
        where TRequest : IMessage<TRequest> =>
        Keep(request, call, NameOf(key ?? NewKey()), new MustNotExist(exists), owner, decide, answer, subject: key is null ? kind : NameOf(key));

    /// <summary>
    /// A command that adds to a thing whether or not it has begun, in any order with others: no etag. Example: the record of reads.
    /// The right is judged by the relation to <paramref name="owner"/>, or to the thing itself where that is null.
    /// </summary>
    public Task<TResponse> Add<TRequest, TResponse>(
        TRequest request,
        Call call,
        string key,
        StreamState? owner,
        Func<TState, IActContext, ValueTask<Decision>> decide,
        Func<TState, TResponse> answer)
        where TRequest : IMessage<TRequest> =>
        Keep(request, call, NameOf(key), new Either(), owner, decide, answer);

    /// <summary>The same write path for handlers and set-up, which have no caller: the command id makes repetition harmless.</summary>
    public async Task<TState> Run(
        string key,
        string commandId,
        Actor actor,
        string method,
        IMessage request,
        Func<TState, IActContext, ValueTask<Decision>> decide,
        CancellationToken ct)
    {
        var command = new Command(commandId, method, actor, ledger.Keys.CommitRequest(method, request));
        return (await Keep(command, NameOf(key), new Either(), authorise: null, decide, ct)).State;
    }

    /// <summary>
    /// Writes down that a caller was let in, when the request has no id because each repetition is an act of its own. The caller has been
    /// authorised; the header that says how far it has seen is set before the answer begins.
    /// </summary>
    public async Task<TState> Note(string key, IMessage request, Call call, Func<TState, IActContext, ValueTask<Decision>> decide)
    {
        var (actor, rpc) = (call.Actor, call.Rpc);
        var id = Ledger.CommandId.Of(actor.AccountId, rpc, Guid.CreateVersion7(ledger.Clock.GetUtcNow()));
        var command = new Command(id, rpc, actor, ledger.Keys.CommitRequest(rpc, request));
        var (state, position, leaf) = await Keep(command, NameOf(key), new Either(), authorise: null, decide, call.Ct);
        call.TellKept(ledger, position, leaf);
        return state;
    }

    /// <summary>An authorised read of the thing the request names, folded from the ledger.</summary>
    public ValueTask<TState> Read<TRequest>(TRequest request, Call call)
        where TRequest : IMessage<TRequest> =>
        Read(RequestFields.Text(request, keyField), call);

    /// <summary>An authorised read of a thing that the request names in another way than by its key.</summary>
    public async ValueTask<TState> Read(string key, Call call)
    {
        call.Answer.Concerns(NameOf(key));
        var state = await Load(key, call.Ct);
        if (!state.Exists)
        {
            throw KernelFaults.NotFound.Now();
        }

        Authorise(state, call.Actor, call.Rpc);
        call.Answer.Seen(ledger.Role, state.Position);
        return state;
    }

    /// <summary>
    /// True when this request of this caller was kept before. For what is judged before the act itself: a repeated request is answered as it was
    /// at first, whatever holds by now.
    /// </summary>
    public async ValueTask<bool> IsKept<TRequest>(TRequest request, Call call)
        where TRequest : IMessage<TRequest>
    {
        var id = Ledger.CommandId.Of(call.Actor.AccountId, call.Rpc, RequestFields.RequestId(request));
        return (await ledger.Store.LookUp(id, "", call.Ct)).KeptAt is not null;
    }

    /// <summary>
    /// The thing behind a stream that the act has taken, as it stands right before the act: whatever another act makes of it meanwhile, one of the two
    /// is decided again. For a decision that rests on what another act may end.
    /// </summary>
    public async ValueTask<TState> Before(Taken taken, CancellationToken ct)
    {
        var state = await Load(taken.Stream[(kind.Length + 1)..], ct);
        return state.Version + 1 == taken.Version ? state : throw KernelFaults.Contended.Now();
    }

    /// <summary>The folded state, for decisions on other things. No authorisation.</summary>
    public async ValueTask<TState> Load(string key, CancellationToken ct)
    {
        var stream = NameOf(key);
        var look = await ledger.Store.LookUp("", stream, ct);
        return (await _folded.At(stream, look.Head, ct)).State;
    }

    /// <summary>
    /// A thing that a view names for a list, folded from the ledger; null where the caller may not see it by this rpc. A view finds what is listed
    /// and decides nothing: whoever alters its file is shown nothing of others.
    /// </summary>
    public async ValueTask<TState?> Listed(string key, Call call)
    {
        var state = await Load(key, call.Ct);
        return state.Exists && May(call.Actor, call.Rpc, RelationOf(state, call.Actor)) ? state : null;
    }

    private async Task<TResponse> Keep<TRequest, TResponse>(
        TRequest request,
        Call call,
        string stream,
        Beginning beginning,
        StreamState? owner,
        Func<TState, IActContext, ValueTask<Decision>> decide,
        Func<TState, TResponse> answer,
        string? subject = null)
        where TRequest : IMessage<TRequest>
    {
        call.Answer.Concerns(owner is { Exists: true } ? owner.Stream : subject ?? stream);
        if (owner is { Exists: false })
        {
            throw KernelFaults.NotFound.Now();
        }

        var actor = call.Actor;
        var rpc = call.Rpc;
        var id = Ledger.CommandId.Of(actor.AccountId, rpc, RequestFields.RequestId(request));
        var command = new Command(id, rpc, actor, ledger.Keys.CommitRequest(rpc, request));
        var (state, position, leaf) = await Keep(command, stream, beginning, current => Authorise(owner ?? current, actor, rpc), decide, call.Ct);
        call.TellKept(ledger, position, leaf);
        return answer(state);
    }

    private async Task<(TState State, long Position, byte[] Leaf)> Keep(
        Command command,
        string stream,
        Beginning beginning,
        Action<TState>? authorise,
        Func<TState, IActContext, ValueTask<Decision>> decide,
        CancellationToken ct)
    {
        if (command.Actor.ReadingOnly)
        {
            // Whoever signed in without an entry leaves none: that act would rest on a sign-in which nobody can look up.
            throw (ledger.TakesAppends() ? KernelFaults.ReadingOnly : KernelFaults.LedgerReadOnly).Now();
        }

        for (var attempt = 0; attempt <= Retries; attempt++)
        {
            using var queue = beginning is Either ? await ledger.OwnQueues.Enter([stream], ct) : null;
            var look = await LookUp(command, stream, beginning, ct);
            if (look.KeptAt is { } kept)
            {
                return await Replay(command, kept, authorise, ct);
            }

            var before = await _folded.At(stream, look.Head, ct);
            var state = before.State;
            beginning.Check(state);
            authorise?.Invoke(state);
            beginning.CheckEtag(state);
            using var act = new Attempt(ledger, command, look.Head, stream, state.Exists ? state.Organ : command.Actor.Organ, ct, await ledger.SetBackOver(stream, look.Head, ct));
            var entry = await Assemble(act, before, stream, decide);
            var result = await ledger.Append(entry.Entry with { Opened = entry.Decoded }, ct);
            switch (result)
            {
                case { Outcome: AppendOutcome.Appended }:
                    return (_folded.Advance(before, stream, entry, result.Position), result.Position, entry.Entry.Leaf);
                case { Outcome: AppendOutcome.CommandExists }:
                    return await Replay(command, result.Position, authorise, ct);
                case { Claim: 0 } when beginning is MustExist:
                    throw KernelFaults.EtagStale.Now();
            }
        }

        throw KernelFaults.Contended.Now();
    }

    /// <summary>
    /// The stream's head, and whether the command was kept. A command that names the etag of now was not, since it would have moved the stream
    /// on, so nothing is looked for; where its id was used for another act after all, the store says so at the append.
    /// </summary>
    private async ValueTask<LookUp> LookUp(Command command, string stream, Beginning beginning, CancellationToken ct)
    {
        if (beginning is MustExist named)
        {
            var newest = await ledger.Store.LookUp("", stream, ct);
            if (named.ETag == Etag.Of(newest.Head.Version))
            {
                return newest;
            }
        }

        return await ledger.Store.LookUp(command.Id, stream, ct);
    }

    private async ValueTask<Assembled> Assemble(
        Attempt act, Folded<TState> before, string stream, Func<TState, IActContext, ValueTask<Decision>> decide)
    {
        var decision = await decide(before.State, act);
        act.Seal();
        var entry = ledger.Assembler.Assemble(act, decision);
        var after = FoldedStreams<TState>.Try(before, stream, entry);
        return after is IAnnouncing<TState> announcing && announcing.NewsSince(before.State) is { } news ? ledger.Assembler.With(entry, news) : entry;
    }

    /// <summary>
    /// The first answer again: the stream folded to the version the command made. Only for a caller who still has the right, as the thing stands
    /// now: an old answer tells no less than a new one.
    /// </summary>
    private async ValueTask<(TState State, long Position, byte[] Leaf)> Replay(Command command, long position, Action<TState>? authorise, CancellationToken ct)
    {
        var entry = ledger.Decoder.Decode((await ledger.Store.ReadFrom(position, 1, ct))[0]);
        if (entry.Entry.Id != command.Id)
        {
            throw new LedgerDamagedException($"entry {position}: is not the command that its row names", position: position);
        }

        if (!entry.Envelope.RequestCommitment.Span.SequenceEqual(command.RequestCommitment))
        {
            throw KernelFaults.RequestIdReused.Now();
        }

        var own = entry.Entry.Claims[0];
        if (authorise is not null)
        {
            var newest = await ledger.Store.LookUp("", own.Stream, ct);
            authorise((await _folded.At(own.Stream, newest.Head, ct)).State);
        }

        return (await _folded.AtVersion(own.Stream, own.Version, ct), position, entry.Leaf);
    }

    private static void Authorise(StreamState state, Actor actor, string rpc)
    {
        var relation = RelationOf(state, actor);
        if (May(actor, rpc, relation))
        {
            return;
        }

        // Whether a thing of another organ exists is not told.
        throw (relation.HasFlag(Relation.Organ) ? actor.NotPermitted : KernelFaults.NotFound).Now();
    }

    private static bool May(Actor actor, string rpc, Relation relation) =>
        actor.Service is { } role ? Rights.ServiceMay(rpc, role) : Rights.Permits(rpc, actor.Duties, relation);

    private static Relation RelationOf(StreamState state, Actor actor)
    {
        if (!state.Exists)
        {
            return Relation.Organ | Relation.Department;
        }

        return state.RelationOf(actor) | (state.Organ == actor.Organ ? Relation.Organ : Relation.None);
    }

    private string NewKey() => Guid.CreateVersion7(ledger.Clock.GetUtcNow()).ToString();

    /// <summary>What must be true of the stream before the act.</summary>
    private abstract record Beginning
    {
        public virtual void Check(TState state)
        {
        }

        public virtual void CheckEtag(TState state)
        {
        }
    }

    private sealed record Either : Beginning;

    private sealed record MustNotExist(FaultType Exists) : Beginning
    {
        public override void CheckEtag(TState state)
        {
            if (state.Exists)
            {
                throw Exists.Now();
            }
        }
    }

    private sealed record MustExist(string ETag) : Beginning
    {
        public override void Check(TState state)
        {
            if (!state.Exists)
            {
                throw KernelFaults.NotFound.Now();
            }
        }

        public override void CheckEtag(TState state)
        {
            if (state.Etag != ETag)
            {
                throw KernelFaults.EtagStale.Now();
            }
        }
    }
}
