using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Verify;

/// <summary>What a kept receipt is worth: whether this installation gave it, and whether the entry that it promised is there and signed.</summary>
/// <param name="Holds">False where the promise is none of this installation's, or is not kept.</param>
/// <param name="Lines">What was found, in Chinese.</param>
internal sealed record ReceiptCheck(bool Holds, IReadOnlyList<string> Lines)
{
    /// <summary>Checks a receipt against the files of an installation, read-only.</summary>
    /// <param name="folders">The installation.</param>
    /// <param name="given">The receipt, or the name of a file that holds it.</param>
    /// <exception cref="CannotVerifyException">It is no receipt, or the key that vouches is not there.</exception>
    public static ReceiptCheck Of(ProductFolders folders, string given)
    {
        var receipt = Receipt.Parse(File.Exists(given) ? File.ReadAllText(given) : given)
            ?? throw new CannotVerifyException($"不是收据：应为响应头 {Receipt.Header} 的原文，或者保存它的文件。");
        var role = receipt.Origin.Split('/') is [.., var name, _] ? name : "";
        var ring = VouchRing.Read(folders.Keys, role, receipt.Origin)
            ?? throw new CannotVerifyException($"密钥目录 {folders.Keys} 中没有账本 {receipt.Origin} 的 {role}.vouch，无法核验收据。请用 --keys 指明出具收据的那套安装的密钥目录。");
        if (!receipt.IsOf(ring))
        {
            return new(false, [$"收据校验不符：本安装没有出具过这张收据，或者收据被改动。"]);
        }

        var promise = $"本安装曾确认保存账本 {receipt.Origin} 位置 {receipt.Position} 的记录，叶校验值 {Convert.ToHexStringLower(receipt.Leaf)}。";
        var (holds, found) = Kept(folders, role, receipt);
        return new(holds, [promise, found]);
    }

    private static (bool Holds, string Found) Kept(ProductFolders folders, string role, Receipt receipt)
    {
        if (LedgerRows.OriginIn(Path.Combine(folders.Data, role)) is null || LedgerFolder.Open(folders, role) is not { } folder || folder.Origin != receipt.Origin)
        {
            return (false, $"{Path.Combine(folders.Data, role)} 中没有该账本：所承诺的记录缺失。请恢复该账本的数据目录。");
        }

        using var rows = folder.Rows();
        if (rows.EntryAt(receipt.Position) is not { } entry)
        {
            return (false, "该位置没有记录：所承诺的记录缺失，很可能数据恢复自较旧的备份，或者末尾的记录被删除。请查找较新的备份。");
        }

        if (!Leaf.Hash(entry.Bytes).AsSpan().SequenceEqual(receipt.Leaf))
        {
            return (false, "该位置现在是另一条记录：所承诺的记录缺失，很可能恢复旧备份后又继续写入。请查找较新的备份。");
        }

        return Signed(folder, rows.Checkpoint, receipt);
    }

    private static (bool Holds, string Found) Signed(LedgerFolder folder, byte[]? note, Receipt receipt)
    {
        if (note is null || folder.OwnPolicy().Open(note).Checkpoint is not { } head || head.Size <= receipt.Position)
        {
            return (true, "记录在账本中，内容一致；尚无包含它的已签名校验点（通常在一秒内签名）。");
        }

        try
        {
            var path = new TiledTree(TreeHash.Sha256, head.Size, new TileFiles(folder.Path)).InclusionProof(receipt.Position, head.Size);
            if (TreeProof.VerifyInclusion(TreeHash.Sha256, receipt.Position, head.Size, receipt.Leaf, path, head.Root))
            {
                return (true, $"记录在账本中，内容一致，并已证明包含在条数为 {head.Size} 的已签名校验点内，根校验值 {Convert.ToHexStringLower(head.Root)}。");
            }
        }
        catch (TileMissingException missing)
        {
            return (false, $"记录在账本中，内容一致，但校验树文件 {missing.Path} 缺失，无法给出包含证明。启动服务会由记录重新生成。");
        }

        return (false, $"记录在账本中，但未能证明它包含在条数为 {head.Size} 的已签名校验点内。请运行 enforce verify 核对整个账本。");
    }
}
