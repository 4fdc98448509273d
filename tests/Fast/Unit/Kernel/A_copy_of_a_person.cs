using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel.People;
using Xunit;
using Post = EnforcementPlatform.Law.Post;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

/// <summary>What another role makes of the notices of records.</summary>
public sealed class A_copy_of_a_person
{
    private static readonly DateOnly Last = new(2026, 6, 30);

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void G3_A_post_that_was_ended_on_its_last_day_charges_with_nothing_from_then_on(bool atOnce, bool charges)
    {
        var copy = PersonCopy.Empty with { Told = new() { Posts = { new PostHeld { Post = Contracts.Records.Post.Publisher, From = "2026-01-01", To = "2026-06-30", EndedAtOnce = atOnce } } } };

        Assert.Equal(charges ? [Post.Publisher] : [], copy.PostsOn(Last));
        Assert.Equal([Post.Publisher], copy.PostsOn(Last.AddDays(-1)));
        Assert.Empty(copy.PostsOn(Last.AddDays(1)));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void G11_Whoever_left_is_nobodys_staff_after_the_last_day_or_at_once(bool atOnce, bool gone)
    {
        var copy = PersonCopy.Empty with { Told = new() { Left = "2026-06-30", LeftAtOnce = atOnce } };

        Assert.Equal(gone, copy.HasLeft(Last));
        Assert.False(copy.HasLeft(Last.AddDays(-1)));
        Assert.True(copy.HasLeft(Last.AddDays(1)));
    }
}
