using EnforcementPlatform.Kernel;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Gateway.Work;

/// <summary>The queues of all destinations, each on its own: one platform that is away delays no other. Begun and ended with the role.</summary>
internal sealed partial class DeliveryQueues(
    Destinations destinations, DeliverySender sender, IWork work, PaceCell cell, TimeProvider clock, DeliveryMetrics metrics,
    ILogger<DeliveryQueues> log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Begins; returns at once.</summary>
    public void Begin()
    {
        if (destinations.All.IsEmpty)
        {
            LogNone(log);
        }

        foreach (var destination in destinations.All)
        {
            LogDelivers(log, destination.Name, destination.Format.Citation, destination.Limits.PerMinute);
        }

        _running = Task.WhenAll(destinations.All.Select(one => Task.Run(() => QueueOf(one).Run(_stopping.Token), CancellationToken.None)));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stopping.Dispose();
        }
    }

    private DestinationQueue QueueOf(Destination destination) => new(destination, sender, work, cell, clock, Random.Shared.NextDouble, metrics, log);

    [LoggerMessage(EventId = 1710, Level = LogLevel.Warning, Message = "未设置上级平台（Gateway:Destinations）：不向任何上级平台推送")]
    private static partial void LogNone(ILogger log);

    [LoggerMessage(EventId = 1711, Level = LogLevel.Information, Message = "向{Destination}推送，格式{Format}，每分钟至多{PerMinute}次请求")]
    private static partial void LogDelivers(ILogger log, string destination, string format, int perMinute);
}
