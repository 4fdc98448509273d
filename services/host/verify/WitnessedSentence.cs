using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Verify;

/// <summary>Says how far a ledger is witnessed. A witness in the ledger's own process never counts.</summary>
internal static class WitnessedSentence
{
    public static string Of(IReadOnlyCollection<WitnessedHead> heads)
    {
        var others = heads.Where(head => !head.IsSelf).ToArray();
        if (others.Length > 0)
        {
            return string.Join("；", others.Select(head => $"已由 {head.Witness} 见证至第 {head.Size} 条（北京时间{ShanghaiTime.Write(head.Time)}）"));
        }

        return heads.Count > 0 ? "仅本进程（self，不计入见证）" : "无";
    }
}
