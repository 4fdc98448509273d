using System.Text.RegularExpressions;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>
/// Something is altered in the stopped installation. Whoever meets it names the place; then the backup of before is put back, as is printed, and
/// everything that was acknowledged is there.
/// </summary>
internal abstract class AlterationPlay : IFaultPlay
{
    private static readonly TimeSpan Worked = TimeSpan.FromSeconds(3);

    public abstract string Name { get; }

    public abstract string Title { get; }

    public async Task<Noticed> Play(Stage stage, CancellationToken ct)
    {
        await stage.Start(ct);
        await stage.Work(Worked, ct);
        await stage.Settle(ct);
        await stage.Stop();
        stage.RequireAllKept();
        var backup = await stage.Backup(ct);
        var place = Alter(stage);
        var noticed = await Look(stage, place, ct);
        await stage.Product.Kill();
        await Cure(stage, backup, ct);
        await stage.Start(ct);
        await stage.RequireWell(ct);
        return noticed;
    }

    /// <summary>Alters it and says by which words it is to be named.</summary>
    protected abstract Regex Alter(Stage stage);

    protected virtual Task<Noticed> Look(Stage stage, Regex place, CancellationToken ct) => stage.NoticedFromStart(place, ct);

    protected virtual Task Cure(Stage stage, string backup, CancellationToken ct) => stage.Restore(backup, ct);
}
