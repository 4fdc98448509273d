namespace EnforcementPlatform.Kernel;

/// <summary>Writes of cells whose outcome is certain.</summary>
public static class SettledCells
{
    /// <summary>
    /// <see cref="ICells.Write"/>, where an exception leaves the outcome unknown: the cell is read again and compared. True when what was to be
    /// written stands there under a newer version, false when something else does.
    /// </summary>
    /// <remarks>Not for cells where two writers may write the same bytes and only one may succeed (places among failed sign-ins).</remarks>
    /// <exception cref="Exception">What the write threw, where nothing was written or the cell cannot be read.</exception>
    public static async Task<bool> Set(this ICells cells, string name, long expected, byte[]? value, CancellationToken ct)
    {
        try
        {
            return await cells.Write(name, expected, value, ct);
        }
        catch (Exception unknown) when (unknown is not CellDamagedException && !ct.IsCancellationRequested)
        {
            var cell = await cells.Read(name, ct);
            if ((cell?.Version ?? 0) == expected)
            {
                throw;
            }

            return cell is null ? value is null : value is not null && cell.Value.AsSpan().SequenceEqual(value);
        }
    }
}
