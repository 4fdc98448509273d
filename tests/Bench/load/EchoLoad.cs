using EnforcementPlatform.Bench.Contestants;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Bench.Load;

/// <summary>The echo with messages of given sizes; the metadata is that of the acts it is compared with.</summary>
internal sealed class EchoLoad(string name, Channels channels, Metadata metadata, int requestSize, int answerSize, Func<TimeSpan> cpu) : IContestant
{
    public string Name => name;

    public IReadOnlyList<ICaller> CallersOf(int round) =>
        [.. Enumerable.Range(0, Channels.Callers).Select(caller => new EchoCaller(channels.Of(caller), metadata, requestSize, answerSize))];

    public Task Settle(CancellationToken ct) => Task.CompletedTask;

    public TimeSpan Cpu() => cpu();

    private sealed class EchoCaller(CallInvoker to, Metadata metadata, int requestSize, int answerSize) : ICaller
    {
        private readonly EchoService.EchoServiceClient _echo = new(to);
        private readonly EchoRequest _request = new() { Body = ByteString.CopyFrom(new byte[requestSize]), AnswerSize = answerSize };

        public async Task<bool> Send(CancellationToken ct)
        {
            await _echo.EchoAsync(_request, metadata, cancellationToken: ct);
            return true;
        }
    }
}
