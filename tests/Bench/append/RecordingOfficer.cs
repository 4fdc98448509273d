using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Bench.Seed;
using EnforcementPlatform.Contracts.Records;
using Grpc.Core;

namespace EnforcementPlatform.Bench.Append;

/// <summary>
/// A handler who writes one record after another into cases under investigation: so many into one case, then on to the next. Each request has
/// its own id and the etag of the answer before.
/// </summary>
internal sealed class RecordingOfficer(CallInvoker to, Metadata signedIn, CaseQueue queue) : ICaller
{
    /// <summary>Records written into one case before the next is taken up.</summary>
    public const int RecordsPerCase = 12;

    private readonly CaseService.CaseServiceClient _cases = new(to);
    private int _left;

    /// <summary>The case at hand, as last answered.</summary>
    public Case? Case { get; private set; }

    /// <summary>The newest request.</summary>
    public RecordActRequest Request { get; private set; } = new();

    public async Task<bool> Send(CancellationToken ct)
    {
        if (_left == 0)
        {
            if (queue.Next() is not { } next)
            {
                return false;
            }

            (Case, _left) = (next, RecordsPerCase);
        }

        Request = new()
        {
            CaseId = Case!.CaseId,
            Etag = Case.Etag,
            RequestId = Guid.NewGuid().ToString(),
            Kind = RecordKind.SiteInspection,
            Text = Wording.Text,
        };
        Case = (await _cases.RecordActAsync(Request, signedIn, cancellationToken: ct)).Case;
        _left--;
        return true;
    }
}

/// <summary>Cases that nobody has taken up yet.</summary>
internal sealed class CaseQueue(IReadOnlyList<Case> cases)
{
    private int _next = -1;

    public Case? Next() => Interlocked.Increment(ref _next) is var next && next < cases.Count ? cases[next] : null;
}
