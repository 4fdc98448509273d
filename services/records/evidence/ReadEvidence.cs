using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class EvidenceRpcs
{
    /// <summary>The entry in <c>access/&lt;case&gt;</c> is durable before the first byte leaves: no entry, no bytes.</summary>
    public override async Task ReadEvidence(ReadEvidenceRequest request, IServerStreamWriter<ReadEvidenceResponse> responses, ServerCallContext context)
    {
        EvidenceState.CheckReading(request);
        var ct = context.CancellationToken;
        var item = await evidence.Load(request.EvidenceId, ct);
        if (!item.Exists)
        {
            throw KernelFaults.NotFound.Now();
        }

        await cases.Read(new ListEvidenceRequest { CaseId = item.CaseId }, context);
        var length = item.RequireRange(request);
        await access.Note(item.CaseId, request, context, (_, _) => ValueTask.FromResult(EvidenceState.Read(request)));
        await Send(item, request.Offset, length, responses, ct);
    }

    private async Task Send(EvidenceState item, long offset, long length, IServerStreamWriter<ReadEvidenceResponse> responses, CancellationToken ct)
    {
        try
        {
            await foreach (var piece in media.Store.Read(item.Organ, await media.NameOf(item.Organ, item.Media!.Root, ct), offset, length, ct))
            {
                await responses.WriteAsync(new() { Offset = offset, Chunk = ByteString.CopyFrom(piece.Span) }, ct);
                offset += piece.Length;
            }
        }
        catch (BlobDamagedException)
        {
            throw EvidenceFaults.Damaged.Now();
        }
    }
}

internal sealed partial record EvidenceState
{
    public static void CheckReading(ReadEvidenceRequest request) => new Check()
        .Id(request.EvidenceId, "evidence_id")
        .Enum(request.Purpose, "purpose")
        .Text(request.Reason, "reason", 200, min: 2)
        .Range(request.Offset, "offset", 0, long.MaxValue)
        .Range(request.Length, "length", 0, long.MaxValue)
        .ThrowIfAny();

    /// <summary>How many bytes are to be sent.</summary>
    public long RequireRange(ReadEvidenceRequest request)
    {
        if (IsDestroyed)
        {
            throw EvidenceFaults.Destroyed.Now();
        }

        var size = Media!.Length;
        var rest = size - request.Offset;
        return rest <= 0 || request.Length > rest
            ? throw EvidenceFaults.RangeInvalid.With(("size", $"{size}"))
            : request.Length == 0 ? rest : request.Length;
    }

    public static Decision Read(ReadEvidenceRequest request) => Decision
        .Of(new EvidenceRead
        {
            EvidenceId = request.EvidenceId,
            Purpose = (int)request.Purpose,
            Offset = request.Offset,
            Length = request.Length,
            Personal = 0,
        })
        .WithPersonal(new ReadingReason { Reason = request.Reason });
}
