using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Kernel;

/// <summary>A role's views, as the scrub of its ledger compares them.</summary>
internal sealed class ScrubbedViews(RoleViews views) : IScrubbedViews
{
    public IReadOnlyList<string> Names => views.NamesForScrub;

    public async Task<string?> DifferenceIn(string view, int entriesPerSecond, CancellationToken ct) =>
        await views.RebuildAndCompare(view, entriesPerSecond, ct) is { } found ? $"{found.Table} ({found.Row}) {found.Kind}" : null;

    public Task MakeAnew(string view) => views.MakeAnew(view);
}
