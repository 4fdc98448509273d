using EnforcementPlatform.Kernel;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

/// <summary>What was altered is kept, however often somebody alters it.</summary>
public sealed class H6_What_is_set_aside : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ep-aside-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Replaces_nothing_that_was_set_aside_before()
    {
        var path = Path.Combine(_folder, "journal");
        var names = new List<string?>();
        for (var time = 1; time <= 3; time++)
        {
            File.WriteAllText(path, $"{time}");
            names.Add(Path.GetFileName(KeptAside.Move(path, "altered")));
        }

        Assert.Equal(["journal.altered", "journal.altered.2", "journal.altered.3"], names);
        Assert.Equal(["1", "2", "3"], names.Select(name => File.ReadAllText(Path.Combine(_folder, name!))));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void May_be_a_folder_with_all_that_it_holds()
    {
        var tiles = Directory.CreateDirectory(Path.Combine(_folder, "tile")).FullName;
        File.WriteAllText(Path.Combine(tiles, "0"), "tile");

        var aside = KeptAside.Move(tiles, "set-aside");

        Assert.Equal("tile", File.ReadAllText(Path.Combine(aside!, "0")));
        Assert.False(Directory.Exists(tiles));
    }

    [Fact]
    public void Is_nothing_where_there_is_nothing() => Assert.Null(KeptAside.Move(Path.Combine(_folder, "none"), "altered"));
}
