using System.Globalization;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel.Witnesses;

/// <summary>
/// The largest head that a witness has cosigned of each log: a cell, moved by compare-and-set, and beside it a file where no backup reaches.
/// A witness that was restored together with the log it watches would else forget with it and cosign the second history.
/// </summary>
/// <param name="witness">Names the witness's data: role and label.</param>
internal sealed class WitnessMemory(string witness, ICells cells, Anchors anchors)
{
    /// <summary>What is known of a log, and the version of the cell that says so.</summary>
    public async Task<(Note? Note, long Version)> Read(string origin, CancellationToken ct)
    {
        var cell = await cells.Read(CellOf(origin), ct);
        Note?[] known = [Parsed(cell?.Value), Parsed(anchors.Read(Anchors.SeenBy(witness, origin, "cosigned")))];
        return (known.OfType<Note>().MaxBy(note => Checkpoint.Parse(note.Text).Size), cell?.Version ?? 0);
    }

    /// <summary>Durable when it returns true; false where somebody else moved the cell since.</summary>
    public async Task<bool> Move(string origin, long version, Note note, CancellationToken ct)
    {
        if (!await cells.Write(CellOf(origin), version, note.ToBytes(), ct))
        {
            return false;
        }

        anchors.Write(Anchors.SeenBy(witness, origin, "cosigned"), note.ToBytes());
        return true;
    }

    /// <summary>
    /// Keeps a head that the log signed and that was refused, as evidence: together with the cosigned one it may show two histories. The first
    /// that contradicts the cosigned one by itself stays for ever; of those that only came without proof, the newest.
    /// </summary>
    public void Refused(string origin, Note note, bool contradicts)
    {
        var name = Anchors.SeenBy(witness, origin, contradicts ? "contradicts" : "refused");
        if (!contradicts || anchors.Read(name) is null)
        {
            anchors.Write(name, note.ToBytes());
        }
    }

    private static string CellOf(string origin) => string.Create(CultureInfo.InvariantCulture, $"witness/{origin}");

    private static Note? Parsed(byte[]? note) => note is null ? null : Note.Parse(note);
}
