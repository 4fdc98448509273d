namespace EnforcementPlatform.Kernel;

/// <summary>
/// Lets acts of one process wait for each other where they want the same stream, instead of clashing in the store.
/// Correctness never depends on it: the store's unique claims decide.
/// </summary>
internal sealed class StreamQueues
{
    private const int Stripes = 1024;
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Enters the queues of all streams, always in one order, and returns what leaves them.</summary>
    public async ValueTask<IDisposable> Enter(IEnumerable<string> streams, CancellationToken ct)
    {
        var held = new Held();
        foreach (var stripe in streams.Select(StripeOf).Distinct().Order())
        {
            await Wait(_stripes[stripe], held, ct);
        }

        return held;
    }

    private static async ValueTask Wait(SemaphoreSlim stripe, Held held, CancellationToken ct)
    {
        try
        {
            await stripe.WaitAsync(ct);
        }
        catch
        {
            held.Dispose();
            throw;
        }

        held.Add(stripe);
    }

    private static int StripeOf(string stream) => (int)((uint)string.GetHashCode(stream, StringComparison.Ordinal) % Stripes);

    private sealed class Held : IDisposable
    {
        private readonly List<SemaphoreSlim> _stripes = [];

        public void Add(SemaphoreSlim stripe) => _stripes.Add(stripe);

        public void Dispose()
        {
            _stripes.ForEach(stripe => stripe.Release());
            _stripes.Clear();
        }
    }
}
