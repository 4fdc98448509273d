using System.Collections.Immutable;

namespace EnforcementPlatform.Kernel;

/// <summary>Entries that follow one another without gaps; beyond a number or a size the oldest are dropped. Used under its owner's lock.</summary>
/// <param name="most">Entries, at the most.</param>
/// <param name="mostBytes">Bytes of all entries together, as their owner counts them.</param>
internal sealed class RememberedRun(int most, long mostBytes)
{
    private readonly (DecodedEntry? Entry, long Bytes)[] _ring = new (DecodedEntry?, long)[most];
    private long _first;
    private long _bytes;

    /// <summary>Position after the newest entry there ever was; null until it is begun.</summary>
    public long? End { get; private set; }

    /// <summary>Lets it grow from a position on.</summary>
    public void Begin(long position) => (_first, End) = (position, position);

    /// <summary>The entries from a position on that are remembered.</summary>
    public ImmutableArray<DecodedEntry> From(long position, int max)
    {
        if (End is not { } end || position < _first || position >= end)
        {
            return [];
        }

        var found = ImmutableArray.CreateBuilder<DecodedEntry>((int)Math.Min(max, end - position));
        while (found.Count < found.Capacity)
        {
            found.Add(_ring[(position + found.Count) % most].Entry!);
        }

        return found.MoveToImmutable();
    }

    /// <summary>Adds the entry at the end. One that lies before the end is not taken; one that lies beyond begins the run anew.</summary>
    public void Add(DecodedEntry entry, long bytes)
    {
        if (entry.Position < End)
        {
            return;
        }

        if (entry.Position > End)
        {
            Forget();
            Begin(entry.Position);
        }

        if (End - _first == most)
        {
            DropOldest();
        }

        _ring[entry.Position % most] = (entry, bytes);
        _bytes += bytes;
        End = entry.Position + 1;
        while (_bytes > mostBytes)
        {
            DropOldest();
        }
    }

    /// <summary>Drops every entry; the end stays where it is.</summary>
    public void Forget()
    {
        while (_first < End)
        {
            DropOldest();
        }
    }

    private void DropOldest()
    {
        ref var place = ref _ring[_first++ % most];
        _bytes -= place.Bytes;
        place = default;
    }
}
