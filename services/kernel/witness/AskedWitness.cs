using System.Net;
using EnforcementPlatform.Ledger;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel.Witnesses;

/// <summary>
/// Shows a ledger's heads to one witness, in the background: the newest at the start, then each public one, never two at once
/// and none twice. A witness that is silent blocks nothing and is asked again. One that knows more of this log than the log itself, or something
/// else, and says so twice, stops the ledger (<see cref="RunningLedger.Halt(WitnessClaim)"/>).
/// </summary>
/// <param name="interval">Pause between two questions.</param>
internal sealed partial class AskedWitness(
    KnownWitness witness, RunningLedger ledger, WitnessCalls calls, TimeSpan interval, TimeProvider clock, ILogger log)
{
    /// <summary>Pause while nothing could be asked yet, because the process does not listen.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    private string _origin = "";
    private TrustPolicy? _policy;
    private bool _isAnswered;
    private string _trouble = "";
    private Tuple<long, DateTimeOffset>? _last;

    /// <summary>Name of the witness.</summary>
    public string Name => witness.Name;

    /// <summary>True where its word counts for nothing.</summary>
    public bool IsSelf => witness.IsHere;

    /// <summary>Size of the newest cosigned head, and when it was cosigned; null before the first.</summary>
    public (long Size, DateTimeOffset At)? Last => Volatile.Read(ref _last) is { } last ? (last.Item1, last.Item2) : null;

    /// <summary>Runs until cancelled.</summary>
    public async Task Run(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && ledger.Verdict.MayAppend)
        {
            try
            {
                await Turn(ct);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                Trouble(failure is HttpRequestException or TaskCanceledException ? "no answer" : Traces.Describe(failure));
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(_isAnswered || _trouble.Length > 0 ? interval : Soon, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Asks once where there is something to ask. A witness tells anybody the size that it cosigned last, so after the first answer, which needs the
    /// newest head to find a restored copy, it is shown public heads alone: what is unpublished shows no sooner than on the minute.
    /// </summary>
    internal async Task Turn(CancellationToken ct)
    {
        if (ledger.Checkpoints is not { } heads || witness.Address() is not { } address)
        {
            return;
        }

        await Know(ct);

        var cosigned = Last?.Size ?? 0;
        var head = _isAnswered ? heads.Public : heads.Current;
        if (head is not null && (head.Size > cosigned || !_isAnswered))
        {
            await Ask(address, heads, head, Math.Min(cosigned, head.Size), ct);
        }
    }

    /// <summary>Its key, and the last line of it that is kept: a key that changed makes old lines worthless.</summary>
    private async Task Know(CancellationToken ct)
    {
        if (_policy is not null)
        {
            return;
        }

        var key = await witness.Key(ct);
        _origin = ledger.Identity.Origin;
        _policy = TrustPolicy.Parse($"log {ledger.Identity.Key}\nwitness {Uri.EscapeDataString(witness.Name)} {key}\nquorum none\n");
        if (ledger.CosignedBy(witness.Name) is { } kept && Opened(kept) is { } opened)
        {
            Remember(opened.Head, opened.At);
        }
    }

    private async Task Ask(Uri address, CheckpointLog heads, SignedHead head, long old, CancellationToken ct)
    {
        var (asked, reply) = await Put(address, heads, head, old, ct);
        if (reply is { Status: HttpStatusCode.Conflict, Size: { } known } && known != old && known <= heads.Current.Size)
        {
            head = known <= head.Size ? head : heads.Current;
            (asked, reply) = await Put(address, heads, head, known, ct);
        }

        if (ClaimOf(asked, heads, head, reply) is not null)
        {
            // It would stop the ledger, and nothing in it is signed: so it has to be said twice.
            (asked, reply) = await Put(address, heads, head, asked.Old, ct);
            if (ClaimOf(asked, heads, head, reply) is { } claim)
            {
                _isAnswered = true;
                ledger.Halt(claim);
                return;
            }
        }

        if (reply.Status == HttpStatusCode.OK)
        {
            Take(asked.Note, reply.Body);
        }
        else
        {
            Trouble($"it answers {(int)reply.Status}");
        }
    }

    private async Task<(AddCheckpoint Asked, WitnessReply Reply)> Put(Uri address, CheckpointLog heads, SignedHead head, long old, CancellationToken ct)
    {
        var asked = new AddCheckpoint(old, heads.ConsistencyProof(old, head.Size), OwnLines(head.Note));
        return (asked, await calls.Send(address, asked, ct));
    }

    /// <summary>
    /// What an answer holds against this log; null where nothing. A 409 counts with the size that it must carry, a 422 where our own tiles prove what
    /// it denies; that everything extends an empty log, and that two empty ones are the same, nobody can deny.
    /// </summary>
    private WitnessClaim? ClaimOf(AddCheckpoint asked, CheckpointLog heads, SignedHead head, WitnessReply reply) => reply switch
    {
        { Status: HttpStatusCode.Conflict, Size: { } size } when size > heads.Current.Size => new(witness.Name, size, Root: null),
        { Status: HttpStatusCode.Conflict, Size: { } size } when size > 0 && size == asked.Old && size == head.Size =>
            new(witness.Name, size, head.Checkpoint.Root),
        { Status: HttpStatusCode.UnprocessableEntity } when asked.Old > 0 && IsProof(asked, heads, head) => new(witness.Name, asked.Old, heads.Root(asked.Old)),
        _ => null,
    };

    /// <summary>True where our own tiles lead from one head to the other, so that the fault is not in them.</summary>
    private static bool IsProof(AddCheckpoint asked, CheckpointLog heads, SignedHead head) =>
        TreeProof.VerifyConsistency(TreeHash.Sha256, asked.Old, head.Size, asked.Proof, heads.Root(asked.Old), head.Checkpoint.Root);

    private void Take(Note head, string lines)
    {
        var answered = Note.Parse([.. head.ToBytes(), .. System.Text.Encoding.UTF8.GetBytes(lines)]);
        if (Opened(answered) is not { } opened)
        {
            Trouble("it cosigned with another key than the one in the settings");
            return;
        }

        ledger.Cosigned(witness.Name, opened.Note);
        Remember(opened.Head, opened.At);
        if (!witness.IsHere)
        {
            ledger.Witnessed?.Invoke(opened.At);
        }

        _isAnswered = true;
        if (_trouble.Length > 0)
        {
            LogBack(log, witness.Name, _origin);
            _trouble = "";
        }
    }

    /// <summary>The head with the log's line and this witness's; null where the witness's is not there.</summary>
    private (Note Note, Checkpoint Head, DateTimeOffset At)? Opened(Note note)
    {
        var opened = _policy!.Open(note.ToBytes());
        var key = _policy.Witnesses.Single();
        var line = note.Signatures.FirstOrDefault(one => (one.Name, one.KeyId) == (key.Name, key.Id));
        return line is null ? null : (OwnLines(note).With(line), opened.Checkpoint, opened.Cosignatures.Concat(opened.OwnCosignatures).Single().Time);
    }

    private Note OwnLines(Note note) =>
        note with { Signatures = [.. note.Signatures.Where(line => (line.Name, line.KeyId) == (ledger.Identity.Key.Name, ledger.Identity.Key.Id))] };

    private void Remember(Checkpoint head, DateTimeOffset at) => Volatile.Write(ref _last, Tuple.Create(head.Size, at));

    /// <summary>Said once for each kind of trouble, until the witness answers again.</summary>
    private void Trouble(string what)
    {
        if (_trouble != what)
        {
            _trouble = what;
            LogTrouble(log, witness.Name, ledger.Identity.Origin, what);
        }
    }

    [LoggerMessage(1303, LogLevel.Warning, "见证者{Witness}未见证{Origin}：{What}。不影响办理，将再次请求")]
    private static partial void LogTrouble(ILogger log, string witness, string origin, string what);

    [LoggerMessage(1304, LogLevel.Information, "见证者{Witness}恢复见证{Origin}")]
    private static partial void LogBack(ILogger log, string witness, string origin);
}
