using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Bench.Load;

/// <summary>What was started for a run, stopped in reverse order when it ends.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly Stack<object> _started = new();

    /// <summary>Takes something over, to dispose of it at the end.</summary>
    public T Add<T>(T started)
        where T : notnull
    {
        _started.Push(started);
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var one))
        {
            if (one is StartedProduct product)
            {
                await product.Stop();
            }
            else if (one is IAsyncDisposable other)
            {
                await other.DisposeAsync();
            }
            else
            {
                ((IDisposable)one).Dispose();
            }
        }
    }
}
