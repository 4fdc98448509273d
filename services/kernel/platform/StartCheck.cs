using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Asks the machine, before anything is opened, for what the process will need: folders in which a byte can be written and synced, files that
/// may be written, free ports, room for open files, Unicode data. Each thing that is missing is one sentence with its cure.
/// </summary>
public static class StartCheck
{
    /// <summary>In every sentence about a port that somebody else has: whoever starts this program looks for it and chooses another.</summary>
    public const string PortTaken = "已被另一程序占用";

    // Of access(2): W_OK, and R_OK for secrets, which a careful operator lets nobody write.
    private const int WritableAccess = 2;
    private const int ReadableAccess = 4;

    /// <summary>Throws <see cref="SettingsException"/> naming everything that is missing.</summary>
    /// <param name="options">Settings of the process.</param>
    /// <param name="known">All roles this program can play; the settings choose among them.</param>
    public static void ThrowIfAny(PlatformOptions options, IReadOnlyCollection<IRole> known)
    {
        var roles = known.Where(role => options.Roles.Length == 0 || options.Roles.Contains(role.Name)).ToArray();
        string[] mistakes = [.. Unicode(), .. Folders(options, roles), .. Ports(options, roles), .. OpenFiles.Mistakes(roles.Length)];
        if (mistakes.Length > 0)
        {
            throw new SettingsException(mistakes);
        }
    }

    /// <summary>Every text of an entry is brought into normal form C, which .NET does with ICU only.</summary>
    public static IEnumerable<string> Unicode() => Unicode(Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"));

    internal static IEnumerable<string> Unicode(string? invariant) => !IsOn(invariant) && Composes()
        ? []
        : ["未能使用ICU（国际化组件）：请去掉环境变量 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT，并安装系统的ICU库（Debian/Ubuntu为libicu，openEuler为icu），然后重新启动。"];

    private static bool IsOn(string? variable) => variable == "1" || string.Equals(variable, "true", StringComparison.OrdinalIgnoreCase);

    private static bool Composes()
    {
        try
        {
            return "e\u0301".Normalize(NormalizationForm.FormC) == "\u00e9";
        }
        catch (PlatformNotSupportedException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Folders(PlatformOptions options, IReadOnlyCollection<IRole> roles)
    {
        (string Setting, string Path)[] folders =
        [
            (nameof(options.DataDirectory), options.DataDirectory),
            (nameof(options.KeyDirectory), options.KeyDirectory),
            (nameof(options.Anchors), options.Anchors),
            .. roles.Where(role => !role.IsAnonymous).Select(role => (nameof(options.DataDirectory), Path.Combine(options.DataDirectory, role.Name))),
        ];
        foreach (var (setting, path) in folders)
        {
            if (Unwritable(path, $"Platform:{setting}") is { } mistake)
            {
                yield return mistake;
            }
            else if (Locked(path, setting == nameof(options.KeyDirectory) ? ReadableAccess : WritableAccess) is { } file)
            {
                yield return $"{Path.GetFullPath(file)}：不能读写（Platform:{setting}）。请把属主改为运行本程序的账户（{Environment.UserName}）并给予读写权限（chown、chmod），再重新启动。";
            }
        }
    }

    /// <summary>Writes a byte, syncs it and takes it away again.</summary>
    private static string? Unwritable(string path, string setting)
    {
        var probe = Path.Combine(path, $".write-check.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}");
        try
        {
            Directory.CreateDirectory(path);
            DurableFile.Replace(probe, [0], DurableFile.Secret);
            File.Delete(probe);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"{Path.GetFullPath(path)}：文件夹不能写入（{setting}），{DiskError.CauseOf(error)}。{DiskError.CureOf(error)}";
        }
    }

    /// <summary>A file or folder inside that this account may not use so; null where there is none. The file system's own folder is not ours.</summary>
    private static string? Locked(string path, int access) => OperatingSystem.IsWindows()
        ? null
        : Directory.EnumerateFileSystemEntries(path).FirstOrDefault(inside => Path.GetFileName(inside) != "lost+found" && Access(inside, access) != 0);

    private static IEnumerable<string> Ports(PlatformOptions options, IReadOnlyCollection<IRole> roles)
    {
        var address = IPAddress.Parse(options.ListenAddress);
        var wanted = roles.SelectMany(role => PortsOf(options, role)).Where(one => one.Port > 0).ToArray();
        foreach (var twice in wanted.GroupBy(one => one.Port).Where(same => same.Count() > 1))
        {
            yield return $"端口{twice.Key.ToString(CultureInfo.InvariantCulture)}：重复用于{string.Join("、", twice.Select(one => one.Setting))}，请改用不同的端口。";
        }

        foreach (var (port, setting) in wanted)
        {
            if (Unusable(new(address, port)) is { } cause)
            {
                yield return $"端口{port.ToString(CultureInfo.InvariantCulture)}：{cause}，或者用 --{setting}=端口 改用其他端口。";
            }
        }
    }

    private static IEnumerable<(int Port, string Setting)> PortsOf(PlatformOptions options, IRole role)
    {
        var ports = options.PortsOf(role);
        yield return (ports.Http, $"Platform:Ports:{role.Name}:Http");
        if (!role.IsAnonymous)
        {
            yield return (ports.Grpc, $"Platform:Ports:{role.Name}:Grpc");
        }
    }

    private static string? Unusable(IPEndPoint end)
    {
        try
        {
            using var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(end);
            socket.Listen();
            return null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"{PortTaken}（可能是本平台的另一进程），请先停止它",
                SocketError.AccessDenied => "运行账户无权使用1024以下的端口，请给予权限",
                SocketError.AddressNotAvailable => $"本机没有地址{end.Address}，请改正 Platform:ListenAddress",
                _ => $"不能使用（{error.SocketErrorCode}），请核对 Platform:ListenAddress",
            };
        }
    }

    [DllImport("libc", EntryPoint = "access", SetLastError = true)]
    private static extern int Access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
