using System.Collections.Immutable;
using System.Text;

namespace EnforcementPlatform.Ledger;

/// <summary>Verifies a package as <see cref="PackageWriter"/> lays it out: an exported ledger, or the package of one stream.</summary>
public static class PackageVerifier
{
    /// <param name="folder">The folder of the package.</param>
    /// <param name="policy">Whom to believe. Null takes the policy in the package, which only shows that the package agrees with itself.</param>
    /// <param name="open">Opens encrypted parts, where the reader has the keys.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static LedgerReport Verify(string folder, TrustPolicy? policy = null, Func<PartRow, PartDigest, OpenedRow?>? open = null, int mostFaults = 100)
    {
        Nfc.Require();
        var files = new PackageFolder(folder);
        var faults = new FaultList(mostFaults);
        LedgerReport? report = null;
        faults.Run(
            () => files.Check(faults),
            () => Known(files, faults),
            () => policy ??= ReadPolicy(files, faults),
            () => report = files.Has("proof.tlog-proof") ? Stream(files, policy, open, mostFaults) : Ledger(files, policy, open, mostFaults));
        var all = faults.ToImmutable().AddRange(report?.Faults ?? []).Distinct().ToImmutableArray();
        return report is null
            ? new LedgerReport(0, null, 0, 0, 0, 0, all, faults.Stopped)
            : report with { Faults = all, Stopped = faults.Stopped || report.Stopped };
    }

    private static LedgerReport Stream(PackageFolder files, TrustPolicy? policy, Func<PartRow, PartDigest, OpenedRow?>? open, int mostFaults) =>
        new StreamPackage(files, policy, open, mostFaults).Verify();

    private static LedgerReport Ledger(PackageFolder files, TrustPolicy? policy, Func<PartRow, PartDigest, OpenedRow?>? open, int mostFaults)
    {
        var source = new ExportedLedger(files);
        var report = LedgerVerifier.Verify(source, new LedgerTrust
        {
            Policy = policy,
            Checkpoint = files.Has("checkpoint") ? files.Read("checkpoint") : null,
            EndsAtCheckpoint = true,
            PartsMayBeAbsent = true,
            Open = open,
            MostFaults = mostFaults,
        });
        return report with { Faults = [.. source.Unreadable, .. report.Faults] };
    }

    /// <summary>A file that no rule below reads has no place in a package: it would look verified.</summary>
    private static void Known(PackageFolder files, FaultList faults)
    {
        string[] names = files.Has("proof.tlog-proof") ? ["proof.tlog-proof", "stream", "policy", "README.txt"] : ["checkpoint", "policy", "README.txt"];
        string[] folders = files.Has("proof.tlog-proof") ? ["chain/", "parts/", "media/", "anchor/"] : ["tile/", "parts/", "anchor/"];
        foreach (var path in files.Paths)
            if (!names.Contains(path) && !folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
                faults.Add(path, LedgerProblem.Unexpected);
    }

    private static TrustPolicy? ReadPolicy(PackageFolder files, FaultList faults)
    {
        try
        {
            if (files.Has("policy")) return TrustPolicy.Parse(Encoding.UTF8.GetString(files.Read("policy")));
            faults.Add("policy", LedgerProblem.Missing);
        }
        catch (NoteFormatException fault)
        {
            faults.Add("policy", LedgerProblem.Unreadable, fault.Message);
        }

        return null;
    }
}
