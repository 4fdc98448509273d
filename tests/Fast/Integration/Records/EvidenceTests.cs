using System.Security.Cryptography;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

public sealed class EvidenceTests(RecordsFixture records)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_collected_listed_and_read_back_whole_and_in_part()
    {
        var file = await OpenCase.File(records);
        var bytes = OpenCase.Bytes(1_500_000);

        var evidence = await file.Collect(file.Header(SHA256.HashData(bytes)), bytes);

        Assert.Equal(SHA256.HashData(bytes), evidence.Sha256.ToByteArray());
        Assert.Equal(bytes, await file.Read(evidence.EvidenceId));
        Assert.Equal(bytes[70_000..200_001], await file.Read(evidence.EvidenceId, offset: 70_000, length: 130_001));
        var listed = await new EvidenceService.EvidenceServiceClient(await records.As("lu.huaiyuan")).ListEvidenceAsync(new() { CaseId = file.Id });
        Assert.Equal([evidence], listed.Evidence);
    }

    [Fact]
    public async Task The_entry_that_binds_a_file_holds_its_digests()
    {
        var file = await OpenCase.File(records);
        var evidence = await file.Collect(file.Header(), OpenCase.Bytes(3_000_000));

        var stored = Assert.Single(await file.Ledger.Store.ReadStream($"evidence/{evidence.EvidenceId}", 0, 10, Ct));
        var media = Assert.Single(file.Ledger.Decoder.Decode(stored).Entry.Media);

        Assert.Equal(evidence.Root.ToByteArray(), media.Root);
        Assert.Equal(evidence.Sha256.ToByteArray(), media.Sha256);
        Assert.Equal(3_000_000, media.Length);
    }

    [Fact]
    public async Task A_repeated_upload_is_answered_again_and_another_file_under_its_id_is_refused()
    {
        var file = await OpenCase.File(records);
        var header = file.Header();

        var first = await file.Collect(header, OpenCase.Bytes(1_000));
        Assert.Equal(first, await file.Collect(header, OpenCase.Bytes(1_000)));

        Assert.Equal("REQUEST_ID_REUSED", await RecordsFixture.Reason(() => file.Collect(header, OpenCase.Bytes(1_001))));
        Assert.Single((await new EvidenceService.EvidenceServiceClient(await records.As("qin.yanqiu")).ListEvidenceAsync(new() { CaseId = file.Id })).Evidence);
    }

    [Fact]
    public async Task S2_What_an_altered_view_puts_into_a_case_is_not_listed_there()
    {
        var (file, other) = (await OpenCase.File(records), await OpenCase.File(records));
        var evidence = await other.Collect(other.Header(), OpenCase.Bytes(1_000));
        var data = records.Services.GetRequiredService<PlatformOptions>().DataDirectory;
        AlteredCells.Run(
            Directory.GetFiles(Path.Combine(data, "records", "views"), "registers.*.db").Single(),
            $"INSERT INTO case_items VALUES ('{file.Id}', 'evidence', 1, '{evidence.EvidenceId}'), ('{file.Id}', 'documents', 1, '{evidence.EvidenceId}')");

        Assert.Empty((await new EvidenceService.EvidenceServiceClient(await records.As("qin.yanqiu")).ListEvidenceAsync(new() { CaseId = file.Id })).Evidence);
        Assert.Empty((await new DocumentService.DocumentServiceClient(await records.As("qin.yanqiu")).ListDocumentsAsync(new() { CaseId = file.Id })).Documents);
    }

    [Fact]
    public async Task A_cut_stream_keeps_nothing()
    {
        var file = await OpenCase.File(records);
        using (var call = new EvidenceService.EvidenceServiceClient(await records.As("qin.yanqiu")).CollectEvidence())
        {
            await call.RequestStream.WriteAsync(new() { Header = file.Header() });
            await call.RequestStream.WriteAsync(new() { Chunk = ByteString.CopyFrom(OpenCase.Bytes(1_000)) });
        }

        await Task.Delay(200, Ct);
        Assert.Empty((await new EvidenceService.EvidenceServiceClient(await records.As("qin.yanqiu")).ListEvidenceAsync(new() { CaseId = file.Id })).Evidence);
        Assert.Equal(OpenCase.Bytes(1_000), await file.Read((await file.Collect(file.Header(), OpenCase.Bytes(1_000))).EvidenceId));
    }

    [Fact]
    public async Task What_is_wrong_with_a_stream_is_said()
    {
        var file = await OpenCase.File(records);

        Assert.Equal("EVIDENCE_EMPTY", await RecordsFixture.Reason(() => file.Collect(file.Header(), [])));
        Assert.Equal("EVIDENCE_DIGEST_MISMATCH", await RecordsFixture.Reason(() => file.Collect(file.Header(new byte[32]), OpenCase.Bytes(10))));
        Assert.Equal("EVIDENCE_STREAM_INVALID", await RecordsFixture.Reason(() => file.Collect(file.Header(), OpenCase.Bytes(300_000), chunk: 262_145)));
        Assert.Equal("EVIDENCE_STREAM_INVALID", await RecordsFixture.Reason(() => Send(new CollectEvidenceRequest { Chunk = ByteString.CopyFrom(1) })));
        Assert.Equal("EVIDENCE_STREAM_INVALID", await RecordsFixture.Reason(() => Send()));
        Assert.Equal("EVIDENCE_STREAM_INVALID", await RecordsFixture.Reason(() =>
            Send(new CollectEvidenceRequest { Header = file.Header() }, new CollectEvidenceRequest { Header = file.Header() })));
        Assert.Equal("INVALID_FIELDS", await RecordsFixture.Reason(() => file.Collect(new EvidenceHeader { CaseId = file.Id, RequestId = RecordsFixture.NewId() }, [1])));
    }

    [Fact]
    public async Task A_time_to_come_is_refused_and_a_late_one_needs_its_reason()
    {
        var file = await OpenCase.File(records);
        var future = new EvidenceHeader(file.Header());
        future.Occurred.At = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddHours(1));
        var late = new EvidenceHeader(file.Header());
        late.Occurred.At = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(-2));

        Assert.Equal("RECORD_NOT_IN_FUTURE", await RecordsFixture.Reason(() => file.Collect(future, [1])));
        Assert.Equal("RECORD_LATE_NEEDS_REASON", await RecordsFixture.Reason(() => file.Collect(late, [1])));
        late.Occurred.LateReason = "现场无网络，返回后补录。";
        Assert.Equal(late.Occurred.LateReason, (await file.Collect(late, [1])).Occurred.LateReason);
    }

    [Fact]
    public async Task Only_a_handler_collects_and_no_other_organ_sees_the_case()
    {
        var file = await OpenCase.File(records);

        Assert.Equal("NOT_PERMITTED", await RecordsFixture.Reason(() => file.Collect(file.Header(), [1], "qi.wangshu")));
        Assert.Equal("NOT_FOUND", await RecordsFixture.Reason(() => file.Collect(file.Header(), [1], "lu.chengping")));
    }

    [Fact]
    public async Task Every_read_is_written_down_before_the_bytes_and_who_may_not_read_leaves_no_trace_of_bytes()
    {
        var file = await OpenCase.File(records);
        var evidence = await file.Collect(file.Header(), OpenCase.Bytes(1_000));

        await file.Read(evidence.EvidenceId);
        await file.Read(evidence.EvidenceId, "lu.huaiyuan", offset: 10, length: 5);
        Assert.Equal(2, await file.Reads());

        Assert.Equal("NOT_PERMITTED", await RecordsFixture.Reason(() => file.Read(evidence.EvidenceId, "wen.ruogu")));
        Assert.Equal("NOT_FOUND", await RecordsFixture.Reason(() => file.Read(evidence.EvidenceId, "kang.lingyi")));
        Assert.Equal("NOT_FOUND", await RecordsFixture.Reason(() => file.Read(Guid.NewGuid().ToString())));
        Assert.Equal("EVIDENCE_RANGE_INVALID", await RecordsFixture.Reason(() => file.Read(evidence.EvidenceId, offset: 1_000)));
        Assert.Equal(2, await file.Reads());
    }

    [Fact]
    public async Task Bytes_that_were_altered_at_rest_are_not_served()
    {
        var file = await OpenCase.File(records);
        var evidence = await file.Collect(file.Header(), OpenCase.Bytes(200_003));
        var options = records.Services.GetRequiredService<PlatformOptions>();
        var name = Convert.ToHexStringLower(evidence.Root.Span);
        var place = Assert.Single(Directory.GetFiles(Path.Combine(options.DataDirectory, "blobs", "pds-gxj", name[..2]), name + "*"));
        var stored = await File.ReadAllBytesAsync(place, Ct);
        stored[256 + 65_552 + 5] ^= 1;
        await File.WriteAllBytesAsync(place, stored, Ct);

        Assert.Equal("EVIDENCE_DAMAGED", await RecordsFixture.Reason(() => file.Read(evidence.EvidenceId)));
        Assert.Equal(OpenCase.Bytes(200_003)[..65_536], await file.Read(evidence.EvidenceId, length: 65_536));
    }

    [Fact]
    public async Task Two_pieces_of_evidence_with_the_same_bytes_are_two()
    {
        var file = await OpenCase.File(records);

        var first = await file.Collect(file.Header(), OpenCase.Bytes(4_321));
        var second = await file.Collect(file.Header(), OpenCase.Bytes(4_321));

        Assert.NotEqual(first.EvidenceId, second.EvidenceId);
        Assert.Equal(first.Root, second.Root);
    }

    private async Task Send(params CollectEvidenceRequest[] requests)
    {
        using var call = new EvidenceService.EvidenceServiceClient(await records.As("qin.yanqiu")).CollectEvidence();
        foreach (var request in requests)
        {
            await call.RequestStream.WriteAsync(request);
        }

        await call.RequestStream.CompleteAsync();
        await call.ResponseAsync;
    }
}
