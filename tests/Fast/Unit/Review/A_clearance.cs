using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Review.Facts;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Review;

/// <summary>A pass is of one draft, and only as long as nothing changed.</summary>
public sealed class A_clearance
{
    [Fact]
    public void Is_the_entry_of_the_pass_and_of_the_draft_that_was_read()
    {
        var passed = ReviewWorld.Passed();

        var clearance = passed.State.Clearance();

        Assert.Equal(ReviewWorld.CaseId, clearance.CaseId);
        Assert.Equal(passed.Draft.Digest, clearance.DraftDigest.ToByteArray());
        Assert.Equal(passed.Draft.CaseVersion, clearance.CaseVersion);
        Assert.Equal(ReviewWorld.Reviewer, clearance.ReviewerId);
        Assert.Equal(passed.Kept.Length - 1, clearance.Position);
    }

    [Fact]
    public void Is_told_in_the_same_entry()
    {
        var told = Assert.IsType<ReviewPassed>(Assert.Single(ReviewWorld.Passed().Kept[^1].Notices));

        Assert.Equal(ReviewWorld.DraftOf(1).Digest, told.DraftDigest.ToByteArray());
        Assert.Equal(9, told.CaseVersion);
    }

    [Fact]
    public void Ends_when_the_draft_changes_and_stays_through_old_news()
    {
        Assert.True(ReviewWorld.Passed().Noted(1).State.IsCleared);
        Assert.False(ReviewWorld.Passed().Noted(2).State.IsCleared);
        Assert.False(ReviewWorld.Superseded().Noted(1).State.IsCleared);
    }

    [Fact]
    public void Ends_when_the_case_is_submitted_again()
    {
        Assert.False(ReviewWorld.Passed().Redrafted().Resubmit().State.IsCleared);
        Assert.True(ReviewWorld.Passed().Redrafted().Resubmit().Pass().State.IsCleared);
    }

    [Fact]
    public void Is_given_by_the_assigned_reviewer_alone()
    {
        // The rights table asks for Relation.Assigned; of two reviewers only the one named last has it.
        var taken = ReviewWorld.Assigned().Assign(ReviewWorld.Other);

        Assert.Equal(Relation.Department, taken.State.RelationOf(Person(ReviewWorld.Reviewer)));
        Assert.Equal(Relation.Department | Relation.Assigned, taken.State.RelationOf(Person(ReviewWorld.Other)));
        Assert.Equal(Relation.Handler, taken.State.RelationOf(Person(ReviewWorld.First) with { Department = "minbao" }));
        Assert.Equal(Relation.None, ReviewWorld.Submitted().State.RelationOf(Person("") with { Department = "minbao" }));
        Assert.Equal(Relation.None, taken.State.RelationOf(Person("somebody") with { Organ = "pds-yszy" }));
    }

    [Fact]
    public void Leaves_every_earlier_opinion_in_its_round()
    {
        var passed = ReviewWorld.Returned().Redrafted().Resubmit().Pass();

        Assert.Equal([ReviewOutcome.Return, ReviewOutcome.Pass], passed.State.Rounds.Select(round => round.Opinion!.Outcome));
        Assert.Equal("引用条款有误", passed.State.ToMessage(ReviewWorld.Law, passed.Now).Rounds[0].Opinion.Items[4].Remark);
        Assert.Equal("第1稿", passed.State.ToMessage(ReviewWorld.Law, passed.Now).Rounds[0].Content.FactsFound);
    }

    [Fact]
    public void Holds_no_text_outside_its_personal_parts()
    {
        var facts = ReviewWorld.Returned().Kept.SelectMany(decision => decision.Facts).Select(fact => fact.Body.ToString()!);

        Assert.DoesNotContain(facts, fact => fact.Contains("引用条款有误", StringComparison.Ordinal) || fact.Contains("审核意见", StringComparison.Ordinal) || fact.Contains("第1稿", StringComparison.Ordinal));
        Assert.Contains(ReviewWorld.Returned().Kept[^1].Personal, part => part is OpinionText { Opinion: "审核意见" });
    }

    private static Actor Person(string id) =>
        new() { PersonId = id, AccountId = id, Organ = ReviewWorld.Organ, Department = ReviewWorld.Legal };
}
