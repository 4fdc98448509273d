using System.Collections.Concurrent;

namespace EnforcementPlatform.Records;

/// <summary>
/// Threads of their own on which passwords are hashed, with a short queue: a burst of sign-ins takes a quarter of the processors at most, and
/// nobody else's call waits behind it. Who finds the queue full is refused at once and told when to come again; one source never has all of it.
/// </summary>
internal sealed class HashingLanes : IDisposable
{
    /// <summary>Hashes that may wait, for each lane.</summary>
    private const int Queue = 16;

    /// <summary>Hashes of one source that wait or run.</summary>
    private const int MostOfOneSource = 8;

    private static readonly int Lanes = int.Max(1, Environment.ProcessorCount / 4);

    private readonly BlockingCollection<Action> _waiting = new(Lanes * Queue);
    private readonly ConcurrentDictionary<string, int> _bySource = new(StringComparer.Ordinal);

    public HashingLanes()
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            new Thread(Work) { IsBackground = true, Name = "hashing", Priority = ThreadPriority.BelowNormal }.Start();
        }
    }

    /// <summary>Hashes on a lane. Throws <see cref="AccountFaults.SignInBusy"/> where too many wait.</summary>
    /// <param name="source">Who asks; empty for the process itself, which waits for nobody.</param>
    public async Task<T> Run<T>(string source, Func<T> hash)
    {
        if (source.Length == 0)
        {
            return hash();
        }

        try
        {
            var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_bySource.AddOrUpdate(source, 1, (_, count) => count + 1) > MostOfOneSource || !_waiting.TryAdd(() => Complete(done, hash)))
            {
                throw AccountFaults.SignInBusy.With(("seconds", "2"));
            }

            return await done.Task;
        }
        finally
        {
            Leave(source);
        }
    }

    public void Dispose() => _waiting.CompleteAdding();

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> hash)
    {
        try
        {
            done.SetResult(hash());
        }
        catch (Exception error)
        {
            done.SetException(error);
        }
    }

    private void Leave(string source)
    {
        if (_bySource.AddOrUpdate(source, 0, (_, count) => count - 1) == 0)
        {
            _bySource.TryRemove(KeyValuePair.Create(source, 0));
        }
    }

    private void Work()
    {
        foreach (var hash in _waiting.GetConsumingEnumerable())
        {
            hash();
        }
    }
}
