namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>Finds files of the source tree from wherever the tests run.</summary>
public static class RepositoryFiles
{
    public static string At(params string[] path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no global.json above " + AppContext.BaseDirectory);
        }

        return Path.Combine([folder.FullName, .. path]);
    }
}
