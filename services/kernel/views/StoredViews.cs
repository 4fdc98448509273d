namespace EnforcementPlatform.Kernel.Views;

/// <summary>Compares view files as they lie there, served by a running product or not, with what the ledger makes of them. For <c>enforce verify --views</c>.</summary>
public static class StoredViews
{
    private const int CacheKiB = 8192;

    /// <summary>The first difference of each view that has one. Nothing is written into <paramref name="directory"/>.</summary>
    /// <param name="views">The views of a role.</param>
    /// <param name="directory">Where their files lie.</param>
    /// <param name="scratch">A folder to build them anew in.</param>
    /// <param name="entries">The role's ledger, which MUST have been verified: what is damaged there throws here.</param>
    /// <param name="files">Opens files.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<IReadOnlyList<ViewDifference>> Compare(
        IEnumerable<View> views, string directory, string scratch, IEntries entries, IViewFiles files, CancellationToken ct)
    {
        var place = new ViewPlace(directory, files, CacheKiB);
        var differences = new List<ViewDifference>();
        foreach (var view in views)
        {
            var path = place.PathOf(view.Name, view.Version);
            var difference = File.Exists(path)
                ? await new ViewComparison(view, new Stored(path, files), place with { Directory = scratch }, entries).FirstDifference(ct)
                : new(view.Name, "", "", "", ViewDifferenceKind.Unreadable);
            if (difference is not null)
            {
                differences.Add(difference);
            }
        }

        return differences;
    }

    private sealed class Stored(string path, IViewFiles files) : IViewRows
    {
        public ValueTask<T> Read<T>(Func<ViewDb, T> query, CancellationToken ct)
        {
            using var db = new ViewDb(files.Open(path, readOnly: true, CacheKiB));
            return new(query(db));
        }
    }
}
