using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Bench.Load;

/// <summary>What was started for a run, stopped in reverse order when it ends.</summary>
internal sealed class Started : IAsyncDisposable
{
    private readonly Stack<object> _all = new();

    /// <summary>Takes something over, to dispose of it at the end.</summary>
    public T Add<T>(T one)
        where T : notnull
    {
        _all.Push(one);
        return one;
    }

    public async ValueTask DisposeAsync()
    {
        while (_all.TryPop(out var one))
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
