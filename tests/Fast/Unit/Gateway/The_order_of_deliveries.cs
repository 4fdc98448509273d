using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Work;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Gateway;

public sealed class The_order_of_deliveries
{
    /// <summary>2 November 2026, 9:00 in Shanghai.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_wrong_in_public_goes_first_then_what_is_overdue_or_due_within_a_day_then_the_rest()
    {
        DueDelivery[] mixed = [Due("rest", 10), Due("soon", 0), Due("late", -3), Due("urgent and far", 20, urgent: true), Due("urgent and late", -1, urgent: true)];

        Assert.Equal(["urgent and late", "urgent and far", "late", "soon", "rest"], mixed.Order(new DeliveryOrder(Now)).Select(one => one.Id));
        Assert.Equal([2, 1, 1, 0, 0], mixed.Select(new DeliveryOrder(Now).ClassOf));
    }

    [Fact]
    public void Among_equals_the_oldest_goes_first()
    {
        DueDelivery[] same = [Due("younger", 3, queuedMinutesAgo: 5), Due("older", 3, queuedMinutesAgo: 50)];

        Assert.Equal(["older", "younger"], same.Order(new DeliveryOrder(Now)).Select(one => one.Id));
    }

    [Fact]
    public void What_a_person_asked_for_goes_before_everything()
    {
        DueDelivery[] mixed = [Due("urgent and late", -1, urgent: true), Due("asked for", 20) with { HurriedAt = Now }, Due("late", -3)];

        Assert.Equal(["asked for", "urgent and late", "late"], mixed.Order(new DeliveryOrder(Now)).Select(one => one.Id));
    }

    [Theory]
    [InlineData(0, 1)] // the day that ends within 24 hours
    [InlineData(1, 2)]
    [InlineData(-30, 1)]
    public void A_day_is_over_when_it_ends_in_Shanghai(int days, int expected) => Assert.Equal(expected, new DeliveryOrder(Now).ClassOf(Due("x", days)));

    [Fact]
    public void By_due_alone_the_classes_two_and_three_are_in_the_same_order_which_the_view_relies_on()
    {
        var random = new Random(17);
        var many = Enumerable.Range(0, 500).Select(n => Due($"{n:000}", random.Next(-10, 30), random.Next(4) == 0, random.Next(1000))).ToArray();

        Assert.Equal(
            many.OrderBy(one => !one.IsUrgent).ThenBy(one => one.Due).ThenBy(one => one.QueuedAt).Select(one => one.Id),
            many.Order(new DeliveryOrder(Now)).Select(one => one.Id));
    }

    private static DueDelivery Due(string id, int days, bool urgent = false, int queuedMinutesAgo = 0) =>
        new(id, DeliveryState.Ready, urgent, new DateOnly(2026, 11, 2).AddDays(days), Now.AddMinutes(-queuedMinutesAgo), null);
}
