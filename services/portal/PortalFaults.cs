using System.Collections.Frozen;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Portal;

/// <summary>What the public pages refuse in words of their own; everything else a visitor is told by its HTTP status (<see cref="RefusalPage"/>).</summary>
internal static class PortalFaults
{
    public static readonly FaultType NoSuchDisclosure = new(FaultKind.NotFound, "PUBLIC_DISCLOSURE_UNKNOWN", "没有这一条公示：网址可能不完整，该决定尚未公示，或者公示期已满。请在首页按文号或者当事人查询。");
    public static readonly FaultType NoSuchProof = new(FaultKind.NotFound, "PUBLIC_PROOF_UNKNOWN", "这一条公示没有这份证明文件；被更正、撤回的旧正文不再提供下载。请从公示页面重新打开。");
    public static readonly FaultType ProofNotReady = new(FaultKind.Unavailable, "PUBLIC_PROOF_NOT_READY", "证明将在一分钟内生成，请稍后再试。");

    public static readonly FaultType NoSuchTile = new(FaultKind.NotFound, "PUBLIC_TILE_UNKNOWN", "公开校验点之内没有这一段哈希，请核对地址（C2SP tlog-tiles）。");

    /// <summary>Reasons whose sentence is written for visitors.</summary>
    public static readonly FrozenSet<string> Reasons = new[] { NoSuchDisclosure, NoSuchProof, ProofNotReady, NoSuchTile }.Select(type => type.Reason).ToFrozenSet();
}
