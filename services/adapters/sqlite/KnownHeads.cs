using System.Diagnostics.CodeAnalysis;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// Heads of streams in memory. One process owns the file and one thread writes it, so a head that was written or read here stays right until
/// that thread moves it. Every act asks for seven heads or so (its stream, the person, the account, the handlers, the rules), most of them the
/// same ones again and again.
/// </summary>
/// <remarks>
/// What was read from the file is kept only if nothing was committed since the reading began: it could be the head of before. What was committed
/// is put in before its append returns, so a look-up after it never sees the head of before.
/// </remarks>
/// <param name="most">Heads kept for certain; up to twice as many are.</param>
internal sealed class KnownHeads(int most)
{
    private readonly Lock writing = new();
    private readonly BoundedMemory<string, StreamHead> heads = new(most, StringComparer.Ordinal);
    private long commits;

    /// <summary>To be taken before a head is read from the file, and given to <see cref="Read"/> with it.</summary>
    public long Commits => Volatile.Read(ref commits);

    public bool TryFind(string stream, [MaybeNullWhen(false)] out StreamHead head) => heads.TryFind(stream, out head);

    /// <summary>Takes over what was read from the file. That a stream has no entry is not kept: there is no end of such names.</summary>
    public void Read(string stream, StreamHead head, long commitsBefore)
    {
        if (head.Version == 0)
        {
            return;
        }

        lock (writing)
        {
            if (commits == commitsBefore)
            {
                heads.Keep(stream, head);
            }
        }
    }

    /// <summary>Takes over what a commit made durable; called before anybody is told of it.</summary>
    public void Committed(IReadOnlyList<EntryToAppend> batch, IReadOnlyList<AppendResult> results)
    {
        lock (writing)
        {
            commits++;
            for (var index = 0; index < batch.Count; index++)
            {
                if (results[index].Outcome == AppendOutcome.Appended)
                {
                    Moved(batch[index]);
                }
            }
        }
    }

    /// <summary>Forgets everything: after a failure nobody knows what the file holds until it is read again.</summary>
    public void Forget()
    {
        lock (writing)
        {
            commits++;
            heads.Clear();
        }
    }

    private void Moved(EntryToAppend entry)
    {
        // As the file gives it back: in milliseconds.
        var at = DateTimeOffset.FromUnixTimeMilliseconds(entry.At.ToUnixTimeMilliseconds());
        foreach (var claim in entry.Claims)
        {
            heads.Keep(claim.Stream, new(claim.Version, entry.Leaf, at));
        }
    }
}
