using System.Data.Common;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Verify;

/// <summary>One verified ledger, for people and for other commands.</summary>
/// <param name="Role">Role that keeps it.</param>
/// <param name="Origin">Name of the log.</param>
/// <param name="Report">What the ledger's own verification found.</param>
/// <param name="Views">Names of the views that were compared.</param>
/// <param name="Media">Files of evidence that were hashed again.</param>
/// <param name="Faults">All damaged places of ledger, media and views, a sentence each; empty when nothing was altered.</param>
internal sealed record VerifiedLedger(string Role, string Origin, LedgerReport Report, IReadOnlyList<string> Views, long Media, IReadOnlyList<string> Faults)
{
    public long Entries => Report.Entries;

    /// <summary>What an earlier run had verified and this one did not read again; null where everything was read.</summary>
    public Remembered? NotReadAgain { get; init; }

    /// <summary>Witnesses whose cosignatures could not be verified, because nobody said what their keys are.</summary>
    public IReadOnlyList<string> UnknownWitnesses { get; init; } = [];

    /// <summary>False where the ring that vouches for rows was not at hand: what is not signed yet was believed as it lies there.</summary>
    public bool VouchingChecked { get; init; } = true;

    /// <summary>Signed root in hexadecimal; empty without a believed head.</summary>
    public string Root => Report.Signed is { } signed ? Convert.ToHexStringLower(signed.Checkpoint.Root) : "";
}

/// <summary>Verifies the files of an installation, while the product runs or not. Writes nothing into them.</summary>
internal static class InstallationVerifier
{
    /// <param name="folders">The installation.</param>
    /// <param name="role">Whose ledger.</param>
    /// <param name="withViews">Also build every view anew and compare row by row.</param>
    /// <param name="policy">Whom to believe; null takes the log's own key from the key directory.</param>
    /// <param name="mostFaults">Faults after which it stops.</param>
    /// <exception cref="CannotVerifyException">There is no ledger, or no key to believe.</exception>
    public static async Task<VerifiedLedger> Verify(
        ProductFolders folders, VerifiableRole role, bool withViews, CancellationToken ct, TrustPolicy? policy = null, int mostFaults = 100)
    {
        var folder = LedgerFolder.Open(folders, role.Name);
        policy ??= folder.OwnPolicy();
        try
        {
            return await Verify(folder, role, withViews, policy, mostFaults, ct);
        }
        catch (DbException error)
        {
            return Unreadable(role, folder.Origin, error);
        }
    }

    /// <summary>What is said of a ledger whose files are no databases any more, its name included, which stands in them.</summary>
    public static VerifiedLedger Unreadable(VerifiableRole role, string origin, DbException error) =>
        new(role.Name, origin, new(0, null, 0, 0, 0, 0, [], false), [], 0, [$"ledger.db, cells.db: cannot be read 数据库文件损坏，无法读取 ({error.Message})"]);

    /// <summary>
    /// Verifies what is new since the run that <paramref name="before"/> remembers; null where that does not fit, and everything MUST be read.
    /// Views and the structure of the file are not looked at.
    /// </summary>
    public static async Task<VerifiedLedger?> VerifyNew(ProductFolders folders, VerifiableRole role, Remembered before, CancellationToken ct)
    {
        var folder = LedgerFolder.Open(folders, role.Name);
        var policy = folder.OwnPolicy();
        try
        {
            var anchors = folder.Anchors();
            using var rows = folder.Rows();
            if (NewEntries.Verify(rows, TrustOf(folder, role, policy, rows, anchors, mostFaults: 1), before.Head) is not { } report)
            {
                return null;
            }

            var (media, altered) = await MediaOf(folder, before.Head.Size, ct);
            return altered.Count > 0 || Unvouched(folder, rows, before.Head.Size, mostFaults: 1).Any()
                ? null
                : new(role.Name, folder.Origin, report, [], media, await Companions(folder, role, ct)) { UnknownWitnesses = folder.UnknownWitnesses(policy), NotReadAgain = before, VouchingChecked = folder.Ring() is not null };
        }
        catch (DbException)
        {
            return null;
        }
    }

    private static async Task<VerifiedLedger> Verify(
        LedgerFolder folder, VerifiableRole role, bool withViews, TrustPolicy policy, int mostFaults, CancellationToken ct)
    {
        var (report, problems) = Verify(folder, role, policy, mostFaults);
        var views = withViews ? role.Contents.Views : [];
        var sound = report.Intact && problems.Count == 0;
        var differences = sound ? await Compare(folder, role, views, ct) : [];
        var companions = sound ? await Companions(folder, role, ct) : [];
        var (media, altered) = sound ? await MediaOf(folder, from: 0, ct) : (0, []);
        return new(
            role.Name,
            folder.Origin,
            report,
            [.. views.Select(view => view.Name)],
            media,
            [.. report.Faults.Select(fault => fault.ToString()), .. problems, .. companions, .. altered, .. differences.Select(Sentence)])
        {
            UnknownWitnesses = folder.UnknownWitnesses(policy),
            VouchingChecked = folder.Ring() is not null,
        };
    }

    private static async Task<(long Files, IReadOnlyList<string> Problems)> MediaOf(LedgerFolder folder, long from, CancellationToken ct) =>
        folder.Media() is { } blobs ? await new StoredMedia(folder, blobs, from).Compare(ct) : (0, []);

    private static (LedgerReport Report, IReadOnlyList<string> FileProblems) Verify(LedgerFolder folder, VerifiableRole role, TrustPolicy policy, int mostFaults)
    {
        var anchors = folder.Anchors();
        using var rows = folder.Rows();
        return (LedgerVerifier.Verify(rows, TrustOf(folder, role, policy, rows, anchors, mostFaults)), [.. rows.FileProblems(), .. Unvouched(folder, rows, from: 0, mostFaults)]);
    }

    private static IEnumerable<string> Unvouched(LedgerFolder folder, LedgerRows rows, long from, int mostFaults) =>
        folder.Ring() is { } ring ? rows.Unvouched(ring, from).Take(mostFaults) : [];

    private static LedgerTrust TrustOf(
        LedgerFolder folder, VerifiableRole role, TrustPolicy policy, LedgerRows rows, IReadOnlyList<(string Source, byte[] Note)> anchors, int mostFaults)
    {
        var opener = folder.PartKeys() is { } keys ? new PartOpener(keys, role.Contents.Types) : null;
        return new()
        {
            Policy = policy,
            Checkpoint = rows.Checkpoint,
            Anchors = [.. anchors],
            Open = opener is null ? null : opener.Open,
            DestroyedBy = opener is null ? null : opener.DestroyedBy,
            MostFaults = mostFaults,
        };
    }

    /// <summary>What lies beside the ledger is held against what it commits to, where the keys are at hand.</summary>
    private static async Task<IReadOnlyList<string>> Companions(LedgerFolder folder, VerifiableRole role, CancellationToken ct)
    {
        if (role.Contents.Companions is not { } companions || folder.PartKeys() is not { } keys || folder.Ring() is not { } ring)
        {
            return [];
        }

        using var entries = new SqliteEntries(folder.Database, new EntryDecoder(role.Contents.Types, keys), folder.Ring());
        return await companions.Faults(entries.StreamsOf(companions.Kind), entries, name => LedgerRows.Cell(folder.Path, name), ring, ct);
    }

    /// <summary>Views are made of entries: they are compared only where the ledger itself is sound.</summary>
    private static async Task<IReadOnlyList<ViewDifference>> Compare(LedgerFolder folder, VerifiableRole role, IReadOnlyCollection<View> views, CancellationToken ct)
    {
        if (views.Count == 0)
        {
            return [];
        }

        var keys = folder.PartKeys() ?? throw new CannotVerifyException("核对查询数据需要密钥目录，请用 --keys 指明。");
        using var entries = new SqliteEntries(folder.Database, new EntryDecoder(role.Contents.Types, keys), folder.Ring());
        using var scratch = new TemporaryFolder();
        return await StoredViews.Compare(views, Path.Combine(folder.Path, "views"), scratch.Path, entries, new SqliteViewFiles(), ct);
    }

    private static string Sentence(ViewDifference difference) => difference.Kind switch
    {
        ViewDifferenceKind.Missing => $"view {difference.View}: {difference.Table} ({difference.Row}) is missing 查询数据缺少该行",
        ViewDifferenceKind.Unexpected => $"view {difference.View}: {difference.Table} ({difference.Row}) does not belong here 查询数据多出该行",
        ViewDifferenceKind.Changed => $"view {difference.View}: {difference.Table} ({difference.Row}) column {difference.Column} was altered 查询数据被改动",
        ViewDifferenceKind.Unreadable => $"view {difference.View}: cannot be read 查询数据文件损坏",
        _ => throw new ArgumentOutOfRangeException(nameof(difference)),
    };
}
