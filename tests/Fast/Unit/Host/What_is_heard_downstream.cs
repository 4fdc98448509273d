using System.Collections.Immutable;
using EnforcementPlatform.Host.Drill;
using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary>The kill drill counts downstream: each notice is handled exactly once by each handler that is told it.</summary>
public sealed class What_is_heard_downstream
{
    private const string Origin = "ep.test/records/1", Notice = "test.Notice";

    private static readonly Listener Each = new("copying", "OnEach", "records", Notice, Keeps.Each);
    private static readonly Listener Newest = new("supervision", "OnNewest", "records", Notice, Keeps.Newest);
    private static readonly Listener AtNeed = new("gateway", "OnNeed", "records", Notice, Keeps.AtNeed);
    private static readonly Told[] News = [Of(3, "a"), Of(5, "a"), Of(6, "b")];

    [Fact]
    public void Once_each_by_each_is_right()
    {
        Heard[] heard = [.. News.SelectMany(one => new[] { Kept(Each, one), Kept(Newest, one) }), Kept(AtNeed, News[0], "city.a"), Kept(AtNeed, News[0], "province.a")];

        Assert.Empty(Faults([Each, Newest, AtNeed], heard));
        Assert.Equal(9, Downstream.Check([Each, Newest, AtNeed], News, heard, Beyond()).Pairs);
    }

    [Fact]
    public void News_that_was_overtaken_need_not_be_kept_where_the_newest_is_enough()
    {
        Assert.Empty(Faults([Newest], [Kept(Newest, News[1]), Kept(Newest, News[2])]));
        Assert.Equal([Finding.NotHeard], Faults([Each], [Kept(Each, News[1]), Kept(Each, News[2])]));
    }

    [Fact]
    public void A_handler_that_skips_is_found()
    {
        Assert.Equal([Finding.NotHeard], Faults([Newest], [Kept(Newest, News[0]), Kept(Newest, News[2])]));
        Assert.Equal([Finding.NotHeard], Faults([Newest], [Kept(Newest, News[1])]));
        Assert.Equal([Finding.NotHeard, Finding.NotHeard], Faults([Each], [Kept(Each, News[0])]));
    }

    [Fact]
    public void A_handler_that_doubles_is_found()
    {
        Heard[] all = [.. News.Select(one => Kept(Each, one))];

        Assert.Equal([Finding.HeardTwice], Faults([Each], [.. all, Kept(Each, News[1])]));
        Assert.Equal([Finding.HeardTwice], Faults([Each], [.. all, Kept(Each, News[1], "elsewhere")]));
        Assert.Equal([Finding.HeardTwice], Faults([AtNeed], [Kept(AtNeed, News[0], "city.a"), Kept(AtNeed, News[0], "city.a")]));
    }

    [Fact]
    public void A_handler_that_doubles_under_another_command_id_is_found() =>
        Assert.Equal([Finding.HeardUnasked], Faults([Each], [.. News.Select(one => Kept(Each, one)), Kept(Each, News[1]) with { CommandId = "another" }]));

    [Fact]
    public void What_a_cursor_has_not_passed_or_is_held_up_at_is_not_handled()
    {
        Assert.Equal([Finding.NotHeard], Faults([AtNeed], [], Beyond(6)));
        Assert.Equal([Finding.NotHeard, Finding.NotHeard], Faults([AtNeed], [], [.. Beyond().Select(one => one with { Parked = one.Parked.Add("cases/a", 3) })]));
        Assert.Equal([Finding.NotHeard], Faults([AtNeed], [], [.. Beyond().Select(one => one with { Parked = one.Parked.Add("cases/a", 5) })]));
        Assert.Equal(3, Faults([AtNeed], [], []).Length);
    }

    [Fact]
    public void A_copy_in_another_role_is_counted_by_itself()
    {
        var other = Each with { Role = "elsewhere" };

        Assert.Equal(3, Faults([Each, other], [.. News.Select(one => Kept(Each, one))], [.. Beyond(), .. Beyond().Where(one => one.Role == Each.Role).Select(one => one with { Role = "elsewhere" })]).Length);
    }

    private static ImmutableArray<Finding> Faults(Listener[] listeners, Heard[] heard, Passed[]? passed = null) =>
        [.. Downstream.Check(listeners, News, heard, passed ?? Beyond()).Faults.Select(fault => fault.Finding)];

    private static Told Of(long position, string key) => new("records", Origin, position, 2, Notice, $"cases/{key}", key);

    private static Heard Kept(Listener by, Told told, string? target = null) =>
        new(by.Role, by.Handler, CommandId.OfHandler(told.Origin, told.Position, told.Part, by.Handler, $"kept/{target ?? told.Subject}"), $"kept/{target ?? told.Subject}", told.Position + 100);

    private static Passed[] Beyond(long next = 7) =>
        [.. new[] { Each, Newest, AtNeed }.Select(one => new Passed(one.Role, one.Handler, Origin, next, ImmutableDictionary<string, long>.Empty))];
}
