namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>A folder of its own for one test, removed with everything in it.</summary>
public sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("enforce-");
    private int copies;

    public TestFolder() => Directory.CreateDirectory(Path);

    public string Path => System.IO.Path.Combine(root.FullName, "data");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A folder beside this one, removed with it.</summary>
    public string Beside(string name) => System.IO.Path.Combine(root.FullName, name);

    /// <summary>Copies every file as it is now and names the copy.</summary>
    public string Copy()
    {
        var copy = Beside($"copy-{++copies}");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var target = System.IO.Path.Combine(copy, System.IO.Path.GetRelativePath(Path, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            System.IO.File.Copy(file, target);
        }

        return copy;
    }

    public void Dispose() => root.Delete(recursive: true);
}
