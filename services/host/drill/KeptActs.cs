using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Drill;

/// <summary>What a ledger says that people did.</summary>
internal static class KeptActs
{
    private const string Staff = "staff/";

    /// <summary>Reading evidence and signing in are commands of their own each time, and have no request to repeat.</summary>
    private static readonly string[] Unrepeatable = ["access/", "accounts/"];

    /// <summary>Entries from a position on that a person made by a repeatable request, with all claims.</summary>
    public static IReadOnlyList<KeptAct> Read(ILedgerSource ledger, long first) =>
    [
        .. from row in ledger.Entries()
           where row.Position >= first
           let entry = EntryCodec.Decode(row.Bytes)
           where entry.By.StartsWith(Staff, StringComparison.Ordinal) && !Unrepeatable.Any(kind => entry.Claims[0].Stream.StartsWith(kind, StringComparison.Ordinal))
           select new KeptAct(row.Position, entry.Id, [.. entry.Claims.Select(claim => (claim.Stream, claim.Version))]),
    ];
}
