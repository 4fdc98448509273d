using EnforcementPlatform.Adapters.Files;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Host.Rotation;

/// <summary>
/// Replaces keys while the product is stopped. A new wrapping key takes over what is still there and the old one is destroyed, so that copies of
/// before forget what was destroyed; or a new vouching key begins at the next start.
/// </summary>
/// <param name="roles">Roles that may have a ledger.</param>
internal sealed class RotateKeysCommand(IReadOnlyList<VerifiableRole> roles) : ICommand
{
    public string Name => "keys rotate";

    public string Summary => "更换密钥（平台须已停止）：更换后，此前备份中已销毁的内容不可恢复";

    public string Usage =>
        """
        用法：enforce keys rotate [--ledger 角色] [--vouch] [--data 目录] [--keys 目录]

        默认更换封装密钥：生成新密钥，把仍在保管的个人信息、通知和证据文件的密钥逐批改用新密钥封装，全部完成后销毁旧密钥。
        中途停电或被终止的，重新执行即从中断处继续，不丢失任何内容。
        旧密钥销毁后，此前的备份中加密的内容都不能再用新密钥读取：请随即另做一次备份，并销毁离线托管的旧密钥副本，改存新的密钥目录。

        选项：
          --ledger 角色            只更换一个角色的密钥
          --vouch                  改为更换写入凭据的密钥：下次启动时以一条记录启用，旧密钥留作核对以前的记录
          --data、--keys 目录      同 enforce verify

        退出码：0 已更换，1 有内容损坏而未更换，2 参数有误或平台仍在运行。
        """;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["ledger", "data", "keys", "anchors"], ["vouch"]);
        var folders = VerifyCommand.FoldersOf(arguments);
        var chosen = roles.Where(role => arguments.Value("ledger") is not { } name || role.Name == name)
            .Where(role => LedgerRows.OriginIn(Path.Combine(folders.Data, role.Name)) is not null).ToArray();
        if (chosen.Length == 0)
        {
            throw new UsageException($"{folders.Data} 中没有要更换密钥的账本，请用 --data 和 --ledger 指明。");
        }

        try
        {
            foreach (var role in chosen)
            {
                ct.ThrowIfCancellationRequested();
                Console.WriteLine(arguments.Flag("vouch") ? Vouching(folders, role.Name) : await Wrapping(folders, role.Name, ct));
            }

            return CommandLine.Done;
        }
        catch (FileInUseException running)
        {
            Console.Error.WriteLine($"未更换：{running.Message}");
            return CommandLine.WrongCall;
        }
        catch (Exception damage) when (damage is LedgerDamagedException or BlobDamagedException)
        {
            Console.Error.WriteLine($"未更换，旧密钥仍在：{damage.Message}。请先用 enforce verify 查明，并从备份恢复后重新执行。");
            return CommandLine.DoesNotHold;
        }
    }

    /// <summary>Wraps everything under a new key, then destroys the old ones; to be repeated after whatever cut it short.</summary>
    internal static async Task<string> Wrapping(ProductFolders folders, string role, CancellationToken ct, Action? afterBatch = null)
    {
        using var ledger = new WrappedParts(Path.Combine(folders.Data, role, "ledger.db"));
        var keys = InstallationKeys.BeginRotation(folders.Keys, role);
        var parts = ledger.Rewrap(keys, afterBatch);
        var blobs = Path.Combine(folders.Data, FileBlobs.Folder);
        var media = role == ServiceRole.Records && Directory.Exists(blobs) ? await FileBlobs.Rewrap(blobs, keys, ct) : 0;
        InstallationKeys.EndRotation(folders.Keys, role);
        return $"{role}：已更换封装密钥（现为第{keys.WrappingEpoch}号），改封 {parts} 个部分、{media} 个证据文件；旧密钥已销毁。请随即另做备份，并更新密钥的离线托管。";
    }

    private static string Vouching(ProductFolders folders, string role)
    {
        var origin = LedgerRows.OriginIn(Path.Combine(folders.Data, role))!;
        return VouchRing.Read(folders.Keys, role, origin) is null
            ? throw new UsageException($"{VouchRing.FileIn(folders.Keys, role)}：其中没有账本 {origin} 的密钥，不能在此之上更换。请先恢复密钥目录。")
            : $"{role}：写入凭据的密钥已添加第{VouchRing.Renew(folders.Keys, role, origin).Newest}号，下次启动时启用。请更新密钥的离线托管。";
    }
}
