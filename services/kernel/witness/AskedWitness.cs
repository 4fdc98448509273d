using System.Net;
using EnforcementPlatform.Ledger;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel.Witnesses;

/// <summary>
/// Shows a ledger's heads to one witness, in the background: the newest at the start, then each public one, never two at once
/// and none twice. A witness that is silent blocks nothing and is asked again. One that claims to know more of this log than the log itself, or
/// something else, is asked for the head that it cosigned: only a head that the log's own key signed stops the ledger (<see cref="SignedLog.Shown"/>).
/// A claim without one, which anybody can make up, is an alarm.
/// </summary>
/// <param name="interval">Pause between two questions.</param>
internal sealed partial class AskedWitness(
    KnownWitness witness, SignedLog ledger, WitnessCalls calls, TimeSpan interval, TimeProvider clock, ILogger log)
{
    /// <summary>Pause while nothing could be asked yet, because the process does not listen.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How often a witness with another time is asked again for the head that it cosigned already: while two of them dispute the clock nothing is
    /// appended, and no new head would ever ask them whether they still say so.
    /// </summary>
    private static readonly TimeSpan AskTimeAgain = TimeSpan.FromMinutes(1);

    /// <summary>Stands for the address of a witness that is asked without the network.</summary>
    private static readonly Uri here = new("self:/");

    private string _origin = "";
    private TrustPolicy? _policy;
    private bool _isAnswered;
    private string _trouble = "";
    private string? _alarm;
    private bool _isClosing;
    private bool _hasOtherTime;
    private long _takenAt;
    private Tuple<long, DateTimeOffset>? _last;

    /// <summary>Name of the witness.</summary>
    public string Name => witness.Name;

    /// <summary>True where its word counts for nothing.</summary>
    public bool IsSelf => witness.IsHere;

    /// <summary>Size of the newest cosigned head, and when it was cosigned; null before the first.</summary>
    public (long Size, DateTimeOffset At)? Last => Volatile.Read(ref _last) is { } last ? (last.Item1, last.Item2) : null;

    /// <summary>What it claims against this ledger without showing a signed head; null where nothing.</summary>
    public string? Alarm => Volatile.Read(ref _alarm);

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
    /// Shows the last head at a clean stop, when it is signed and the ports are closed: else a copy that lacks the last minute would be found by
    /// nobody. A witness that does not answer in time goes without it.
    /// </summary>
    internal async Task ShowLast(CancellationToken ct)
    {
        try
        {
            if (ledger is { Healthy: true, Checkpoints: { } heads } && (witness.Directly is null ? witness.Address() : here) is { } address)
            {
                await Know(ct);
                _isClosing = true;
                var cosigned = Last?.Size ?? 0;
                if (heads.Current.Size > cosigned)
                {
                    await Ask(address, heads, heads.Current, cosigned, ct);
                }
            }
        }
        catch (Exception failure)
        {
            Trouble(failure is HttpRequestException or OperationCanceledException ? "no answer" : Traces.Describe(failure));
        }
    }

    /// <summary>
    /// Asks once where there is something to ask. A witness tells anybody the size that it cosigned last, so after the first answer, which needs the
    /// newest head to find a restored copy, it is shown public heads alone: what is unpublished shows no sooner than on the minute. A witness
    /// whose clock differs is asked again for the same head, until the clocks agree.
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
        var asksTime = _hasOtherTime && clock.GetElapsedTime(_takenAt) >= AskTimeAgain;
        if (head is not null && (head.Size > cosigned || !_isAnswered || asksTime))
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

        if (ClaimOf(asked, heads, head, reply) is { } claim)
        {
            await Judge(address, heads, asked, claim, ct);
            return;
        }

        if (reply.Status == HttpStatusCode.OK)
        {
            Take(asked.Note, reply.Body, address);
        }
        else
        {
            Trouble($"it answers {(int)reply.Status}");
        }
    }

    private async Task<(AddCheckpoint Asked, WitnessReply Reply)> Put(Uri address, CheckpointLog heads, SignedHead head, long old, CancellationToken ct)
    {
        var asked = new AddCheckpoint(old, Proof(heads, old, head.Size), OwnLines(head.Note));
        if (_isClosing && witness.Directly is { } ask)
        {
            var answer = await ask(asked.ToBytes(), ct);
            return (asked, new((HttpStatusCode)answer.Status, answer.ContentType.Split(';')[0], answer.Text));
        }

        return (asked, await calls.Send(address, asked, ct));
    }

    private System.Collections.Immutable.ImmutableArray<byte[]> Proof(CheckpointLog heads, long old, long size)
    {
        try
        {
            return heads.ConsistencyProof(old, size);
        }
        catch (TileMissingException)
        {
            ledger.DoubtTiles();
            throw;
        }
    }

    /// <summary>
    /// What an answer says against this log; null where nothing. A 409 counts with the size that it must carry; that everything extends an empty log,
    /// and that two empty ones are the same, nobody can deny.
    /// </summary>
    private static string? ClaimOf(AddCheckpoint asked, CheckpointLog heads, SignedHead head, WitnessReply reply) => reply switch
    {
        { Status: HttpStatusCode.Conflict, Size: { } size } when size > heads.Current.Size => Text($"已见证{size}条，多于本账本已签署的{heads.Current.Size}条"),
        { Status: HttpStatusCode.Conflict, Size: { } size } when size > 0 && size == asked.Old && size == head.Size => Text($"见证的{size}条与本账本的前{size}条不同"),
        { Status: HttpStatusCode.UnprocessableEntity } when asked.Old > 0 => Text($"本账本的{head.Size}条没有包含它见证的{asked.Old}条"),
        _ => null,
    };

    /// <summary>
    /// Judges a claim by what can be shown. First by the own entries: a proof that fails for an altered tile was no lie of the witness. Then by the
    /// head that the witness cosigned.
    /// </summary>
    private async Task Judge(Uri address, CheckpointLog heads, AddCheckpoint asked, string claim, CancellationToken ct)
    {
        if (!IsProof(asked, heads))
        {
            ledger.DoubtTiles();
        }

        _isAnswered = true;
        var note = await calls.Cosigned(address, _origin, ct);
        if (note is not null && await ledger.Shown(note, witness.Name, ct))
        {
            return;
        }

        if (_alarm != claim)
        {
            Volatile.Write(ref _alarm, claim);
            if (note is not null && ledger.HasStated(note))
            {
                LogRemembersLost(log, witness.Name, _origin, claim);
            }
            else
            {
                LogAlarm(log, witness.Name, _origin, claim);
            }
        }
    }

    /// <summary>True where our own tiles lead from one head to the other, so that the fault is not in them.</summary>
    private static bool IsProof(AddCheckpoint asked, CheckpointLog heads)
    {
        try
        {
            var head = Checkpoint.Parse(asked.Note.Text);
            return asked.Old == 0 || TreeProof.VerifyConsistency(TreeHash.Sha256, asked.Old, head.Size, asked.Proof, heads.Root(asked.Old), head.Root);
        }
        catch (TileMissingException)
        {
            return false;
        }
    }

    private void Take(Note head, string lines, Uri address)
    {
        var answered = Note.Parse([.. head.ToBytes(), .. System.Text.Encoding.UTF8.GetBytes(lines)]);
        if (Opened(answered) is not { } opened)
        {
            Trouble("it cosigned with another key than the one in the settings");
            return;
        }

        _takenAt = clock.GetTimestamp();
        ledger.Cosigned(witness.Name, opened.Note);
        Remember(opened.Head, opened.At);
        if (!witness.IsHere)
        {
            ledger.Witnessed?.Invoke(witness.Name, address.Host, opened.At);
            Compare(clock.GetUtcNow() - opened.At);
        }

        _isAnswered = true;
        Volatile.Write(ref _alarm, null);
        if (_trouble.Length > 0)
        {
            LogBack(log, witness.Name, _origin);
            _trouble = "";
        }
    }

    /// <summary>One witness with another time stops nothing; it is said once, until the two agree again.</summary>
    private void Compare(TimeSpan lead)
    {
        var differs = lead.Duration() > ClockWatch.LargestDifference;
        if (differs && !_hasOtherTime)
        {
            LogOtherTime(log, witness.Name, _origin, lead > TimeSpan.Zero ? "慢" : "快", (long)lead.Duration().TotalSeconds);
        }

        _hasOtherTime = differs;
    }

    /// <summary>The head with the log's line and this witness's; null where the witness's is not there.</summary>
    private (Note Note, Checkpoint Head, DateTimeOffset At)? Opened(Note note)
    {
        var opened = _policy!.Open(note.ToBytes());
        var key = _policy.Witnesses.Single();
        var line = note.Signatures.FirstOrDefault(one => (one.Name, one.KeyId) == (key.Name, key.Id));
        return line is null ? null : (OwnLines(note).With(line), opened.Checkpoint, opened.Cosignatures.Concat(opened.OwnCosignatures).Single().Time);
    }

    private static string Text(FormattableString text) => text.ToString(System.Globalization.CultureInfo.InvariantCulture);

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

    [LoggerMessage(1306, LogLevel.Critical, "见证者{Witness}称：{Origin}{Claim}。它没有出示本账本签署过的校验点，因此不停止办理；请联系其管理单位核实，并用 enforce verify 核对本账本")]
    private static partial void LogAlarm(ILogger log, string witness, string origin, string claim);

    [LoggerMessage(1308, LogLevel.Warning, "见证者{Witness}记得{Origin}已由两人确认丢失的记录（{Claim}），不再见证本账本，不影响办理。它没有记错：请把锚点目录下的 set-aside 目录和 enforce recover 的输出交其管理单位，由其决定清除对本账本的记忆；在此之前以其他见证者为准")]
    private static partial void LogRemembersLost(ILogger log, string witness, string origin, string claim);

    [LoggerMessage(1307, LogLevel.Warning, "见证者{Witness}见证{Origin}时的时间比本服务器的时钟{Way}{Seconds}秒。不影响办理；请核对本服务器和该见证者的时钟")]
    private static partial void LogOtherTime(ILogger log, string witness, string origin, string way, long seconds);

    [LoggerMessage(1304, LogLevel.Information, "见证者{Witness}恢复见证{Origin}")]
    private static partial void LogBack(ILogger log, string witness, string origin);
}
