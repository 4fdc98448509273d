namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// The one thread that writes to a file. SQLite calls block on the disk; a thread of its own keeps that out of the pool and needs no lock.
/// </summary>
internal sealed class WriterThread : IDisposable
{
    private readonly Queue<Action> work = [];
    private readonly Thread thread;
    private bool ending;

    public WriterThread(string name)
    {
        thread = new Thread(RunAll) { IsBackground = true, Name = name };
        thread.Start();
    }

    /// <summary>Runs the work after all that was given before; its exception goes to whoever awaits.</summary>
    /// <exception cref="ObjectDisposedException">The thread was told to end.</exception>
    public Task<T> Run<T>(Func<T> job)
    {
        // Continuations MUST NOT run here: a caller's code would hold up every other writer.
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (work)
        {
            ObjectDisposedException.ThrowIf(ending, this);
            work.Enqueue(() => Settle(job, done));
            Monitor.Pulse(work);
        }

        return done.Task;
    }

    /// <summary>Finishes what was given and stops.</summary>
    public void Dispose()
    {
        lock (work)
        {
            ending = true;
            Monitor.Pulse(work);
        }

        thread.Join();
    }

    private static void Settle<T>(Func<T> job, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(job());
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }

    private void RunAll()
    {
        while (Next() is { } job)
        {
            job();
        }
    }

    /// <summary>Sleeps without spinning: beside the callers there is seldom a core to spare. Null at the end.</summary>
    private Action? Next()
    {
        lock (work)
        {
            while (work.Count == 0 && !ending)
            {
                Monitor.Wait(work);
            }

            return work.TryDequeue(out var job) ? job : null;
        }
    }
}
