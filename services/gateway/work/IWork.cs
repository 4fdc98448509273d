using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Gateway.Work;

/// <summary>
/// Where a destination's queue looks for what is under way. It finds, it does not decide: each finding is read from the ledger before anything is
/// done, so one that is out of date costs a look.
/// </summary>
internal interface IWork
{
    /// <summary>Deliveries under way whose time has come, most urgent first in the order of <see cref="DeliveryOrder"/>.</summary>
    ValueTask<IReadOnlyList<DueDelivery>> Find(string destination, WorkSought sought, CancellationToken ct);

    /// <summary>When the next one's time comes; null where none waits for a time.</summary>
    ValueTask<DateTimeOffset?> NextAt(string destination, DateTimeOffset now, CancellationToken ct);
}

/// <summary>What a queue looks for.</summary>
/// <param name="LostBefore">Of those with an attempt under way only the ones that began before.</param>
/// <param name="Most">How many of the hurried, and how many of all, are found at most.</param>
/// <param name="Seen">Position up to which the ledger MUST have been seen.</param>
internal readonly record struct WorkSought(DateTimeOffset Now, DateTimeOffset LostBefore, int Most, long Seen);

/// <summary>A delivery under way.</summary>
/// <param name="Id">Key of the stream.</param>
/// <param name="IsUrgent">A withdrawal or a correction.</param>
/// <param name="Due">Last day on which it is in time.</param>
/// <param name="QueuedAt">When its item was queued: older goes first among equals.</param>
/// <param name="HurriedAt">When somebody asked to hurry and no attempt is kept since; null where nobody did.</param>
internal sealed record DueDelivery(string Id, DeliveryState State, bool IsUrgent, DateOnly Due, DateTimeOffset QueuedAt, DateTimeOffset? HurriedAt);

/// <summary>
/// Which delivery goes first. What a person asked to hurry is next, wherever it stood. Then three classes: what is wrong in public now
/// (withdrawals, corrections); what is overdue or due within a day; the rest. In a class the earliest due day, then the oldest.
/// Since due is a day of the calendar, nothing waits for ever behind newer things. Pure.
/// </summary>
internal sealed class DeliveryOrder(DateTimeOffset now) : IComparer<DueDelivery>
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(1);

    /// <summary>0 first.</summary>
    public int ClassOf(DueDelivery one) => one.IsUrgent ? 0 : ShanghaiTime.StartOf(one.Due.AddDays(1)) - now < Soon ? 1 : 2;

    public int Compare(DueDelivery? x, DueDelivery? y) =>
        (x!.HurriedAt is null, ClassOf(x), x.Due, x.QueuedAt).CompareTo((y!.HurriedAt is null, ClassOf(y), y.Due, y.QueuedAt));
}
