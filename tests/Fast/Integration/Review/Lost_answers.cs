using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Tests.Fast.Integration.Records;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Review;

/// <summary>An answer that was lost is given again, although by now the case is where the request would be refused. Found by the drill.</summary>
public sealed class Lost_answers(Together suite) : IClassFixture<Together>
{
    [Fact]
    public async Task Of_a_document_and_of_evidence_are_given_again_after_the_decision_fell()
    {
        var one = await ReviewedCase.Decided(suite);
        var (document, header) = (DocumentTests.Inspection(one.Id), Header(one.Id));
        var issued = (await suite.Documents(ReviewedCase.First).IssueDocumentAsync(document)).Document;
        var collected = await Collect(header);
        await one.Annul();

        Assert.Equal(issued, (await suite.Documents(ReviewedCase.First).IssueDocumentAsync(document)).Document);
        Assert.Equal(collected, await Collect(header));

        // Twin: the same things asked for the first time are refused now.
        document.RequestId = RecordsFixture.NewId();
        header.RequestId = RecordsFixture.NewId();
        Assert.Equal("DOCUMENT_TOO_EARLY", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => suite.Documents(ReviewedCase.First).IssueDocumentAsync(document).ResponseAsync));
        Assert.Equal("EVIDENCE_NOT_ACCEPTED", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => Collect(header)));
    }

    private async Task<Evidence> Collect(EvidenceHeader header)
    {
        using var call = suite.Evidence(ReviewedCase.First).CollectEvidence();
        try
        {
            await call.RequestStream.WriteAsync(new() { Header = header });
            await call.RequestStream.WriteAsync(new() { Chunk = ByteString.CopyFrom([0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, 0x4A, 0x46, 0x49, 0x46, 0x00, 0x01, 0xFF, 0xD9]) });
            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // Refused before the end; the answer says why.
        }

        return (await call.ResponseAsync).Evidence;
    }

    private EvidenceHeader Header(string caseId) => new()
    {
        RequestId = RecordsFixture.NewId(),
        CaseId = caseId,
        Kind = EvidenceKind.Audiovisual,
        Stage = RecordingStage.Decision,
        Occurred = new() { At = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow) },
        Place = "三号库房",
        Description = "库房存量照片",
        Collectors = { suite.IdOf(ReviewedCase.First), suite.IdOf(ReviewedCase.Second) },
        FileName = "库房.jpg",
    };
}
