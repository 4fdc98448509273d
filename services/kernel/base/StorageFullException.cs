namespace EnforcementPlatform.Kernel;

/// <summary>There was no room to write (disk or quota). Nothing of the write was kept; it may be repeated once there is room.</summary>
public sealed class StorageFullException(string path, Exception cause) : IOException($"{path}：所在磁盘的空间或配额已用完，未能写入", cause);
