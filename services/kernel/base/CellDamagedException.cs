namespace EnforcementPlatform.Kernel;

/// <summary>
/// A cell does not carry this role's tag, or a decisive one is gone: it was changed by hand, or comes from another installation or time. The
/// message is one sentence with the name and the cure; callers are told <see cref="KernelFaults.CellDamaged"/>.
/// </summary>
/// <param name="place">The file or collection.</param>
/// <param name="cell">Name of the cell.</param>
public sealed class CellDamagedException(string place, string cell) : Exception(
    $"CELL_DAMAGED：{place} 中的单元 {cell} 校验不符或已被删除，不予采信。请停止服务，用同一时刻的备份整体恢复该角色的数据目录后重新启动，切勿只删除 cells.db。")
{
    /// <summary>Name of the cell.</summary>
    public string Cell { get; } = cell;
}
