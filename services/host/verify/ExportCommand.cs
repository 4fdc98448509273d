using System.Collections.Immutable;
using System.Text;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Verify;

/// <summary>Hands a ledger, or one stream of it, to somebody who does not trust us: a package that the stand-alone verifier reads.</summary>
/// <param name="roles">Roles that may have a ledger.</param>
internal sealed class ExportCommand(IReadOnlyList<VerifiableRole> roles) : ICommand
{
    private const string Sealed = "aes-256-gcm";

    public string Name => "export";

    public string Summary => "导出账本或者单个流的证据包";

    public string Usage =>
        """
        用法：enforce export --ledger 角色 --out 文件.epz [--stream 流名] [选项]

        选项：
          --ledger 角色            导出哪个角色的账本，例如 records
          --stream 流名            只导出一个流，例如 cases/<案件编号>；不给出时导出整个账本（至最近一次签名为止）
          --out 文件               证据包文件，不得已存在
          --with-personal          一并导出解密后的个人信息部分；默认只导出不含个人信息的部分
          --data、--keys、--anchors 目录   同 enforce verify

        导出前先核验账本，有问题的账本不导出。证据包用 enforce verify 或者独立核验程序核验。退出码：0 已导出，1 账本有问题，2 参数有误。
        """;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["ledger", "stream", "out", "data", "keys", "anchors"], ["with-personal"]);
        var role = roles.FirstOrDefault(one => one.Name == arguments.Value("ledger")) ?? throw new UsageException("请用 --ledger 指明账本。");
        var file = arguments.Value("out") ?? throw new UsageException("请用 --out 指明证据包文件。");
        if (File.Exists(file))
        {
            throw new UsageException($"{file} 已存在。");
        }

        try
        {
            return await Export(arguments, role, file, ct);
        }
        catch (CannotVerifyException error)
        {
            Console.Error.WriteLine($"无法导出：{error.Message}");
            return CommandLine.WrongCall;
        }
    }

    private static async Task<int> Export(Arguments arguments, VerifiableRole role, string file, CancellationToken ct)
    {
        var folders = VerifyCommand.FoldersOf(arguments);
        var verified = await InstallationVerifier.Verify(folders, role, withViews: false, ct);
        if (verified.Faults.Count > 0)
        {
            Console.Error.WriteLine($"账本有{verified.Faults.Count}处问题，未导出。请先执行 enforce verify 查看。");
            return CommandLine.DoesNotHold;
        }

        using var package = new TemporaryFolder();
        Write(LedgerFolder.Open(folders, role.Name), role, arguments, package.Path);
        PackageFile.Pack(package.Path, file);
        Console.WriteLine($"已导出 {file}，来源 {verified.Origin}。核验：enforce verify {file}");
        return CommandLine.Done;
    }

    private static void Write(LedgerFolder folder, VerifiableRole role, Arguments arguments, string package)
    {
        var policy = folder.OwnPolicyText();
        using var rows = folder.Rows();
        var checkpoint = folder.CosignedHead(rows) ?? throw new CannotVerifyException("账本还没有签名的校验点，请稍后再导出。");
        var opener = new PartOpener(folder.PartKeys() ?? throw new CannotVerifyException("导出需要密钥目录，请用 --keys 指明。"), role.Contents.Types);
        var withPersonal = arguments.Flag("with-personal");
        if (arguments.Value("stream") is { } stream)
        {
            StreamExport.Write(package, stream, rows, checkpoint, policy, row => Handed(row, rows, opener, withPersonal));
        }
        else
        {
            PackageWriter.WriteLedger(package, rows, checkpoint, policy, row => Handed(row, rows, opener, withPersonal));
        }
    }

    /// <summary>Personal parts go along only when asked for; what is sealed goes along opened, with its salt.</summary>
    private static PartRow? Handed(PartRow row, LedgerRows rows, PartOpener opener, bool withPersonal)
    {
        var digest = EntryCodec.Decode(rows.EntryAt(row.Position)!.Bytes).Parts[(int)row.Part];
        if (digest.Kind == PartKind.Personal && !withPersonal)
        {
            return null;
        }

        return row.Algorithm == Sealed && opener.Open(row, digest) is { } opened
            ? row with { Algorithm = "none", Key = [], Nonce = [], Salt = opened.Salt, Bytes = opened.Plaintext }
            : row;
    }
}

/// <summary>The package of one stream.</summary>
internal static class StreamExport
{
    /// <param name="package">An empty folder.</param>
    /// <param name="stream">Name of the stream.</param>
    /// <param name="ledger">The ledger, verified.</param>
    /// <param name="checkpoint">Its last signed head.</param>
    /// <param name="policy">Text of the trust policy.</param>
    /// <param name="part">What of each part goes along.</param>
    /// <exception cref="CannotVerifyException">There is no such stream, or its end is not signed yet.</exception>
    public static void Write(string package, string stream, ILedgerSource ledger, byte[] checkpoint, string policy, Func<PartRow, PartRow?> part)
    {
        var note = Note.Parse(checkpoint);
        var size = Checkpoint.Parse(note.Text).Size;
        var chain = ledger.Entries()
            .Select(row => (Row: row, Entry: EntryCodec.Decode(row.Bytes)))
            .Where(one => one.Entry.Claims.Any(claim => claim.Stream == stream))
            .ToImmutableArray();
        if (chain.IsEmpty)
        {
            throw new CannotVerifyException($"账本中没有流 {stream}。");
        }

        var (last, entry) = chain[^1];
        if (last.Position >= size)
        {
            throw new CannotVerifyException("该流最近的条目尚未签名，请稍后再导出。");
        }

        var positions = chain.Select(one => one.Row.Position).ToHashSet();
        var parts = ledger.Parts().Where(row => positions.Contains(row.Position)).ToLookup(row => row.Position);
        var destroyed = ledger.DestroyedParts().Where(row => positions.Contains(row.Position)).ToLookup(row => row.Position);
        var proof = new TlogProof(Encoding.ASCII.GetBytes(entry.Id), last.Position, new TiledTree(TreeHash.Sha256, size, new TileRows(ledger)).InclusionProof(last.Position, size), note);
        PackageWriter.WriteStream(
            package,
            stream,
            chain.Select(one => new PackagedEntry(
                one.Row.Bytes,
                [.. parts[one.Row.Position].Select(part).OfType<PartRow>()],
                [.. destroyed[one.Row.Position]])),
            proof,
            policy);
    }

    /// <summary>Tiles of a ledger's rows as the tree wants them.</summary>
    private sealed class TileRows(ILedgerSource ledger) : ITileSource
    {
        private readonly Dictionary<(int, long), byte[]> _tiles = ledger.Tiles().ToDictionary(row => (row.Level, row.Tile), row => row.Bytes);

        public byte[]? Read(int level, long tile, int width) =>
            _tiles.TryGetValue((level, tile), out var bytes) && bytes.Length >= width * Leaf.Size ? bytes[..(width * Leaf.Size)] : null;
    }
}
