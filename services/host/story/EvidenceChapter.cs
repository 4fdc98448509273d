using System.Security.Cryptography;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>取证: a file is streamed in, kept by content, and read back byte for byte; who reads it is on record before the first byte leaves.</summary>
internal sealed class EvidenceChapter(Cast cast) : IChapter
{
    private const int Size = (5 * 1024 * 1024) + 4321;
    private const int ChunkSize = 64 * 1024;
    private const string Role = "records";

    public string Title => "三、取证";

    public async Task Play(Scene scene)
    {
        await scene.Change(cast.Officer, "制作证据提取单", (file, id) => Extract(scene, file, id), InvestigationChapter.Pending(RecordKind.EvidenceExtraction));
        await InvestigationChapter.Confirmed(scene, cast.Partner);
        var content = Recording();
        var evidence = new Evidence();
        await scene.Step(cast.Officer, "上传销售台账检查录像", async () =>
        {
            evidence = await Upload(scene, content, Scene.NewRequestId());
            return Kept(evidence, content);
        });
        await scene.Step(cast.Partner, "读取录像并核对校验值", () => ReadBack(scene, evidence, content));
        await scene.Step(cast.Officer, "查看证据清单", () => Listed(scene, evidence));
        await scene.Step(cast.Officer, "上传时校验值与内容不符", async () =>
        {
            var refusal = await Expect.Refused(() => Upload(scene, content, Scene.NewRequestId(), digest: new byte[32]), StatusCode.InvalidArgument, "EVIDENCE_DIGEST_MISMATCH");
            return $"按预期被拒绝：{refusal.Sentence}";
        });
    }

    private async Task<Case> Extract(Scene scene, Case file, string requestId) =>
        (await cast.Officer.Cases.RecordActAsync(
            new RecordActRequest
            {
                CaseId = file.CaseId,
                Etag = file.Etag,
                RequestId = requestId,
                Kind = RecordKind.EvidenceExtraction,
                Text = new() { Place = "演示市示例路1号公司办公室", Content = "提取销售台账复印件12页、购买许可证复印件1页、检查录像1段，由公司确认与原件一致。" },
            },
            cancellationToken: scene.Ct)).Case;

    /// <summary>Streams the file in chunks; without a digest the right one is sent.</summary>
    private async Task<Evidence> Upload(Scene scene, byte[] content, string requestId, byte[]? digest = null)
    {
        using var call = cast.Officer.Evidence.CollectEvidence(cancellationToken: scene.Ct);
        try
        {
            await call.RequestStream.WriteAsync(new() { Header = Header(scene, requestId, digest ?? SHA256.HashData(content)) }, scene.Ct);
            foreach (var chunk in content.Chunk(ChunkSize))
            {
                await call.RequestStream.WriteAsync(new() { Chunk = UnsafeByteOperations.UnsafeWrap(chunk) }, scene.Ct);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The call was refused while it was being sent; the answer below says why.
        }

        var answer = await call.ResponseAsync;
        return answer.Evidence;
    }

    private EvidenceHeader Header(Scene scene, string requestId, byte[] sha256) => new()
    {
        RequestId = requestId,
        CaseId = scene.Case.CaseId,
        Kind = EvidenceKind.Audiovisual,
        Stage = RecordingStage.Evidence,
        Occurred = new() { At = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddSeconds(-5)) },
        Place = "演示市示例路1号公司办公室",
        Description = "检查销售台账的录像，显示实际销售数量。",
        Collectors = { cast.Officer.Id, cast.Partner.Id },
        Sha256 = ByteString.CopyFrom(sha256),
        FileName = "销售台账检查录像.mp4",
    };

    private string Kept(Evidence evidence, byte[] content)
    {
        Expect.Equal((long)content.Length, evidence.Size, "证据大小");
        Expect.True(evidence.Sha256.Span.SequenceEqual(SHA256.HashData(content)), "证据的SHA-256校验值应与文件一致");
        Expect.Equal(32, evidence.Root.Length, "分块校验根的长度");
        Expect.True(evidence.Collectors.ToHashSet().SetEquals([cast.Officer.Id, cast.Partner.Id]), "收集人应为两名承办人");
        return $"{evidence.Size:N0} 字节，SHA-256 {Convert.ToHexStringLower(evidence.Sha256.Span[..8])}…";
    }

    private async Task<string> ReadBack(Scene scene, Evidence evidence, byte[] content)
    {
        var before = scene.Seen.PositionOf(Role);
        using var call = cast.Partner.Evidence.ReadEvidence(
            new() { EvidenceId = evidence.EvidenceId, Purpose = ReadingPurpose.Handling, Reason = "核对录像内容" }, cancellationToken: scene.Ct);
        scene.Seen.Learn(await call.ResponseHeadersAsync);
        Expect.True(scene.Seen.PositionOf(Role) > before, "调阅记录应在第一个字节之前写入账本");
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var read = 0L;
        await foreach (var piece in call.ResponseStream.ReadAllAsync(scene.Ct))
        {
            Expect.Equal(read, piece.Offset, "文件位置");
            sha256.AppendData(piece.Chunk.Span);
            read += piece.Chunk.Length;
        }

        Expect.Equal((long)content.Length, read, "读回的字节数");
        Expect.True(sha256.GetHashAndReset().AsSpan().SequenceEqual(evidence.Sha256.Span), "读回内容的校验值应与保存时一致");
        return $"读回{read:N0}字节，校验值一致；调阅已先行记入账本第{scene.Seen.PositionOf(Role)}条";
    }

    private async Task<string> Listed(Scene scene, Evidence evidence)
    {
        var list = await cast.Officer.Evidence.ListEvidenceAsync(new() { CaseId = scene.Case.CaseId }, cancellationToken: scene.Ct);
        Expect.Equal(1, list.Evidence.Count, "证据件数");
        Expect.Equal(evidence, list.Evidence[0], "清单中的证据");
        return "1件，与上传时的答复一致";
    }

    /// <summary>A file as large as a short video, the same in every run; the head is that of an MP4 file (ISO/IEC 14496-12).</summary>
    private static byte[] Recording()
    {
        var content = new byte[Size];
        new Random(45).NextBytes(content);
        "\0\0\0\u0018ftypmp42\0\0\0\0mp42isom"u8.CopyTo(content);
        return content;
    }
}
