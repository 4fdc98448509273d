using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Tests.Fast.Integration.Views;

/// <summary>A ledger that cannot be read from its beginning until it is opened: what is built anew waits, the rest goes on.</summary>
internal sealed class GatedEntries(IEntries entries) : IEntries
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Known => entries.Known;

    public void Open() => _open.SetResult();

    public ValueTask<long> Count(CancellationToken ct) => entries.Count(ct);

    public async ValueTask<ImmutableArray<DecodedEntry>> ReadFrom(long position, int max, CancellationToken ct)
    {
        if (position == 0)
        {
            await _open.Task.WaitAsync(ct);
        }

        return await entries.ReadFrom(position, max, ct);
    }

    public ValueTask<ImmutableArray<DecodedEntry>> ReadStream(string stream, long afterVersion, int max, CancellationToken ct) =>
        entries.ReadStream(stream, afterVersion, max, ct);

    public Task Wait(long position, TimeSpan longest, CancellationToken ct) => entries.Wait(position, longest, ct);
}
