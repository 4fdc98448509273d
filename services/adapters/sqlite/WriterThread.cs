using System.Collections.Concurrent;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// The one thread that writes to a file. SQLite calls block on the disk; a thread of its own keeps that out of the pool and needs no lock.
/// </summary>
internal sealed class WriterThread : IDisposable
{
    private readonly BlockingCollection<Action> work = [];
    private readonly Thread thread;

    public WriterThread(string name)
    {
        thread = new Thread(RunAll) { IsBackground = true, Name = name };
        thread.Start();
    }

    /// <summary>Runs the work after all that was given before; its exception goes to whoever awaits.</summary>
    public Task<T> Run<T>(Func<T> job)
    {
        // Continuations MUST NOT run here: a caller's code would hold up every other writer.
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                done.SetResult(job());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    /// <summary>Finishes what was given and stops.</summary>
    public void Dispose()
    {
        work.CompleteAdding();
        thread.Join();
        work.Dispose();
    }

    private void RunAll()
    {
        foreach (var job in work.GetConsumingEnumerable())
        {
            job();
        }
    }
}
