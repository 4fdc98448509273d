using EnforcementPlatform.Review;
using EnforcementPlatform.Review.Facts;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Review;

/// <summary>Who may review on a day, and which department that makes the legal department.</summary>
public sealed class The_organs_reviewers
{
    private static readonly DateOnly Day = new(2026, 11, 2);

    [Fact]
    public void Are_those_whose_post_covers_the_day()
    {
        var pool = Pool(Noted("a", "zhengce", ("2026-11-02", "")), Noted("b", "zhengce", ("2026-01-01", "2026-11-02")), Noted("c", "zhengce", ("2026-11-03", "")), Noted("d", "zhengce", ("2026-01-01", "2026-11-01")));

        Assert.Equal(["a", "b"], pool.Of("zhengce", Day));
    }

    [Fact]
    public void Are_known_by_the_newest_notice_alone()
    {
        var pool = Pool(Noted("a", "zhengce", ("2026-01-01", "")), Noted("a", "zhengce", ("2026-01-01", "2026-06-30")));

        Assert.Empty(pool.Of("zhengce", Day));
    }

    [Fact]
    public void Make_the_legal_department_where_most_of_them_serve()
    {
        Assert.Equal("zhengce", Pool(Noted("a", "zhengce"), Noted("b", "zhengce"), Noted("c", "bangongshi")).LegalDepartmentOn(Day));
        Assert.Equal("bangongshi", Pool(Noted("a", "zhengce"), Noted("c", "bangongshi")).LegalDepartmentOn(Day));
        Assert.Equal("zhengce", Pool(Noted("a", "zhengce"), Noted("b", "bangongshi", ("2026-01-01", "2026-02-01"))).LegalDepartmentOn(Day));
        Assert.Empty(ReviewersState.Empty.LegalDepartmentOn(Day));
    }

    private static ReviewersState Pool(params ReviewerNoted[] noted) => noted.Aggregate(ReviewersState.Empty, (pool, one) => ReviewersState.Apply(pool, one, null!));

    private static ReviewerNoted Noted(string person, string department, params (string From, string To)[] times) => new()
    {
        PersonId = person,
        Department = department,
        Times = { (times.Length == 0 ? [("2026-01-01", "")] : times).Select(time => new ReviewingTime { From = time.From, To = time.To }) },
    };
}
