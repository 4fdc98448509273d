using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Records;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

public sealed class RetentionTests(RecordsFixture records)
{
    private const string Paper = "平工信〔2026〕18号";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_two_people_approved_is_destroyed_and_the_entry_still_proves_itself()
    {
        var file = await OpenCase.File(records);
        var issued = (await (await Documents("qin.yanqiu")).IssueDocumentAsync(DocumentTests.Inspection(file.Id))).Document;
        var place = await PlaceOf(file, $"documents/{issued.DocumentId}");
        var leaf = (await file.Ledger.Store.ReadFrom(place.Position, 1, Ct))[0].Leaf;
        await Approve(file, place);

        var after = await (await Retention("bu.qingshu")).DestroyPartsAsync(Order(file, place));

        Assert.Equal([place], after.Retention.Destroyed);
        Assert.Equal("PART_DESTROYED", await RecordsFixture.Reason(async () =>
            await (await Documents("qin.yanqiu")).GetDocumentAsync(new() { DocumentId = issued.DocumentId })));
        var stored = (await file.Ledger.Store.ReadFrom(place.Position, 1, Ct))[0];
        Assert.Equal(leaf, Leaf.Hash(stored.Bytes));
        Assert.Empty(stored.Parts[place.Part].Bytes);
        Assert.Null(await file.Ledger.Cells.Read($"destructions/{file.Id}", Ct));
        Assert.Equal(issued.Number, Assert.Single((await (await Documents("qin.yanqiu")).ListDocumentsAsync(new() { CaseId = file.Id })).Documents).Number);
    }

    [Fact]
    public async Task Evidence_goes_with_its_bytes_unless_other_evidence_needs_them()
    {
        var file = await OpenCase.File(records);
        var first = await file.Collect(file.Header(), OpenCase.Bytes(7_654));
        var second = await file.Collect(file.Header(), OpenCase.Bytes(7_654));
        var blobs = records.Services.GetRequiredService<IBlobs>();
        var root = first.Root.ToByteArray();

        await Destroy(file, await PlaceOf(file, $"evidence/{first.EvidenceId}"));
        Assert.Equal("EVIDENCE_DESTROYED", await RecordsFixture.Reason(() => file.Read(first.EvidenceId)));
        Assert.Equal(OpenCase.Bytes(7_654), await file.Read(second.EvidenceId));
        Assert.NotEmpty(await blobs.Kept("pds-gxj", root, Ct));

        await Destroy(file, await PlaceOf(file, $"evidence/{second.EvidenceId}"));
        Assert.Empty(await blobs.Kept("pds-gxj", root, Ct));
        var again = await file.Collect(file.Header(), OpenCase.Bytes(7_654));
        Assert.Equal(OpenCase.Bytes(7_654), await file.Read(again.EvidenceId));
        Assert.True(Assert.Single(await blobs.Kept("pds-gxj", root, Ct)) > 0); // under a generation of its own
        await Destroy(file, await PlaceOf(file, $"evidence/{again.EvidenceId}"));
        var listed = (await new EvidenceService.EvidenceServiceClient(await records.As("qin.yanqiu")).ListEvidenceAsync(new() { CaseId = file.Id })).Evidence;
        Assert.All(listed, evidence => Assert.Equal((true, "", ""), (evidence.Destroyed, evidence.Place, evidence.Description)));
    }

    [Fact]
    public async Task A_process_that_died_after_the_order_leaves_it_to_the_next_start()
    {
        var file = await OpenCase.File(records);
        var evidence = await file.Collect(file.Header(), OpenCase.Bytes(8_765));
        var place = await PlaceOf(file, $"evidence/{evidence.EvidenceId}");
        await Approve(file, place);

        // What a kill after the append leaves: the mark, the order in the ledger, and everything still there.
        var destroyer = records.Services.GetRequiredService<Destroyer>();
        await destroyer.Mark(file.Id, Ct);
        var retentions = records.Services.GetRequiredService<Streams<RetentionState>>();
        var media = records.Services.GetRequiredService<Media>();
        var state = await retentions.Load(file.Id, Ct);
        var items = await records.Services.GetRequiredService<CaseParts>().Require(file.Id, [(place.Position, place.Part)], Ct);
        await retentions.Run(file.Id, CommandId.Of("test", "test", Guid.NewGuid()), Service(), "test", new DestroyPartsRequest(), async (_, act) =>
        {
            var taken = (await act.Take(media.StreamOf("pds-gxj", evidence.Root.ToByteArray())))[0];
            return RetentionState.Order(state.Plans.Single(), items).WithFactOf(taken, new EnforcementPlatform.Records.Facts.BlobReleased { EvidenceId = evidence.EvidenceId });
        }, Ct);
        var blobs = records.Services.GetRequiredService<IBlobs>();
        Assert.NotEmpty(await blobs.Kept("pds-gxj", evidence.Root.ToByteArray(), Ct));

        await destroyer.Resume(Ct);

        Assert.Empty(await blobs.Kept("pds-gxj", evidence.Root.ToByteArray(), Ct));
        Assert.NotNull((await file.Ledger.Store.ReadFrom(place.Position, 1, Ct))[0].Parts[place.Part].DestroyedBy);
        Assert.DoesNotContain(await file.Ledger.Cells.List("destructions/", Ct), cell => cell.Name.EndsWith(file.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_destroyed_with_one_approval_on_hold_or_of_another_case()
    {
        var file = await OpenCase.File(records);
        var other = await OpenCase.File(records);
        var issued = (await (await Documents("qin.yanqiu")).IssueDocumentAsync(DocumentTests.Inspection(file.Id))).Document;
        var place = await PlaceOf(file, $"documents/{issued.DocumentId}");
        var archive = await Retention("bu.qingshu");

        await (await Retention("qi.wangshu")).ApproveDestructionAsync(Approval(file, place));
        Assert.Equal("DESTRUCTION_NOT_APPROVED", await RecordsFixture.Reason(async () => await archive.DestroyPartsAsync(Order(file, place))));
        Assert.Equal("PART_NOT_OF_CASE", await RecordsFixture.Reason(async () => await (await Retention("qi.wangshu")).ApproveDestructionAsync(Approval(other, place))));
        Assert.Equal("PART_NOT_OF_CASE", await RecordsFixture.Reason(async () =>
            await (await Retention("qi.wangshu")).ApproveDestructionAsync(Approval(file, new() { Position = place.Position, Part = 9 }))));
        Assert.Equal("NOT_PERMITTED", await RecordsFixture.Reason(async () => await (await Retention("qin.yanqiu")).ApproveDestructionAsync(Approval(file, place))));

        await archive.PlaceHoldAsync(new() { RequestId = RecordsFixture.NewId(), CaseId = file.Id, Reason = HoldReason.Litigation, PaperNumber = Paper });
        Assert.Equal("RETENTION_ON_HOLD", await RecordsFixture.Reason(async () => await (await Retention("yin.zhiwei")).ApproveDestructionAsync(Approval(file, place))));
        Assert.Equal("NOT_PERMITTED", await RecordsFixture.Reason(async () =>
            await archive.LiftHoldAsync(new() { RequestId = RecordsFixture.NewId(), CaseId = file.Id, PaperNumber = Paper })));
        var lifted = await (await Retention("shang.minghui")).LiftHoldAsync(new() { RequestId = RecordsFixture.NewId(), CaseId = file.Id, PaperNumber = Paper });
        Assert.False(lifted.Retention.OnHold);
    }

    private static Actor Service() => new() { PersonId = "", AccountId = "records", Organ = "pds-gxj", Department = "", Service = "records" };

    private async Task Destroy(OpenCase file, PartReference place)
    {
        await Approve(file, place);
        await (await Retention("bu.qingshu")).DestroyPartsAsync(Order(file, place));
    }

    private async Task Approve(OpenCase file, PartReference place)
    {
        await (await Retention("qi.wangshu")).ApproveDestructionAsync(Approval(file, place));
        await (await Retention("yin.zhiwei")).ApproveDestructionAsync(Approval(file, place));
    }

    private static async Task<PartReference> PlaceOf(OpenCase file, string stream) =>
        new() { Position = (await file.Ledger.Store.ReadStream(stream, 0, 1, Ct))[0].Position, Part = 1 };

    private static ApproveDestructionRequest Approval(OpenCase file, PartReference place) => new()
    {
        RequestId = RecordsFixture.NewId(),
        CaseId = file.Id,
        Basis = DestructionBasis.LegalDuty,
        PaperNumber = Paper,
        Parts = { place },
    };

    private static DestroyPartsRequest Order(OpenCase file, PartReference place) => new()
    {
        RequestId = RecordsFixture.NewId(),
        CaseId = file.Id,
        Basis = DestructionBasis.LegalDuty,
        PaperNumber = Paper,
        Parts = { place },
    };

    private async Task<RetentionService.RetentionServiceClient> Retention(string userName) => new(await records.As(userName));

    private async Task<DocumentService.DocumentServiceClient> Documents(string userName) => new(await records.As(userName));
}
