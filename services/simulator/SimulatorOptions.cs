using System.Globalization;

namespace EnforcementPlatform.Simulator;

/// <summary>What the simulator is told on the command line.</summary>
internal sealed record SimulatorOptions
{
    public const string Usage =
        """
        用法：upper-platform-simulator --app-key 标识 --secret-file 文件 [选项]

          --app-key 标识        分配给对接单位的应用标识
          --secret-file 文件    共享密钥所在文件（与对接单位相同）
          --port 端口           本机端口，默认0（自动选择，启动后显示）
          --ledger 文件         记录全部请求和办理结果的JSONL文件，只追加；重新启动时据此恢复。不指定则只在内存中
          --script 文件         故障脚本（JSON，见README）
          --receipts 方式       sync：当场给回执（默认）；later：先答“已接收”，查询时给回执
          --with-parent         标准输入关闭（父进程结束）时自行停止

        只监听本机（127.0.0.1）。这是模拟平台，不是真实的上级平台。
        """;

    public required string AppKey { get; init; }

    /// <summary>Shared secret, UTF-8 without surrounding white space.</summary>
    public required string Secret { get; init; }

    /// <summary>TCP port on loopback; 0 lets the system choose.</summary>
    public int Port { get; init; }

    /// <summary>JSONL file; empty keeps everything in memory.</summary>
    public string Ledger { get; init; } = "";

    public IReadOnlyList<Fault> Script { get; init; } = [];

    /// <summary>Answer "taken in" first, and give the receipt when asked.</summary>
    public bool ReceiptsLater { get; init; }

    public bool WithParent { get; init; }

    /// <summary>Reads the words; throws <see cref="UsageException"/>.</summary>
    public static SimulatorOptions Read(IReadOnlyList<string> words)
    {
        var values = new Dictionary<string, string>();
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at] == "--with-parent")
            {
                values[words[at]] = "";
            }
            else
            {
                values[words[at]] = at + 1 < words.Count ? words[++at] : throw new UsageException($"选项 {words[at]} 缺少值。");
            }
        }

        return Of(values);
    }

    private static SimulatorOptions Of(Dictionary<string, string> values)
    {
        string[] known = ["--app-key", "--secret-file", "--port", "--ledger", "--script", "--receipts", "--with-parent"];
        if (values.Keys.Except(known).FirstOrDefault() is { } stranger)
        {
            throw new UsageException($"没有选项 {stranger}。");
        }

        var receipts = values.GetValueOrDefault("--receipts", "sync");
        return new()
        {
            AppKey = values.GetValueOrDefault("--app-key") is { Length: > 0 } key ? key : throw new UsageException("缺少 --app-key。"),
            Secret = Text(values.GetValueOrDefault("--secret-file") ?? throw new UsageException("缺少 --secret-file。")).Trim(),
            Port = int.TryParse(values.GetValueOrDefault("--port", "0"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
                ? port
                : throw new UsageException("--port 应为0到65535之间的整数。"),
            Ledger = values.GetValueOrDefault("--ledger", ""),
            Script = values.GetValueOrDefault("--script") is { } script ? FaultScript.Read(Text(script)) : [],
            ReceiptsLater = receipts is "sync" or "later" ? receipts == "later" : throw new UsageException("--receipts 应为 sync 或 later。"),
            WithParent = values.ContainsKey("--with-parent"),
        };
    }

    private static string Text(string file) => File.Exists(file) ? File.ReadAllText(file) : throw new UsageException($"没有文件 {file}。");
}

/// <summary>The simulator was called wrongly; the Chinese sentence says how.</summary>
internal sealed class UsageException(string sentence) : Exception(sentence);
