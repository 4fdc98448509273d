using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>
/// Finds the feed that a handler reads, and hands its notices over until cancelled. A publisher that cannot be found, because it neither
/// plays in this process nor is named in the settings, is looked for again: nothing it tells is lost, it comes later.
/// </summary>
/// <param name="handler">The handler.</param>
/// <param name="feedOf">The feed of a role; throws where there is none.</param>
/// <param name="runnerOf">What hands notices over.</param>
/// <param name="clock">The clock for pauses.</param>
/// <param name="log">Told once.</param>
internal sealed partial class Follower(
    INoticeHandler handler, Func<string, Task<IFeed>> feedOf, Func<IFeed, HandlerRunner> runnerOf, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private HandlerRunner? _runner;

    /// <summary>Name of the handler.</summary>
    public string Handler => handler.Name;

    /// <summary>Streams that are parked, as far as this process knows.</summary>
    public int Parked => Volatile.Read(ref _runner)?.Parked ?? 0;

    /// <summary>Why it handles nothing until a person has acted (<see cref="HandlerRunner.Stopped"/>); null while it does.</summary>
    public string? Stopped => Volatile.Read(ref _runner)?.Stopped;

    /// <summary>Runs until cancelled.</summary>
    public async Task Run(CancellationToken ct)
    {
        if (await Find(ct) is { } feed)
        {
            var runner = runnerOf(feed);
            Volatile.Write(ref _runner, runner);
            await runner.Run(ct);
        }
    }

    /// <summary>The feed; null when cancelled.</summary>
    private async Task<IFeed?> Find(CancellationToken ct)
    {
        for (var isFirst = true; !ct.IsCancellationRequested; isFirst = false)
        {
            try
            {
                return await feedOf(handler.Publisher).WaitAsync(ct);
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                if (isFirst)
                {
                    LogNoFeed(log, handler.Name, handler.Publisher, LookEvery, error is Fault ? Traces.Reason(error) : Traces.Describe(error));
                }
            }
            catch (OperationCanceledException)
            {
                break;
            }

            await Task.Delay(LookEvery, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    [LoggerMessage(EventId = 1508, Level = LogLevel.Warning, Message = "{Handler}：找不到{Publisher}的通知来源，每{Pause}再找一次：{Error}。请在本进程启动该角色，或者在Platform:Peers中写明其地址")]
    private static partial void LogNoFeed(ILogger log, string handler, string publisher, TimeSpan pause, string error);
}
