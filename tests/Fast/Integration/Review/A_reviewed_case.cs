using System.Text;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Ledger;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Review;

/// <summary>A case and its legal review through real clients of both roles. The same holds for one process and for two.</summary>
public abstract class A_reviewed_case(ReviewFixture suite)
{
    [Fact]
    public async Task F74_Six_decisions_at_once_take_six_numbers_in_a_row()
    {
        var ready = new List<ReviewedCase>();
        for (var count = 0; count < 6; count++)
        {
            ready.Add(await ReviewedCase.ReadyToDecide(suite));
        }

        await Task.WhenAll(ready.Select(one => one.Issue()));

        var numbers = ready.Select(one => int.Parse(one.Case.Decision.Number.Split('〕')[1].TrimEnd('号'), System.Globalization.CultureInfo.InvariantCulture)).Order().ToArray();
        Assert.Equal(Enumerable.Range(numbers[0], 6), numbers);
    }

    [Fact]
    public async Task Is_returned_once_mended_passed_decided_and_archived()
    {
        var one = await ReviewedCase.Told(suite, ReviewedCase.WrongArticle);
        Assert.Equal("PENALTY_LEGAL_REVIEW_PASSED", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => suite.Cases(ReviewedCase.Head).IssueDecisionAsync(one.Decision()).ResponseAsync));

        await one.Submit();
        Assert.Equal((ReviewStage.Submitted, "minbao", "zhengce"), (one.Review.Stage, one.Review.Department, one.Review.LegalDepartment));
        await one.Assign();
        await one.Opine(ReviewOutcome.Return);
        Assert.Equal(ReviewStage.Returned, one.Review.Stage);
        Assert.Equal("REVIEW_DRAFT_UNCHANGED", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => one.Resubmit()));

        await one.Draft(ReviewedCase.RightArticle);
        await one.Tell();
        await one.Resubmit(ReviewedCase.Second);
        Assert.Equal(ReviewStage.Assigned, one.Review.Stage);
        await one.Opine(ReviewOutcome.Pass);
        await one.AwaitCleared();

        var clearance = (await suite.ReviewsAsRecords().FindClearanceAsync(new() { CaseId = one.Id, DraftDigest = one.Digest })).Clearance;
        Proves(clearance);
        await one.Discuss();
        await one.Issue();
        Assert.Equal((clearance.Origin, clearance.Position, clearance.LeafHash), (one.Case.Decision.Clearance.Origin, one.Case.Decision.Clearance.Position, one.Case.Decision.Clearance.LeafHash));
        await one.FinishAndArchive();

        Assert.Equal(CaseStage.Archived, one.Case.Stage);
        var review = await one.ReadReview(ReviewedCase.Head);
        Assert.Equal([ReviewOutcome.Return, ReviewOutcome.Pass], review.Rounds.Select(round => round.Opinion.Outcome));
        Assert.Equal([ReviewedCase.WrongArticle, ReviewedCase.RightArticle], review.Rounds.Select(round => round.Content.Terms.ArticleBroken));
        Assert.Equal("应适用第四十五条第五项", review.Rounds[0].Opinion.Items[4].Remark);
        Assert.Equal("证据清单", review.Rounds[0].Materials[1].Title);
        Assert.Equal("LEGAL_REVIEW", review.ReviewBy.Rule);
    }

    [Fact]
    public async Task Loses_its_clearance_with_the_next_draft()
    {
        var one = await ReviewedCase.Assigned(suite);
        await one.Opine(ReviewOutcome.Pass);
        var old = one.Digest;
        Assert.NotNull((await suite.ReviewsAsRecords().FindClearanceAsync(new() { CaseId = one.Id, DraftDigest = old })).Clearance);

        await one.AwaitCleared();
        await one.Draft(ReviewedCase.RightArticle);

        await ReviewFixture.Eventually(async () => (await one.ReadReview()).Stage == ReviewStage.Superseded);
        Assert.Null((await suite.ReviewsAsRecords().FindClearanceAsync(new() { CaseId = one.Id, DraftDigest = old })).Clearance);
        Assert.Null((await suite.ReviewsAsRecords().FindClearanceAsync(new() { CaseId = one.Id, DraftDigest = one.Digest })).Clearance);
        Assert.Equal("PENALTY_LEGAL_REVIEW_PASSED", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => one.Issue()));
        Assert.Equal("REVIEW_WRONG_STAGE", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => one.Opine(ReviewOutcome.Pass)));
    }

    [Fact]
    public async Task Is_submitted_once_by_its_handlers_with_its_current_draft_and_all_material()
    {
        var one = await ReviewedCase.Told(suite);
        var wanting = one.Submission();
        wanting.Materials.RemoveAt(2);
        var another = one.Submission(Google.Protobuf.ByteString.CopyFrom(new byte[32]));

        Assert.Equal("REVIEW_MATERIALS_INCOMPLETE", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => suite.Reviews(ReviewedCase.First).SubmitForReviewAsync(wanting).ResponseAsync));
        Assert.Equal("REVIEW_DRAFT_NOT_CURRENT", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => suite.Reviews(ReviewedCase.First).SubmitForReviewAsync(another).ResponseAsync));
        Assert.Equal("NOT_PERMITTED", await ReviewedCase.Refusal(StatusCode.PermissionDenied, () => one.Submit(ReviewedCase.Lead)));
        Assert.Equal("NOT_FOUND", await ReviewedCase.Refusal(StatusCode.NotFound, () => one.Submit("lu.chengping")));
        var unknown = one.Submission();
        unknown.CaseId = ReviewedCase.NewId();
        Assert.Equal("REVIEW_DRAFT_NOT_FOUND", await ReviewedCase.Refusal(StatusCode.NotFound, () => suite.Reviews(ReviewedCase.First).SubmitForReviewAsync(unknown).ResponseAsync));

        var request = one.Submission();
        var first = await suite.Reviews(ReviewedCase.First).SubmitForReviewAsync(request);
        Assert.Equal(first, await suite.Reviews(ReviewedCase.First).SubmitForReviewAsync(request));
        Assert.Equal("REVIEW_EXISTS", await ReviewedCase.Refusal(StatusCode.AlreadyExists, () => one.Submit(ReviewedCase.Second)));
    }

    [Fact]
    public async Task Is_assigned_by_the_legal_department_to_one_of_its_reviewers_who_alone_gives_the_opinion()
    {
        var one = await ReviewedCase.Told(suite);
        await one.Submit();

        Assert.Equal("NOT_PERMITTED", await ReviewedCase.Refusal(StatusCode.PermissionDenied, () => one.Assign(by: ReviewedCase.Lead)));
        Assert.Equal("NOT_PERMITTED", await ReviewedCase.Refusal(StatusCode.PermissionDenied, () => one.Assign(by: ReviewedCase.Reviewer)));
        Assert.Equal("NOT_FOUND", await ReviewedCase.Refusal(StatusCode.NotFound, () => one.Assign(by: "kang.lingyi")));
        Assert.Equal("PENALTY_REVIEWER_NOT_HANDLER", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => one.Assign(ReviewedCase.First)));
        Assert.Equal("REVIEWER_NOT_IN_POST", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => one.Assign(ReviewedCase.Head)));
        await one.Assign();
        Assert.Equal("NOT_PERMITTED", await ReviewedCase.Refusal(StatusCode.PermissionDenied, () => one.Opine(ReviewOutcome.Pass, ReviewedCase.LegalLead)));

        await one.Assign(ReviewedCase.LegalLead);
        Assert.Equal("NOT_PERMITTED", await ReviewedCase.Refusal(StatusCode.PermissionDenied, () => one.Opine(ReviewOutcome.Pass)));
        await one.Opine(ReviewOutcome.Pass, ReviewedCase.LegalLead);
        Assert.Equal(suite.IdOf(ReviewedCase.LegalLead), one.Review.Rounds[0].Opinion.ReviewerId);
    }

    [Fact]
    public async Task Does_not_pass_without_an_opinion_nor_with_an_item_that_does_not_conform()
    {
        var one = await ReviewedCase.Assigned(suite);
        var silent = one.Opinion(ReviewOutcome.Pass);
        silent.Opinion = "";
        var short_ = one.Opinion(ReviewOutcome.Pass);
        short_.Items.RemoveAt(0);
        var contradicting = one.Opinion(ReviewOutcome.Return);
        contradicting.Outcome = ReviewOutcome.Pass;

        Assert.Equal("INVALID_FIELDS", await ReviewedCase.Refusal(StatusCode.InvalidArgument, () => suite.Reviews(ReviewedCase.Reviewer).GiveOpinionAsync(silent).ResponseAsync));
        Assert.Equal("INVALID_FIELDS", await ReviewedCase.Refusal(StatusCode.InvalidArgument, () => suite.Reviews(ReviewedCase.Reviewer).GiveOpinionAsync(short_).ResponseAsync));
        Assert.Equal("REVIEW_PASS_WITH_FAULT", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => suite.Reviews(ReviewedCase.Reviewer).GiveOpinionAsync(contradicting).ResponseAsync));
        Assert.Null((await suite.ReviewsAsRecords().FindClearanceAsync(new() { CaseId = one.Id, DraftDigest = one.Digest })).Clearance);
    }

    [Fact]
    public async Task Is_extended_once_by_the_legal_department()
    {
        var one = await ReviewedCase.Assigned(suite);
        var due = one.Review.ReviewBy.Due;

        var extended = (await suite.Reviews(ReviewedCase.LegalLead).ExtendReviewAsync(
            new() { CaseId = one.Id, Etag = one.Review.Etag, RequestId = ReviewedCase.NewId(), Reason = "案情复杂" })).Review;

        Assert.True(extended.Extended && string.CompareOrdinal(extended.ReviewBy.Due, due) > 0);
        Assert.Equal("REVIEW_ALREADY_EXTENDED", await ReviewedCase.Refusal(StatusCode.FailedPrecondition, () => suite.Reviews(ReviewedCase.LegalLead).ExtendReviewAsync(
            new() { CaseId = one.Id, Etag = extended.Etag, RequestId = ReviewedCase.NewId(), Reason = "仍然复杂" }).ResponseAsync));
    }

    [Fact]
    public async Task Goes_by_the_days_that_its_organ_adopted_in_records()
    {
        var one = await ReviewedCase.Assigned(suite);
        var due = one.Review.ReviewBy.Due;

        await suite.Editions(ReviewedCase.LegalLead).AdoptEditionAsync(new()
        {
            RequestId = ReviewedCase.NewId(),
            Key = Law.EditionKeys.LegalReviewDays,
            Authority = EditionAuthority.Organ,
            ValidFrom = "2026-01-01",
            Source = new() { Instrument = "法制审核办法", Number = "平工信〔2026〕8号" },
            Parameters = { ["working_days"] = "4", ["extension_days"] = "5" },
        });

        await ReviewFixture.Eventually(async () => string.CompareOrdinal((await one.ReadReview()).ReviewBy.Due, due) < 0);
    }

    [Fact]
    public async Task Is_seen_by_its_reviewer_the_legal_department_its_handlers_and_the_organs_head_alone()
    {
        var one = await ReviewedCase.Assigned(suite);

        foreach (var reader in new[] { ReviewedCase.First, ReviewedCase.Second, ReviewedCase.LegalLead, ReviewedCase.Reviewer, ReviewedCase.Head })
        {
            Assert.Equal("查明的事实", (await suite.Reviews(reader).GetReviewAsync(new() { CaseId = one.Id })).Review.Rounds[0].Content.FactsFound);
            await ReviewFixture.Eventually(async () => (await ListedTo(reader)).Any(review => review.CaseId == one.Id));
        }

        foreach (var stranger in new[] { ReviewedCase.Lead, ReviewedCase.Archivist, "lu.chengping", "kang.lingyi", "qiao.anlan" })
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => suite.Reviews(stranger).GetReviewAsync(new() { CaseId = one.Id }).ResponseAsync);
            Assert.True(refused.StatusCode is StatusCode.NotFound or StatusCode.PermissionDenied);
            Assert.Empty(await ListedTo(stranger));
        }
    }

    [Fact]
    public async Task Is_listed_newest_first_in_pages()
    {
        var cases = new[] { await ReviewedCase.Assigned(suite), await ReviewedCase.Assigned(suite), await ReviewedCase.Assigned(suite) };
        await ReviewFixture.Eventually(async () => (await suite.Reviews(ReviewedCase.Reviewer).ListReviewsAsync(new() { PageSize = 1 })).Reviews.FirstOrDefault()?.CaseId == cases[2].Id);

        var page = await suite.Reviews(ReviewedCase.Reviewer).ListReviewsAsync(new() { Stage = ReviewStage.Assigned, PageSize = 2 });
        var rest = await suite.Reviews(ReviewedCase.Reviewer).ListReviewsAsync(new() { Stage = ReviewStage.Assigned, PageSize = 2, PageToken = page.NextPageToken });

        Assert.Equal(cases.Reverse().Select(one => one.Id), page.Reviews.Concat(rest.Reviews).Take(3).Select(review => review.CaseId));
        Assert.Equal(suite.IdOf(ReviewedCase.Reviewer), page.Reviews[0].ReviewerId);
        Assert.DoesNotContain((await suite.Reviews(ReviewedCase.Reviewer).ListReviewsAsync(new() { Stage = ReviewStage.Returned })).Reviews, review => review.CaseId == cases[0].Id);
    }

    [Fact]
    public async Task Shows_its_clearance_to_records_alone()
    {
        var one = await ReviewedCase.Assigned(suite);

        Assert.Equal("NOT_PERMITTED", await ReviewedCase.Refusal(
            StatusCode.PermissionDenied, () => suite.Reviews(ReviewedCase.Reviewer).FindClearanceAsync(new() { CaseId = one.Id, DraftDigest = one.Digest }).ResponseAsync));
    }

    private static void Proves(Clearance clearance)
    {
        var checkpoint = Checkpoint.Parse(Note.Parse(Encoding.UTF8.GetBytes(clearance.Checkpoint)).Text);
        Assert.Equal(checkpoint.Origin, clearance.Origin);
        Assert.True(TreeProof.VerifyInclusion(
            TreeHash.Sha256, clearance.Position, checkpoint.Size, clearance.LeafHash.ToByteArray(), [.. clearance.InclusionProof.Select(hash => hash.ToByteArray())], checkpoint.Root));
    }

    private async Task<IReadOnlyList<ReviewSummary>> ListedTo(string person)
    {
        try
        {
            return (await suite.Reviews(person).ListReviewsAsync(new())).Reviews;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.PermissionDenied)
        {
            return [];
        }
    }
}

public sealed class A_reviewed_case_in_one_process(Together suite) : A_reviewed_case(suite), IClassFixture<Together>;

public sealed class A_reviewed_case_in_two_processes(Apart suite) : A_reviewed_case(suite), IClassFixture<Apart>;

public sealed class A_case_without_its_review(Apart suite) : IClassFixture<Apart>
{
    [Fact]
    public async Task Is_not_decided_even_when_the_gate_was_open()
    {
        var one = await ReviewedCase.Assigned(suite);
        await one.Opine(ReviewOutcome.Pass);
        await one.AwaitCleared();
        await one.Discuss();

        await suite.StopReview();

        Assert.Equal("REVIEW_UNREACHABLE", await ReviewedCase.Refusal(StatusCode.Unavailable, () => suite.Cases(ReviewedCase.Head).IssueDecisionAsync(one.Decision()).ResponseAsync));
    }
}
