using System.Collections.Concurrent;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>The reading side of one view's file: at most four connections, opened when first needed, kept until the file is retired.</summary>
internal sealed class ViewReaders(string path, IViewFiles files, int cacheKiB)
{
    /// <summary>More would only divide the cache further: a machine has few cores and a query is short.</summary>
    public const int Most = 4;

    private readonly SemaphoreSlim _places = new(Most, Most);
    private readonly ConcurrentStack<ViewDb> _idle = new();
    private volatile bool _retired;

    public string Path => path;

    /// <summary>Runs a query on a connection of its own. A query that fails gives its connection up. Not answered once the file is retired.</summary>
    public async ValueTask<(bool Answered, T Result)> TryRead<T>(Func<ViewDb, T> query, CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        try
        {
            return _retired ? (false, default!) : (true, Read(query));
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Runs work while no query is under way here; false when queries did not end within a time.</summary>
    public async Task<bool> Alone(Func<bool> work, TimeSpan longest, CancellationToken ct)
    {
        var held = 0;
        try
        {
            while (held < Most && await _places.WaitAsync(longest, ct))
            {
                held++;
            }

            return held == Most && work();
        }
        finally
        {
            Release(held);
        }
    }

    /// <summary>Lets no more queries in, waits for those under way, closes every connection. Repeatable.</summary>
    public async Task Retire()
    {
        _retired = true;
        for (var place = 0; place < Most; place++)
        {
            await _places.WaitAsync();
        }

        while (_idle.TryPop(out var db))
        {
            db.Dispose();
        }

        Release(Most);
    }

    private T Read<T>(Func<ViewDb, T> query)
    {
        var db = _idle.TryPop(out var idle) ? idle : new ViewDb(files.Open(path, readOnly: true, cacheKiB));
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

    private void Release(int places)
    {
        if (places > 0)
        {
            _places.Release(places);
        }
    }
}
