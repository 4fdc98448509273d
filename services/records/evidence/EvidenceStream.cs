using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Records;

/// <summary>The messages of one upload: a header, then chunks.</summary>
internal static class EvidenceStream
{
    public const int LargestChunk = 256 * 1024;

    /// <summary>8 GiB: about two hours of video at 8 Mbit/s.</summary>
    public const long LargestFile = 8L << 30;

    public static async Task<EvidenceHeader> Header(IAsyncStreamReader<CollectEvidenceRequest> requests, CancellationToken ct) =>
        await requests.MoveNext(ct) && requests.Current.Header is { } header ? header : throw Invalid("第一条消息不是证据说明");

    /// <summary>Writes all chunks to the draft and tells the media type by the first bytes.</summary>
    /// <param name="largest">Bytes that the file may have.</param>
    public static async Task<string> Receive(IAsyncStreamReader<CollectEvidenceRequest> requests, IBlobDraft draft, long largest, CancellationToken ct)
    {
        var first = new byte[MediaTypes.Looked];
        var size = 0L;
        while (await requests.MoveNext(ct))
        {
            var chunk = ChunkOf(requests.Current);
            if (size < first.Length)
            {
                var part = chunk.Span[..(int)Math.Min(chunk.Length, first.Length - size)];
                part.CopyTo(first.AsSpan((int)size));
            }

            size += chunk.Length;
            if (size > largest)
            {
                throw EvidenceFaults.TooLarge.With(("limit", $"{largest}"));
            }

            await draft.Write(chunk, ct);
        }

        return size == 0 ? throw EvidenceFaults.Empty.Now() : MediaTypes.Of(first.AsSpan(0, (int)Math.Min(size, first.Length)));
    }

    private static ReadOnlyMemory<byte> ChunkOf(CollectEvidenceRequest request) => request.StepCase switch
    {
        CollectEvidenceRequest.StepOneofCase.Header => throw Invalid("证据说明只能发送一次"),
        CollectEvidenceRequest.StepOneofCase.Chunk when request.Chunk.Length is > 0 and <= LargestChunk => request.Chunk.Memory,
        _ => throw Invalid("文件块为空或者过大"),
    };

    private static Fault Invalid(string problem) => EvidenceFaults.StreamInvalid.With(("problem", problem));
}
