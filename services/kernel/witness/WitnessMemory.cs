using System.Globalization;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel.Witnesses;

/// <summary>
/// The largest head that a witness has cosigned of each log, with the cosignature that says when: a cell, moved by compare-and-set, and beside it a file where no backup reaches.
/// A witness that was restored together with the log it watches would else forget with it and cosign the second history.
/// </summary>
/// <param name="witness">Names the witness's data: role and label.</param>
/// <remarks>Strangers may post what the log has signed, as often as they like: so nothing is written twice, and a refusal at most once a minute.</remarks>
internal sealed class WitnessMemory(string witness, ICells cells, Anchors anchors, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    /// <summary>Newest refusals that wait for their minute, and when one was written last, by file. Few: origins are those of known logs.</summary>
    private readonly Dictionary<string, byte[]> _waiting = [];
    private readonly Dictionary<string, long> _writtenAt = [];

    /// <summary>What is known of a log, and the version of the cell that says so.</summary>
    public async Task<(Note? Note, long Version)> Read(string origin, CancellationToken ct)
    {
        foreach (var name in _waiting.Keys.ToArray())
        {
            WriteWaiting(name);
        }

        var cell = await cells.Read(CellOf(origin), ct);
        Note?[] known = [Parsed(cell?.Value), Parsed(anchors.Read(Anchors.SeenBy(witness, origin, "cosigned")))];
        return (known.OfType<Note>().MaxBy(note => Checkpoint.Parse(note.Text).Size), cell?.Version ?? 0);
    }

    /// <summary>
    /// Durable when it returns true; false where somebody else moved the cell since. A head that is there already is not written again: the time of
    /// its first cosignature stays.
    /// </summary>
    public async Task<bool> Move(string origin, long version, Note cosigned, CancellationToken ct)
    {
        var isThere = await cells.Read(CellOf(origin), ct) is { } cell && cell.Version == version && Note.Parse(cell.Value).Text == cosigned.Text;
        if (!isThere && !await cells.Set(CellOf(origin), version, cosigned.ToBytes(), ct))
        {
            return false;
        }

        var beside = Anchors.SeenBy(witness, origin, "cosigned");
        if (Parsed(anchors.Read(beside))?.Text != cosigned.Text)
        {
            anchors.Write(beside, cosigned.ToBytes());
        }

        return true;
    }

    /// <summary>
    /// Keeps a head that the log signed and that was refused, as evidence: together with the cosigned one it may show two histories. Of those that
    /// contradict it by themselves, and of those that only came without proof, the first stays for ever and the newest beside it. The newest may
    /// wait a minute in memory: it is written with the next request, or at the end.
    /// </summary>
    public void Refused(string origin, Note note, bool contradicts)
    {
        var (what, bytes) = (contradicts ? "contradicts" : "refused", note.ToBytes());
        var first = Anchors.SeenBy(witness, origin, what);
        if (anchors.Read(first) is not { } kept)
        {
            anchors.Write(first, bytes);
        }
        else if (!kept.AsSpan().SequenceEqual(bytes))
        {
            var newest = Anchors.SeenBy(witness, origin, what + "-newest");
            _waiting[newest] = bytes;
            WriteWaiting(newest);
        }
    }

    /// <summary>Writes what waits: after a stop nobody would.</summary>
    public void Dispose()
    {
        foreach (var (name, bytes) in _waiting)
        {
            WriteOnce(name, bytes);
        }

        _waiting.Clear();
    }

    private void WriteWaiting(string name)
    {
        if ((_writtenAt.TryGetValue(name, out var at) && clock.GetElapsedTime(at) < Between) || !_waiting.Remove(name, out var bytes))
        {
            return;
        }

        if (WriteOnce(name, bytes))
        {
            _writtenAt[name] = clock.GetTimestamp();
        }
    }

    private bool WriteOnce(string name, byte[] bytes)
    {
        if (anchors.Read(name) is { } kept && kept.AsSpan().SequenceEqual(bytes))
        {
            return false;
        }

        anchors.Write(name, bytes);
        return true;
    }

    private static string CellOf(string origin) => string.Create(CultureInfo.InvariantCulture, $"witness/{origin}");

    private static Note? Parsed(byte[]? note) => note is null ? null : Note.Parse(note);
}
