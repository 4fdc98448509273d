using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Contracts.Records;
using Grpc.Core;

namespace EnforcementPlatform.Bench.Append;

/// <summary>A server that keeps records of acts: the product, or PostgreSQL behind the same shell. Both are given the same cases.</summary>
/// <param name="name">Name in the table.</param>
/// <param name="channels">Connections to it.</param>
/// <param name="signedIn">Metadata of the handlers, who take turns.</param>
/// <param name="shares">Cases of each round.</param>
/// <param name="cpu">CPU time of its processes.</param>
/// <param name="settle">What has to be done after the last answer, given the cases last worked on.</param>
internal sealed class RecordContestant(
    string name,
    Channels channels,
    IReadOnlyList<Metadata> signedIn,
    IReadOnlyList<IReadOnlyList<Case>> shares,
    Func<TimeSpan> cpu,
    Func<IReadOnlyList<Case>, CancellationToken, Task> settle) : IContestant
{
    private IReadOnlyList<RecordingOfficer> _officers = [];

    public string Name => name;

    public IReadOnlyList<ICaller> CallersOf(int round)
    {
        var queue = new CaseQueue(shares[round]);
        _officers = [.. Enumerable.Range(0, Channels.Callers).Select(caller => new RecordingOfficer(channels.Of(caller), signedIn[caller % signedIn.Count], queue))];
        return _officers;
    }

    public Task Settle(CancellationToken ct) => settle([.. _officers.Select(one => one.Case).OfType<Case>()], ct);

    public TimeSpan Cpu() => cpu();
}
