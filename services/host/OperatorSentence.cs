using System.Net.Sockets;
using System.Security.Cryptography;
using EnforcementPlatform.Kernel;
using Microsoft.Data.Sqlite;

namespace EnforcementPlatform.Host;

/// <summary>
/// The one place that turns what the environment does to a command (disk, rights, ports, foreign or newer files) into one sentence with cause
/// and cure. What it does not know is a defect of the program.
/// </summary>
internal static class OperatorSentence
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int DiskTrouble = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotDatabase = 26;

    /// <summary>The sentence, or null for a defect.</summary>
    public static string? Of(Exception error) => error switch
    {
        SettingsException or UsageException => error.Message,
        Fault { Type.Reason: "REPLICA_TOO_OLD" } => "数据中有较新版本的程序写入的内容，本程序不能读取。请改用写入它的版本或更新的版本。",
        Fault fault => fault.Sentence,
        LedgerDamagedException damaged => $"账本与其校验值不符（{damaged.Message}）。请用 enforce verify 查明位置，并从备份恢复。",
        InvalidDataException or Ledger.NoteFormatException or Ledger.EntryFormatException => $"文件内容不对：{error.Message} 请核对所指的文件夹属于同一套安装，或从备份恢复该文件。",
        SqliteException database => OfDatabase(database),
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => $"端口{StartCheck.PortTaken}。请先停止它，或用 --Platform:Ports:角色:Http=端口 改用其他端口。",
        CryptographicException => "密钥文件与数据不符或已损坏。请核对密钥目录属于同一套安装，或从备份恢复密钥文件。",
        FileNotFoundException { FileName: { } file } => $"没有文件 {file}。请核对路径。",
        FileInUseException or LedgerVersionException => error.Message,
        IOException or UnauthorizedAccessException => error.InnerException is SocketException or IOException { InnerException: SocketException }
            ? Of(Innermost(error))
            : $"{DiskError.CauseOf(error)}（{error.Message}）。{DiskError.CureOf(error)}",
        AggregateException or TypeInitializationException => error.InnerException is { } inner ? Of(inner) : null,
        _ => error.InnerException is SqliteException or IOException or SocketException ? Of(error.InnerException) : null,
    };

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;

    private static string OfDatabase(SqliteException error) => error.SqliteErrorCode switch
    {
        Full => "磁盘空间已用完，数据库不能写入。请腾出空间或扩大磁盘后重试。",
        ReadOnly => "数据库文件不能写入。请把属主改为运行账户并给予读写权限，或以可写方式重新挂载文件系统。",
        CannotOpen => "数据库文件不能打开：文件不存在，或运行账户没有权限。请核对数据目录及其属主（chown、chmod）。",
        Corrupt or NotDatabase => "数据库文件已损坏，或不是本程序的文件。请用 enforce verify 核验，并从备份恢复。",
        DiskTrouble => "读写数据库文件时磁盘出错。请检查磁盘空间、磁盘和系统日志后重试。",
        Busy or Locked => "数据库文件正被另一进程锁住。请先停止该进程。",
        _ => $"数据库文件的结构与本程序不符（{error.Message}）。请改用写入它的版本，或核对数据目录。",
    };
}
