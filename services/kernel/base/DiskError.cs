namespace EnforcementPlatform.Kernel;

/// <summary>What the operating system says of a file, in words for the operator. Numbers are those of errno(3).</summary>
public static class DiskError
{
    private const int NoPermission = 13;
    private const int NotPermitted = 1;
    private const int NotFolder = 20;
    private const int Exists = 17;
    private const int TooManyInSystem = 23;
    private const int TooMany = 24;
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int Quota = 122;
    private const int Broken = 5;

    /// <summary>True where there is no room left: disk or quota.</summary>
    public static bool IsFull(Exception? error) => error is IOException && Number(error) is NoSpace or Quota;

    /// <summary>The cause, without an end mark.</summary>
    public static string CauseOf(Exception error) => Number(error) switch
    {
        NoSpace or Quota => "磁盘空间或配额已用完",
        ReadOnly => "所在的文件系统是只读的",
        NotFolder or Exists => "同名的是文件而不是文件夹",
        TooMany or TooManyInSystem => "打开的文件过多",
        Broken => "磁盘读写出错",
        NoPermission or NotPermitted => "运行账户没有权限",
        _ when error is UnauthorizedAccessException => "运行账户没有权限",
        _ when error is FileNotFoundException or DirectoryNotFoundException => "文件或文件夹不存在",
        var other => $"系统报告错误{other}",
    };

    /// <summary>What ends it, a sentence.</summary>
    public static string CureOf(Exception error) => Number(error) switch
    {
        NoSpace or Quota => "请腾出空间或扩大磁盘后重试。",
        ReadOnly => "请以可写方式重新挂载，或改用其他文件夹。",
        NotFolder or Exists => "请移走同名文件，或改用其他文件夹。",
        TooMany or TooManyInSystem => "请提高打开文件数的上限（ulimit -n 或 systemd 的 LimitNOFILE）。",
        Broken => "请检查磁盘和系统日志，必要时更换磁盘并从备份恢复。",
        _ when error is FileNotFoundException or DirectoryNotFoundException => "请核对路径。",
        _ => $"请把属主改为运行账户（{Environment.UserName}）并给予读写权限（chown、chmod）。",
    };

    /// <summary>Errno on Unix: of the error itself, or of what an access error was made of.</summary>
    private static int Number(Exception error) => (error is UnauthorizedAccessException ? error.InnerException?.HResult ?? 0 : error.HResult) & 0xffff;
}
