using System.Collections.Immutable;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>One try of one act: what the decision may know, and what it takes beside its own stream.</summary>
internal sealed class Attempt : IActContext, IDisposable
{
    private readonly ServiceLedger _ledger;
    private readonly Command _command;
    private ImmutableArray<Claim> _claims;
    private DateTimeOffset _at;
    private IDisposable? _queues;

    public Attempt(ServiceLedger ledger, Command command, StreamHead head, string stream, string organ, CancellationToken ct, long? setBack = null)
    {
        _ledger = ledger;
        _command = command;
        _claims = [new Claim(stream, head.Version + 1, head.Leaf)];
        SetBack = setBack;
        _at = NotBefore(Now(ledger.Watch), head.At, setBack);
        Organ = organ;
        Ct = ct;
    }

    /// <summary>Position of the entry that lets this one carry an earlier time than a stream's newest; null where none does.</summary>
    public long? SetBack { get; private set; }

    public string Organ { get; }

    public string Method => _command.Method;

    public byte[] RequestCommitment => _command.RequestCommitment;

    public ImmutableArray<Claim> Claims => _claims;

    public DateTimeOffset At => _at;

    public DateTimeOffset OccurredAt { get; private set; }

    public string OccurredSource { get; private set; } = "";

    public bool Late { get; private set; }

    public Actor Actor => _command.Actor;

    DateTimeOffset IActContext.Now => _at;

    public DateOnly Today => ShanghaiTime.DateOf(_at);

    public string CommandId => _command.Id;

    public CancellationToken Ct { get; }

    public async ValueTask<IReadOnlyList<Taken>> Take(params string[] streams)
    {
        if (_queues is not null)
        {
            throw new InvalidOperationException("an attempt takes its other streams in one call");
        }

        _queues = await _ledger.Queues.Enter(streams, Ct);
        var taken = new List<Taken>(streams.Length);
        foreach (var stream in streams)
        {
            taken.Add(await TakeOne(stream));
        }

        return taken;
    }

    public void Occurred(DateTimeOffset when, string source, bool late)
    {
        OccurredAt = when;
        OccurredSource = source;
        Late = late;
    }

    /// <summary>Ends the decision: an act that stated no other time happened when it was recorded.</summary>
    public void Seal()
    {
        if (OccurredAt == default)
        {
            OccurredAt = _at;
        }
    }

    public void Dispose() => _queues?.Dispose();

    private async ValueTask<Taken> TakeOne(string stream)
    {
        var head = (await _ledger.Store.LookUp("", stream, Ct)).Head;
        var setBack = await _ledger.SetBackOver(stream, head, Ct);
        SetBack ??= setBack;
        _at = NotBefore(_at, head.At, setBack);
        _claims = _claims.Add(new(stream, head.Version + 1, head.Leaf));
        return new(_claims.Length - 1, stream, head.Version + 1);
    }

    private static DateTimeOffset Now(ClockWatch watch)
    {
        var now = watch.Now();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    /// <summary>Time never runs backward in a stream; a clock too far behind may not write at all.</summary>
    private static DateTimeOffset NotBefore(DateTimeOffset now, DateTimeOffset head, long? setBack)
    {
        if (setBack is not null)
        {
            return now;
        }

        if (head - now > ClockWatch.LargestLag)
        {
            throw KernelFaults.ClockBehind.Now();
        }

        return now > head ? now : head;
    }
}

/// <summary>A command as the write path sees it.</summary>
/// <param name="Id">Command id, unique for ever.</param>
/// <param name="Method">Full rpc name, or handler name.</param>
/// <param name="Actor">Who acts.</param>
/// <param name="RequestCommitment">Tells a retry from a reused id.</param>
internal sealed record Command(string Id, string Method, Actor Actor, byte[] RequestCommitment);
