using System.Collections.Concurrent;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>The reading side of one view's file: at most four connections, opened when first needed, kept until the file is retired.</summary>
internal sealed class ViewReaders(string path, OpenViewFile open, int cacheKiB)
{
    /// <summary>More would only divide the cache further: a machine has few cores and a query is short.</summary>
    public const int Most = 4;

    private readonly SemaphoreSlim _places = new(Most, Most);
    private readonly ConcurrentStack<ViewDb> _idle = new();

    public string Path => path;

    /// <summary>Runs a query on a connection of its own. A query that fails gives its connection up.</summary>
    public async ValueTask<T> Read<T>(Func<ViewDb, T> query, CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        try
        {
            var db = _idle.TryPop(out var idle) ? idle : new ViewDb(open(path, readOnly: true, cacheKiB));
            try
            {
                var result = query(db);
                _idle.Push(db);
                return result;
            }
            catch
            {
                db.Dispose();
                throw;
            }
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Waits for the queries under way, closes every connection, lets no more in.</summary>
    public async Task Retire()
    {
        for (var place = 0; place < Most; place++)
        {
            await _places.WaitAsync();
        }

        while (_idle.TryPop(out var db))
        {
            db.Dispose();
        }
    }
}
