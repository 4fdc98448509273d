namespace EnforcementPlatform.Ledger;

/// <summary>One damaged place.</summary>
/// <param name="Place">Where: <c>entry 17</c>, <c>entry 17 part 2</c>, <c>claims row (cases/…, 4)</c>, <c>tile/0/000</c>, <c>checkpoint</c>.</param>
/// <param name="Problem">What is wrong there.</param>
/// <param name="Detail">What was found, where that helps; else empty.</param>
public sealed record LedgerFault(string Place, LedgerProblem Problem, string Detail = "")
{
    public override string ToString() =>
        $"{Place}: {LedgerProblems.English(Problem)} {LedgerProblems.Chinese(Problem)}{(Detail.Length > 0 ? $" ({Detail})" : "")}";
}

/// <summary>What can be wrong with a place of a ledger.</summary>
public enum LedgerProblem
{
    Missing, Unexpected, Unreadable, Bytes, LeafColumn, IdColumn, AtColumn, CommandTwice, VersionOrder, Predecessor, TimeBackward,
    IndexRow, Salt, Sealing, Opening, Commitment, DestroyedAndPresent, FactsDestroyed, DestructionOrder, Hash, Root, Signature, OtherHistory, Shorter,
}

/// <summary>The sentences people read.</summary>
public static class LedgerProblems
{
    public static string English(LedgerProblem problem) => Texts(problem).English;

    public static string Chinese(LedgerProblem problem) => Texts(problem).Chinese;

    private static (string English, string Chinese) Texts(LedgerProblem problem) => problem switch
    {
        LedgerProblem.Missing => ("is missing", "缺失"),
        LedgerProblem.Unexpected => ("does not belong here", "多出，不属于本账本"),
        LedgerProblem.Unreadable => ("cannot be read", "内容无法解析"),
        LedgerProblem.Bytes => ("the bytes were altered", "内容被改动"),
        LedgerProblem.LeafColumn => ("the stored leaf hash was altered", "保存的叶子校验值被改动"),
        LedgerProblem.IdColumn => ("the stored command id is not that of the entry", "保存的命令编号与条目不符"),
        LedgerProblem.AtColumn => ("the stored time is not that of the entry", "保存的时间与条目不符"),
        LedgerProblem.CommandTwice => ("the command id was used before", "命令编号重复使用"),
        LedgerProblem.VersionOrder => ("the versions of the stream do not run 1, 2, 3 …", "流的版本号不连续"),
        LedgerProblem.Predecessor => ("the entry before it in the stream is another one", "与流中前一条目衔接不上"),
        LedgerProblem.TimeBackward => ("the time runs backward within the stream", "同一流中时间倒退"),
        LedgerProblem.IndexRow => ("the index row does not say what the entry says", "索引行与条目不符"),
        LedgerProblem.Salt => ("the salt is not 32 bytes", "盐值长度不是 32 字节"),
        LedgerProblem.Sealing => ("the sealing is not one of ours", "加密方式、密钥、随机数或长度不符"),
        LedgerProblem.Opening => ("the ciphertext, its key or nonce was altered", "密文、密钥或随机数被改动"),
        LedgerProblem.Commitment => ("the bytes or the salt were altered", "内容或盐值被改动，与承诺值不符"),
        LedgerProblem.DestroyedAndPresent => ("is present though marked destroyed", "标为已销毁但仍然存在"),
        LedgerProblem.FactsDestroyed => ("facts are never destroyed", "事实部分不得销毁"),
        LedgerProblem.DestructionOrder => ("the entry named did not order the destruction", "所指条目并未命令销毁"),
        LedgerProblem.Hash => ("a hash was altered", "校验值被改动"),
        LedgerProblem.Root => ("the signed root is not that of the entries", "签名的根校验值与条目不符"),
        LedgerProblem.Signature => ("is not to be believed", "签名不可信"),
        LedgerProblem.OtherHistory => ("was signed over another history", "签名对应另一份历史，账本曾被改写"),
        LedgerProblem.Shorter => ("the ledger is shorter than what was signed", "账本短于已签名的规模，曾被截断"),
        _ => throw new ArgumentOutOfRangeException(nameof(problem)),
    };
}
