using EnforcementPlatform.Contracts.Common;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Xunit;
using Certificate = EnforcementPlatform.Law.Certificate;

namespace EnforcementPlatform.Tests.Fast.Unit.Records;

public sealed class EvidenceRuleTests
{
    private static readonly string First = Guid.NewGuid().ToString();
    private static readonly string Second = Guid.NewGuid().ToString();
    private static readonly CaseState Open = CaseState.Empty with { Stage = CaseStage.Investigating, Handlers = [First, Second] };

    [Fact]
    public void Two_certified_handlers_collect_for_an_open_case()
    {
        EvidenceState.RequireCollectable(Open, Header(), [Certified(), Certified()]);
    }

    [Theory]
    [InlineData(CaseStage.Clue)]
    [InlineData(CaseStage.Closed)]
    [InlineData(CaseStage.Archived)]
    [InlineData(CaseStage.Annulled)]
    public void A_case_that_is_not_open_takes_no_evidence(CaseStage stage)
    {
        Assert.Equal("EVIDENCE_NOT_ACCEPTED", Fold.Reason(() => EvidenceState.RequireCollectable(Open with { Stage = stage }, Header(), [Certified(), Certified()])));
    }

    [Fact]
    public void One_officer_twice_is_not_two_and_a_stranger_does_not_collect()
    {
        Assert.Equal("EVIDENCE_COLLECTORS_INVALID", Fold.Reason(() => EvidenceState.RequireCollectable(Open, Header(First, First), [Certified()])));
        Assert.Equal("EVIDENCE_COLLECTORS_INVALID", Fold.Reason(() => EvidenceState.RequireCollectable(Open, Header(First), [Certified()])));
        Assert.Equal("EVIDENCE_COLLECTORS_INVALID", Fold.Reason(() => EvidenceState.RequireCollectable(Open, Header(First, Guid.NewGuid().ToString()), [Certified()])));
    }

    [Fact]
    public void A_collector_without_a_certificate_on_that_day_is_refused()
    {
        Assert.Equal("EVIDENCE_COLLECTOR_NOT_QUALIFIED", Fold.Reason(() => EvidenceState.RequireCollectable(Open, Header(), [Certified(), Certified() with { Certificates = [] }])));
    }

    [Fact]
    public void G1_A_collector_without_the_post_or_of_another_organ_is_refused()
    {
        Officer[] others = [Certified() with { Duties = [] }, Certified() with { Organ = "pds-yszy" }];

        Assert.All(others, other => Assert.Equal("EVIDENCE_COLLECTOR_NOT_QUALIFIED", Fold.Reason(() => EvidenceState.RequireCollectable(Open, Header(), [Certified(), other]))));
    }

    [Fact]
    public void G1_A_collector_whose_certificate_covers_neither_the_area_nor_the_kind_is_refused()
    {
        Certificate[] others = [Certificate() with { Area = "平顶山市湛河区" }, Certificate() with { Types = [ActType.Inspection] }];

        Assert.All(others, other => Assert.Equal("EVIDENCE_COLLECTOR_NOT_QUALIFIED", Fold.Reason(() =>
            EvidenceState.RequireCollectable(Open, Header(), [Certified(), Certified() with { Certificates = [other] }]))));
        EvidenceState.RequireCollectable(Open, Header(), [Certified(), Certified() with { Certificates = [.. others, Certificate() with { Area = "河南省" }] }]);
    }

    [Theory]
    [InlineData(RecordingStage.Evidence, CaseStage.Discussed, true)]
    [InlineData(RecordingStage.Evidence, CaseStage.Decided, false)]
    [InlineData(RecordingStage.Filing, CaseStage.Served, false)]
    [InlineData(RecordingStage.Investigation, CaseStage.Decided, false)]
    [InlineData(RecordingStage.Review, CaseStage.Decided, false)]
    [InlineData(RecordingStage.Decision, CaseStage.Investigating, false)]
    [InlineData(RecordingStage.Decision, CaseStage.Discussed, true)]
    [InlineData(RecordingStage.Decision, CaseStage.Served, true)]
    [InlineData(RecordingStage.Service, CaseStage.Discussed, false)]
    [InlineData(RecordingStage.Service, CaseStage.Decided, true)]
    [InlineData(RecordingStage.Execution, CaseStage.Performed, true)]
    public void G2_Evidence_is_of_a_stage_that_the_case_can_be_in(RecordingStage recording, CaseStage stage, bool accepted)
    {
        var header = Header();
        header.Stage = recording;
        void Ask() => EvidenceState.RequireCollectable(Open with { Stage = stage }, header, [Certified(), Certified()]);

        Assert.Equal(accepted ? null : "EVIDENCE_STAGE_OVER", accepted ? Passed(Ask) : Fold.Reason(Ask));
    }

    [Theory]
    [InlineData(RecordingStage.Evidence, true)]
    [InlineData(RecordingStage.Filing, true)]
    [InlineData(RecordingStage.Review, true)]
    [InlineData(RecordingStage.Decision, false)]
    [InlineData(RecordingStage.Service, false)]
    [InlineData(RecordingStage.Execution, false)]
    public void G2_What_records_the_deciding_itself_does_not_bear_on_it(RecordingStage recording, bool bears) =>
        Assert.Equal(bears, EvidenceState.BearsOnDecision(recording));

    private static string? Passed(Action ask)
    {
        ask();
        return null;
    }

    [Fact]
    public void A_declared_digest_must_be_the_digest()
    {
        var digest = new MediaDigest(new byte[32], [.. Enumerable.Repeat((byte)7, 32)], null, 5);

        Assert.Equal(digest.Sha256, EvidenceState.WithDigest(Header(), digest).Sha256.ToByteArray());
        Assert.Equal("EVIDENCE_DIGEST_MISMATCH", Fold.Reason(() =>
            EvidenceState.WithDigest(new EvidenceHeader(Header()) { Sha256 = ByteString.CopyFrom(new byte[32]) }, digest)));
    }

    [Fact]
    public void The_entry_binds_the_media_and_the_words_stand_in_a_personal_part()
    {
        var digest = new MediaDigest([.. Enumerable.Repeat((byte)1, 32)], [.. Enumerable.Repeat((byte)7, 32)], null, 5);
        var decision = EvidenceState.Collect("e", EvidenceState.WithDigest(Header(), digest), digest, "image/png", new(1, "blobs/x", 1), [Certified() with { PersonId = First, Version = 4 }, Certified() with { PersonId = Second, Version = 5 }], Open);

        Assert.Equal(digest, Assert.Single(decision.Media));
        Assert.DoesNotContain("库房", string.Concat(decision.Facts.Select(fact => fact.Body.ToString())));
        Assert.Contains("库房", Assert.Single(decision.Personal).ToString());
        Assert.IsType<BlobBound>(decision.Facts[1].Body);
    }

    [Theory]
    [InlineData(0, 0, 10)]
    [InlineData(4, 0, 6)]
    [InlineData(4, 6, 6)]
    [InlineData(9, 1, 1)]
    public void A_range_inside_is_read(long offset, long length, long expected)
    {
        Assert.Equal(expected, Kept().RequireRange(new() { Offset = offset, Length = length }));
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(10, 1)]
    [InlineData(4, 7)]
    [InlineData(1, long.MaxValue)]
    public void A_range_outside_is_refused(long offset, long length)
    {
        Assert.Equal("EVIDENCE_RANGE_INVALID", Fold.Reason(() => Kept().RequireRange(new() { Offset = offset, Length = length })));
    }

    [Fact]
    public void Destroyed_evidence_is_not_read()
    {
        var destroyed = Kept() with { Description = new(new Personal(0, 1, new byte[32], null, 9)) };

        Assert.Equal("EVIDENCE_DESTROYED", Fold.Reason(() => destroyed.RequireRange(new())));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }, "image/jpeg")]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, "image/png")]
    [InlineData(new byte[] { 0x25, 0x50, 0x44, 0x46, 0x2D, 0x31 }, "application/pdf")]
    [InlineData(new byte[] { 0, 0, 0, 0x20, 0x66, 0x74, 0x79, 0x70, 0x69, 0x73, 0x6F, 0x6D }, "video/mp4")]
    [InlineData(new byte[] { 0x52, 0x49, 0x46, 0x46, 0, 0, 0, 0, 0x57, 0x41, 0x56, 0x45 }, "audio/wav")]
    [InlineData(new byte[] { 0x52, 0x49, 0x46, 0x46, 0, 0, 0, 0, 0x41, 0x56, 0x49, 0x20 }, "video/x-msvideo")]
    [InlineData(new byte[] { 0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 0, 0, 0 }, "audio/mpeg")]
    [InlineData(new byte[] { 0x3C, 0x68, 0x74, 0x6D, 0x6C, 0x3E, 0, 0, 0, 0, 0, 0 }, "application/octet-stream")]
    [InlineData(new byte[] { 0x52, 0x49 }, "application/octet-stream")]
    public void The_media_type_is_told_by_the_bytes(byte[] first, string expected) => Assert.Equal(expected, MediaTypes.Of(first));

    [Fact]
    public void A_blob_is_needed_until_the_last_evidence_lets_go()
    {
        var blob = BlobState.Empty
            .After(Decision.Of(new BlobBound { EvidenceId = "a" }), "blobs/x")
            .After(Decision.Of(new BlobBound { EvidenceId = "b" }), "blobs/x")
            .After(Decision.Of(new BlobReleased { EvidenceId = "a" }), "blobs/x");

        Assert.Equal(["b"], blob.Evidence);
    }

    private static EvidenceState Kept() => EvidenceState.Empty with { Media = new(new byte[32], new byte[32], null, 10) };

    private static EvidenceHeader Header(params string[] collectors) => new()
    {
        CaseId = Guid.NewGuid().ToString(),
        Kind = EvidenceKind.Audiovisual,
        Stage = RecordingStage.Evidence,
        Occurred = new Occurrence { At = Timestamp.FromDateTimeOffset(Fold.At) },
        Place = "三号库房",
        Description = "库房存量照片",
        Collectors = { collectors.Length == 0 ? [First, Second] : collectors },
    };

    private static Officer Certified() => new(First, "", "", [Duty.HandleCase], [Certificate()], Version: 1) { Area = "平顶山市" };

    private static Certificate Certificate() => new(new(2026, 1, 1), new(2030, 12, 31), [ActType.Penalty], "平顶山市");
}
