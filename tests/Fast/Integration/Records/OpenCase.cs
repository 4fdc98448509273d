using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

/// <summary>A filed case of the demonstration's explosives office, with a way to do things to it as its people.</summary>
internal sealed class OpenCase
{
    private OpenCase(RecordsFixture records, Case file, string[] handlers) => (Records, Id, Handlers) = (records, file.CaseId, handlers);

    public RecordsFixture Records { get; }

    public string Id { get; }

    public string[] Handlers { get; }

    public ServiceLedger Ledger => Records.Services.GetRequiredKeyedService<ServiceLedger>("records");

    public static async Task<OpenCase> File(RecordsFixture records)
    {
        string[] handlers = [(await records.Me("qin.yanqiu")).PersonId, (await records.Me("lu.huaiyuan")).PersonId];
        var cases = new CaseService.CaseServiceClient(await records.As("qi.wangshu"));
        var clue = await cases.RegisterClueAsync(new()
        {
            RequestId = RecordsFixture.NewId(),
            Source = ClueSource.Inspection,
            Summary = "检查发现超出许可数量销售。",
            PartyKind = PartyKind.LegalPerson,
            Party = new() { Name = "平顶山乙公司", Address = "演示市乙路2号" },
        });
        var filed = await cases.FileCaseAsync(new()
        {
            CaseId = clue.Case.CaseId,
            Etag = clue.Case.Etag,
            RequestId = RecordsFixture.NewId(),
            Department = "minbao",
            HandlerIds = { handlers },
            Cause = "涉嫌超出许可数量销售民用爆炸物品",
            ViolationEndedOn = DateTimeOffset.UtcNow.AddDays(-3).ToString("yyyy-MM-dd"),
        });
        return new(records, filed.Case, handlers);
    }

    /// <summary>A header that is right in everything.</summary>
    public EvidenceHeader Header(byte[]? sha256 = null) => new()
    {
        RequestId = RecordsFixture.NewId(),
        CaseId = Id,
        Kind = EvidenceKind.Audiovisual,
        Stage = RecordingStage.Evidence,
        Occurred = new() { At = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow), LateReason = "" },
        Place = "三号库房",
        Description = "库房存量照片",
        Collectors = { Handlers },
        Sha256 = ByteString.CopyFrom(sha256 ?? []),
        FileName = "库房.jpg",
    };

    /// <summary>Streams a file into the case.</summary>
    public async Task<Evidence> Collect(EvidenceHeader header, byte[] bytes, string userName = "qin.yanqiu", int chunk = 100_000)
    {
        using var call = new EvidenceService.EvidenceServiceClient(await Records.As(userName)).CollectEvidence();
        try
        {
            await call.RequestStream.WriteAsync(new() { Header = header });
            foreach (var part in bytes.Chunk(chunk))
            {
                await call.RequestStream.WriteAsync(new() { Chunk = ByteString.CopyFrom(part) });
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Grpc.Core.RpcException)
        {
            // The server answered before the end; the answer says why.
        }

        return (await call.ResponseAsync).Evidence;
    }

    /// <summary>Reads a range as a person.</summary>
    public async Task<byte[]> Read(string evidenceId, string userName = "qin.yanqiu", long offset = 0, long length = 0)
    {
        using var call = new EvidenceService.EvidenceServiceClient(await Records.As(userName)).ReadEvidence(
            new() { EvidenceId = evidenceId, Purpose = ReadingPurpose.Handling, Reason = "核对证据", Offset = offset, Length = length });
        var read = new MemoryStream();
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            Assert.Equal(offset + read.Length, call.ResponseStream.Current.Offset);
            call.ResponseStream.Current.Chunk.WriteTo(read);
        }

        return read.ToArray();
    }

    /// <summary>How many reads the case's record of reads holds.</summary>
    public async Task<int> Reads() => (await Ledger.Store.ReadStream($"access/{Id}", 0, 1000, CancellationToken.None)).Length;

    public static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
