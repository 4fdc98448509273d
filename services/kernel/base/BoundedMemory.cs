using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// What is remembered to save work, by number: the newest so many are kept for certain, never more than twice as many. When so many are new, those of
/// before are dropped together; nobody sorts, and a flood of new keys drops nothing that was put in just before. May be read and written by
/// any thread. (What is remembered by size is a <c>MemoryCache</c>.)
/// </summary>
/// <param name="most">How many are kept for certain.</param>
/// <param name="comparer">How keys are compared.</param>
public sealed class BoundedMemory<TKey, TValue>(int most, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly Lock _writing = new();
    private ConcurrentDictionary<TKey, TValue> _young = new(comparer), _old = new(comparer);
    private int _count;

    /// <summary>How many are remembered, counted one by one.</summary>
    internal int Count => Volatile.Read(ref _young).Count + Volatile.Read(ref _old).Count(pair => !_young.ContainsKey(pair.Key));

    public bool TryFind(TKey key, [MaybeNullWhen(false)] out TValue value) =>
        Volatile.Read(ref _young).TryGetValue(key, out value) || Volatile.Read(ref _old).TryGetValue(key, out value);

    /// <summary>Remembers a value, and counts the key as new.</summary>
    public void Keep(TKey key, TValue value)
    {
        lock (_writing)
        {
            Put(key, value);
        }
    }

    /// <summary>Remembers what follows from what is remembered, in one step.</summary>
    /// <param name="key">The key.</param>
    /// <param name="next">Gives the value to remember, from the one of before or the default. Short: others wait.</param>
    public TValue Change(TKey key, Func<TValue?, TValue> next)
    {
        lock (_writing)
        {
            var value = next(TryFind(key, out var known) ? known : default);
            Put(key, value);
            return value;
        }
    }

    public void Forget(TKey key)
    {
        lock (_writing)
        {
            if (_young.TryRemove(key, out _))
            {
                _count--;
            }

            _old.TryRemove(key, out _);
        }
    }

    public void Clear()
    {
        lock (_writing)
        {
            Volatile.Write(ref _young, new(comparer));
            Volatile.Write(ref _old, new(comparer));
            _count = 0;
        }
    }

    private void Put(TKey key, TValue value)
    {
        if (!_young.ContainsKey(key) && ++_count > most)
        {
            Volatile.Write(ref _old, _young);
            Volatile.Write(ref _young, new(comparer));
            _count = 1;
        }

        _young[key] = value;
    }
}
