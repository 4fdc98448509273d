using System.Collections.Immutable;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>Entries read no faster than so many a second, for work that must not be felt.</summary>
internal sealed class SlowEntries(IEntries entries, int perSecond) : IEntries
{
    public long Known => entries.Known;

    public ValueTask<long> Count(CancellationToken ct) => entries.Count(ct);

    public async ValueTask<ImmutableArray<DecodedEntry>> ReadFrom(long position, int max, CancellationToken ct)
    {
        var read = await entries.ReadFrom(position, Math.Min(max, perSecond), ct);
        await Task.Delay(TimeSpan.FromSeconds((double)read.Length / perSecond), ct);
        return read;
    }

    public ValueTask<ImmutableArray<DecodedEntry>> ReadStream(string stream, long afterVersion, int max, CancellationToken ct) =>
        entries.ReadStream(stream, afterVersion, max, ct);

    public Task Wait(long position, TimeSpan longest, CancellationToken ct) => entries.Wait(position, longest, ct);
}
