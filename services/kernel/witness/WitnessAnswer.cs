using System.Globalization;

namespace EnforcementPlatform.Kernel.Witnesses;

/// <summary>What a witness answers to <c>add-checkpoint</c>: an HTTP status, and a text for the other side.</summary>
internal sealed record WitnessAnswer(int Status, string Text, string ContentType = "text/plain; charset=utf-8")
{
    /// <summary>Media type of an answer that is the size last cosigned.</summary>
    public const string SizeType = "text/x.tlog.size";

    public static readonly WitnessAnswer UnknownLog = new(404, "本见证者没有配置该账本的验证公钥。 This witness knows no key of that log.\n");

    public static readonly WitnessAnswer NotSigned = new(403, "校验点没有该账本的有效签名。 The checkpoint has no valid signature of that log.\n");

    public static readonly WitnessAnswer OldTooLarge = new(400, "old 大于校验点的条数。 The old size is larger than the checkpoint.\n");

    public static readonly WitnessAnswer NotProved = new(422, "一致性证明不成立，不予见证。 The consistency proof does not verify.\n");

    public static readonly WitnessAnswer NotFit = new(503, "本见证者自身的账本不可写，暂不见证。 This witness's own ledger is read-only.\n");

    public static WitnessAnswer Malformed(string what) => new(400, $"请求格式不符合 tlog-witness。 {what}\n");

    /// <summary>The size that the witness cosigned last.</summary>
    public static WitnessAnswer Conflict(long size) => new(409, string.Create(CultureInfo.InvariantCulture, $"{size}\n"), SizeType);

    public static WitnessAnswer Cosigned(string lines) => new(200, lines);
}
