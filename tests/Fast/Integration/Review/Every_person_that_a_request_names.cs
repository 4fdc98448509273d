using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Review;

/// <summary>
/// Every person id in a request is resolved to a person with the post, organ and day that its role needs. The requests are walked by their
/// descriptors: a field that names a person and stands in neither table here makes a test fail.
/// </summary>
public sealed class Every_person_that_a_request_names(Together suite) : IClassFixture<Together>
{
    /// <summary>Who is named beside the thing the act is about: asked below with persons who do not serve.</summary>
    private static readonly string[] Roles =
    [
        "enforcement.records.v1.FileCaseRequest.handler_ids",
        "enforcement.records.v1.AssignHandlersRequest.handler_ids",
        "enforcement.records.v1.Opinion.person_id",
        "enforcement.records.v1.EvidenceHeader.collectors",
        "enforcement.review.v1.AssignReviewerRequest.reviewer_id",

        // Seven working days lie before a hearing: asked with a clock that can be moved, in What_a_case_refuses.
        "enforcement.records.v1.RecordActRequest.hearing_host_id",
    ];

    /// <summary>An id nobody has; a handler of another organ; a handler of another department; the administrator, who has no duty in a case.</summary>
    public static TheoryData<string> WhoDoesNotServe => ["nobody", "lu.chengping", "qiao.anlan"];

    [Fact]
    public void G1_Stands_in_the_table_of_roles_or_is_what_the_request_is_about()
    {
        var named = EveryContract.Rpcs.SelectMany(rpc => PersonFields(rpc.InputType, []))
            .Where(field => field.ContainingType.FindFieldByName("request_id") is null || field.Name != "person_id")
            .Select(field => field.FullName)
            .Where(field => !field.Contains("GetPersonRequest", StringComparison.Ordinal))
            .Distinct();

        // A field person_id beside a request id is the stream that the act is about, and so is GetPerson's: unknown and other organs' are NOT_FOUND in the kernel.
        Assert.Equal(Roles.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(WhoDoesNotServe))]
    public async Task G1_A_handler_serves_in_the_department_on_that_day(string person)
    {
        var one = await ReviewedCase.Told(suite);
        var change = new AssignHandlersRequest { CaseId = one.Id, Etag = one.Case.Etag, RequestId = ReviewedCase.NewId(), HandlerIds = { suite.IdOf(ReviewedCase.First), IdOf(person) }, Reason = "回避" };

        var reason = await ReviewedCase.Refusal(StatusCode.FailedPrecondition, async () => await suite.Cases(ReviewedCase.Lead).AssignHandlersAsync(change));

        Assert.Contains(reason, new[] { "PENALTY_OFFICERS_CERTIFIED", "HANDLER_OF_OTHER_DEPARTMENT" });
    }

    [Theory]
    [MemberData(nameof(WhoDoesNotServe))]
    public async Task G1_A_clue_is_filed_for_officers_of_the_department(string person)
    {
        var clue = (await suite.Cases(ReviewedCase.First).RegisterClueAsync(new()
        {
            RequestId = ReviewedCase.NewId(),
            Source = ClueSource.Inspection,
            Summary = "检查发现",
            PartyKind = PartyKind.LegalPerson,
            Party = new() { Name = "某公司", Address = "某区某路" },
        })).Case;
        var filing = new FileCaseRequest
        {
            CaseId = clue.CaseId,
            Etag = clue.Etag,
            RequestId = ReviewedCase.NewId(),
            Department = "minbao",
            HandlerIds = { suite.IdOf(ReviewedCase.First), IdOf(person) },
            Cause = "涉嫌超量销售",
            ViolationEndedOn = $"{DateTime.UtcNow.AddDays(-2):yyyy-MM-dd}",
        };

        var reason = await ReviewedCase.Refusal(StatusCode.FailedPrecondition, async () => await suite.Cases(ReviewedCase.Lead).FileCaseAsync(filing));

        Assert.Contains(reason, new[] { "PENALTY_OFFICERS_CERTIFIED", "HANDLER_OF_OTHER_DEPARTMENT" });
    }

    [Theory]
    [MemberData(nameof(WhoDoesNotServe))]
    public async Task G1_A_collector_is_a_handler_who_serves(string person)
    {
        var one = await ReviewedCase.Told(suite);

        Assert.Equal("EVIDENCE_COLLECTORS_INVALID", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => Collect(one, suite.IdOf(ReviewedCase.First), IdOf(person))));
    }

    [Theory]
    [MemberData(nameof(WhoDoesNotServe))]
    public async Task G1_A_reviewer_is_one_of_the_legal_department(string person)
    {
        var one = await ReviewedCase.Told(suite);
        await one.Submit();
        var request = new AssignReviewerRequest { CaseId = one.Id, Etag = one.Review.Etag, RequestId = ReviewedCase.NewId(), ReviewerId = IdOf(person) };

        Assert.Equal("REVIEWER_NOT_IN_POST", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, async () => await suite.Reviews(ReviewedCase.LegalLead).AssignReviewerAsync(request)));
    }

    [Theory]
    [MemberData(nameof(WhoDoesNotServe))]
    public async Task G1_Who_discusses_is_responsible_for_the_organ(string person)
    {
        var one = await Cleared();
        var request = Discussion(one);
        request.Opinions[1].PersonId = IdOf(person);

        Assert.Equal("ATTENDANT_NOT_RESPONSIBLE", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, async () => await suite.Cases(ReviewedCase.Head).RecordDiscussionAsync(request)));
    }

    /// <summary>Evidence that came after the review and the discussion: nobody who decided had seen it.</summary>
    [Fact]
    public async Task G2_Evidence_and_documents_close_the_gate_again()
    {
        var one = await Cleared();
        await one.Discuss();
        await Collect(one, suite.IdOf(ReviewedCase.First), suite.IdOf(ReviewedCase.Second));
        Assert.Equal("REVIEW_BEFORE_EVIDENCE", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, one.Issue));
        Assert.False((await suite.Cases(ReviewedCase.Lead).GetCaseAsync(new() { CaseId = one.Id })).Case.Draft.Cleared);

        await one.ReadReview();
        await one.Resubmit();
        await one.Opine(ReviewOutcome.Pass);
        await one.AwaitCleared();
        Assert.Equal("DISCUSSED_BEFORE_EVIDENCE", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, one.Issue));
        await one.Discuss();
        await one.Issue();

        Assert.Equal("EVIDENCE_STAGE_OVER", await ReviewedCase.Refusal(
            StatusCode.FailedPrecondition, () => Collect(one, suite.IdOf(ReviewedCase.First), suite.IdOf(ReviewedCase.Second))));
    }

    private async Task<ReviewedCase> Cleared()
    {
        var one = await ReviewedCase.Told(suite);
        await one.Submit();
        await one.Assign();
        await one.Opine(ReviewOutcome.Pass);
        await one.AwaitCleared();
        return one;
    }

    private RecordDiscussionRequest Discussion(ReviewedCase one) => new()
    {
        CaseId = one.Id,
        Etag = one.Case.Etag,
        RequestId = ReviewedCase.NewId(),
        Conclusion = DiscussionConclusion.Agreed,
        Opinions =
        {
            new Opinion { PersonId = suite.IdOf(ReviewedCase.Head), Opinion_ = "同意", Stance = OpinionStance.Agree },
            new Opinion { PersonId = suite.IdOf(ReviewedCase.Deputy), Opinion_ = "同意", Stance = OpinionStance.Agree },
        },
    };

    private async Task Collect(ReviewedCase one, params string[] collectors)
    {
        using var call = suite.Evidence(ReviewedCase.First).CollectEvidence();
        var header = new EvidenceHeader
        {
            RequestId = ReviewedCase.NewId(),
            CaseId = one.Id,
            Kind = EvidenceKind.Audiovisual,
            Stage = RecordingStage.Evidence,
            Occurred = new() { At = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddSeconds(-5)) },
            Place = "某区某路",
            Description = "现场录像",
            Collectors = { collectors },
        };
        try
        {
            await call.RequestStream.WriteAsync(new() { Header = header }, TestContext.Current.CancellationToken);
            await call.RequestStream.WriteAsync(new() { Chunk = ByteString.CopyFrom(0xFF, 0xD8, 0xFF, 0xE0) }, TestContext.Current.CancellationToken);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception early) when (early is RpcException or InvalidOperationException)
        {
            // Refused before the bytes: the answer says why.
        }

        await call.ResponseAsync;
    }

    private string IdOf(string person) => person == "nobody" ? Guid.NewGuid().ToString() : suite.IdOf(person);

    /// <summary>Text fields of a request, at any depth, that name persons: by their name, or by what the contract says of them.</summary>
    private static IEnumerable<FieldDescriptor> PersonFields(MessageDescriptor type, HashSet<MessageDescriptor> above)
    {
        if (!above.Add(type))
        {
            yield break;
        }

        foreach (var field in type.Fields.InDeclarationOrder())
        {
            if (field.FieldType == FieldType.Message && !field.IsMap)
            {
                foreach (var inner in PersonFields(field.MessageType, above))
                {
                    yield return inner;
                }
            }
            else if (field.FieldType == FieldType.String && NamesPersons(field))
            {
                yield return field;
            }
        }
    }

    private static bool NamesPersons(FieldDescriptor field)
    {
        var comment = ContractComments.Of(field);
        string[] words = ["person_id", "handler_id", "host_id", "reviewer_id", "collector", "approver_id", "officer_id", "drafter_id", "publisher_id"];
        return words.Any(word => field.Name.Contains(word, StringComparison.Ordinal))
            || comment.Contains("Person id", StringComparison.OrdinalIgnoreCase)
            || comment.TrimStart().StartsWith("Persons who", StringComparison.Ordinal);
    }
}
