using Grpc.Core;

namespace EnforcementPlatform.Bench.Load;

/// <summary>One and the same question, asked by every caller again and again.</summary>
/// <param name="name">Name in the table.</param>
/// <param name="channels">Connections to the server.</param>
/// <param name="ask">Asks once.</param>
/// <param name="cpu">CPU time of its processes.</param>
internal sealed class QuestionLoad(string name, Channels channels, Func<CallInvoker, CancellationToken, Task> ask, Func<TimeSpan> cpu) : IContestant
{
    public string Name => name;

    public IReadOnlyList<ICaller> CallersOf(int round) => [.. Enumerable.Range(0, Channels.Callers).Select(caller => new Asking(channels.Of(caller), ask))];

    public Task Settle(CancellationToken ct) => Task.CompletedTask;

    public TimeSpan Cpu() => cpu();

    private sealed class Asking(CallInvoker to, Func<CallInvoker, CancellationToken, Task> ask) : ICaller
    {
        public async Task<bool> Send(CancellationToken ct)
        {
            await ask(to, ct);
            return true;
        }
    }
}
