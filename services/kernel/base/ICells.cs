using System.Collections.Immutable;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Small durable working state that no court will ask about: cursors, parked keys, password hashes, lock-outs, signed checkpoints. A cell is
/// believed only under the role's own key (<see cref="CellTags"/>): one that was changed, renamed or taken away by somebody else throws
/// <see cref="CellDamagedException"/> from each of the three, and hinders no other cell.
/// </summary>
public interface ICells
{
    /// <summary>The cell, or null. MUST see every write that returned before; the bytes are the caller's own.</summary>
    ValueTask<Cell?> Read(string name, CancellationToken ct);

    /// <summary>
    /// Writes when the cell's version equals <paramref name="expected"/> (0 = the cell must not exist); null value removes it.
    /// MUST be durable before it returns true; false means somebody else wrote first and nothing changed. Any exception but
    /// <see cref="CellDamagedException"/> means that the outcome is unknown: read again and compare (<see cref="SettledCells.Set"/>).
    /// </summary>
    Task<bool> Write(string name, long expected, byte[]? value, CancellationToken ct);

    /// <summary>All cells whose name starts with the prefix, by name.</summary>
    ValueTask<ImmutableArray<Cell>> List(string prefix, CancellationToken ct);
}

/// <summary>
/// One cell. Versions start at 1, grow with every write and never repeat: a removal leaves a row that keeps the version, so whoever still
/// holds a version of before the removal cannot write over the cell that was made anew.
/// </summary>
public sealed record Cell(string Name, long Version, byte[] Value);

/// <summary>A cell as an engine keeps it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, that of the removal included.</param>
/// <param name="Value">Its value; null where it was removed.</param>
/// <param name="Tag">The role's tag over the three.</param>
public sealed record StoredCell(string Name, long Version, byte[]? Value, byte[] Tag);
