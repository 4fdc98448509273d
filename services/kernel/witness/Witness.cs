using EnforcementPlatform.Ledger;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel.Witnesses;

/// <summary>A log that a witness knows.</summary>
/// <param name="Policy">Keys its heads must be signed with; their name is its origin.</param>
/// <param name="IsHere">True where its role plays in the witness's own process.</param>
internal sealed record KnownLog(TrustPolicy Policy, bool IsHere);

/// <summary>
/// A role as witness of other roles' ledgers (C2SP tlog-witness). It cosigns a head only when a key it was told of signed it, when it extends
/// the largest head that was cosigned before, and after that head is kept: so one log cannot show two histories, nor go back.
/// </summary>
/// <param name="keys">What it cosigns with.</param>
/// <param name="memory">What it has cosigned.</param>
/// <param name="logs">The logs it knows; asked for each request, since other roles of the process may open later.</param>
/// <param name="isFit">False while its own ledger is read-only: then its memory may be an old copy too.</param>
internal sealed partial class Witness(
    WitnessKeys keys, WitnessMemory memory, Func<CancellationToken, Task<IReadOnlyList<KnownLog>>> logs, Func<bool> isFit, TimeProvider clock, ILogger log)
    : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Answers a request.</summary>
    public async Task<WitnessAnswer> Add(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        if (!isFit())
        {
            return WitnessAnswer.NotFit;
        }

        AddCheckpoint asked;
        Checkpoint head;
        try
        {
            asked = AddCheckpoint.Parse(body.Span);
            head = Checkpoint.Parse(asked.Note.Text);
        }
        catch (NoteFormatException error)
        {
            return WitnessAnswer.Malformed(error.Message);
        }

        return await Answer(asked, head, ct);
    }

    /// <summary>The head that was cosigned last of a log that is known, with the log's own signature: evidence for whoever was refused.</summary>
    public async Task<WitnessAnswer> Show(string origin, CancellationToken ct)
    {
        if (!(await logs(ct)).Any(one => one.Policy.Logs.Any(key => key.Name == origin)))
        {
            return WitnessAnswer.UnknownLog;
        }

        await _oneAtATime.WaitAsync(ct);
        try
        {
            return (await memory.Read(origin, ct)).Note is { } note ? WitnessAnswer.Cosigned(note.ToString()!) : WitnessAnswer.UnknownLog;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Nothing that fails here keeps the ledger from being closed.</summary>
    public void Dispose()
    {
        try
        {
            memory.Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotKept(error.GetType().Name);
        }

        _oneAtATime.Dispose();
    }

    private async Task<WitnessAnswer> Answer(AddCheckpoint asked, Checkpoint head, CancellationToken ct)
    {
        if ((await logs(ct)).FirstOrDefault(one => one.Policy.Logs.Any(key => key.Name == head.Origin)) is not { } known)
        {
            return WitnessAnswer.UnknownLog;
        }

        if (Opened(known.Policy, asked.Note) is not { } signed)
        {
            return WitnessAnswer.NotSigned;
        }

        if (asked.Old > head.Size)
        {
            return WitnessAnswer.OldTooLarge;
        }

        await _oneAtATime.WaitAsync(ct);
        try
        {
            return await Cosign(asked, head, signed, known.IsHere ? keys.OfSelf : keys.OfOthers, ct);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<WitnessAnswer> Cosign(AddCheckpoint asked, Checkpoint head, Note signed, WitnessKey key, CancellationToken ct)
    {
        var (last, version) = await memory.Read(head.Origin, ct);
        var (size, root) = last is null ? (0, TreeHash.Sha256.Empty()) : Sized(last);
        if (asked.Old != size)
        {
            return WitnessAnswer.Conflict(size);
        }

        if (head.Size == size && !head.Root.AsSpan().SequenceEqual(root))
        {
            memory.Refused(head.Origin, signed, contradicts: true);
            LogTwoHistories(head.Origin, size);
            return WitnessAnswer.Conflict(size);
        }

        if (!TreeProof.VerifyConsistency(TreeHash.Sha256, size, head.Size, asked.Proof, root, head.Root))
        {
            memory.Refused(head.Origin, signed, contradicts: false);
            LogNotProved(head.Origin, head.Size, size);
            return WitnessAnswer.NotProved;
        }

        // Also where the size is the same: a head must not be cosigned as the largest after another process has moved on.
        var cosignature = key.Sign(signed, clock.GetUtcNow());
        return await memory.Move(head.Origin, version, signed.With(cosignature), ct)
            ? WitnessAnswer.Cosigned(cosignature.ToString())
            : await Cosign(asked, head, signed, key, ct);
    }

    /// <summary>The note with the log's own signatures alone: lines of unknown keys are neither judged nor kept.</summary>
    private static Note? Opened(TrustPolicy policy, Note note)
    {
        try
        {
            policy.Open(note.ToBytes());
            return note with { Signatures = [.. note.Signatures.Where(line => policy.Logs.Any(key => (key.Name, key.Id) == (line.Name, line.KeyId)))] };
        }
        catch (NoteSignatureException)
        {
            return null;
        }
    }

    private static (long Size, byte[] Root) Sized(Note note) => Checkpoint.Parse(note.Text) is var head ? (head.Size, head.Root) : default;

    [LoggerMessage(
        1301, LogLevel.Critical, "{Origin} 出示了两份条数同为 {Size} 而内容不同的校验点，两份均已保存在锚点目录，未予见证。")]
    private partial void LogTwoHistories(string origin, long size);

    [LoggerMessage(1302, LogLevel.Warning, "{Origin}：条数为{Size}的校验点已签名，但未证明它包含已见证的{Cosigned}条；已保存在锚点目录")]
    private partial void LogNotProved(string origin, long size, long cosigned);

    [LoggerMessage(1305, LogLevel.Error, "停止时未能将最近被拒绝的校验点保存到锚点目录：{Reason}")]
    private partial void LogNotKept(string reason);
}
