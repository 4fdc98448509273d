using System.Reflection;
using System.Text.RegularExpressions;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Kernel.People;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Kernel.Witnesses;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.House;

/// <summary>A room of the kernel is a folder and a project, small enough to read, and the write path knows nothing of how a call comes in.</summary>
public sealed partial class H10_Rooms_of_the_kernel
{
    private const int MostLines = 3_000;

    /// <summary>Rooms that work the same where no request came in.</summary>
    private static readonly Assembly[] WithoutTransport =
        [typeof(Fault).Assembly, typeof(VouchRing).Assembly, typeof(Streams<>).Assembly, typeof(SignedLog).Assembly, typeof(Witness).Assembly, typeof(RoleViews).Assembly, typeof(OnPersonChanged).Assembly];

    [Fact]
    public void Are_projects_each_and_the_readme_names_every_one()
    {
        var rooms = Directory.EnumerateDirectories(Kernel).Where(folder => Directory.EnumerateFiles(folder, "*.cs").Any()).ToArray();
        var readme = File.ReadAllText(Path.Combine(Kernel, "README.md"));

        Assert.True(rooms.Length >= 11);
        Assert.Empty(Directory.EnumerateFiles(Kernel, "*.cs"));
        Assert.All(rooms, room => Assert.Single(Directory.EnumerateFiles(room, "*.csproj")));
        Assert.All(rooms, room => Assert.Contains($"| `{Path.GetFileName(room)}/` |", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Have_no_more_lines_than_can_be_read_in_an_hour() => Assert.Empty(TooLarge(Rooms()));

    [Fact]
    public void Would_be_found_too_large() =>
        Assert.Equal(["web"], TooLarge([("acts", MostLines), ("web", MostLines + 1)]));

    [Fact]
    public void Know_neither_the_web_nor_gRPC_where_acts_are_kept() =>
        Assert.Empty(WithoutTransport.Where(room => TransportsOf(room).Length > 0).Select(room => room.GetName().Name));

    [Fact]
    public void Would_be_found_knowing_them() =>
        Assert.All(
            new[] { typeof(ServedCalls).Assembly, typeof(RoleParts).Assembly },
            room => Assert.Contains(TransportsOf(room), name => name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)));

    [Fact]
    public void Are_the_assemblies_that_are_asked() =>
        Assert.Equal(["base", "keys", "acts", "log", "witness", "views", "people"], WithoutTransport.Select(room => RoomOf(room.GetName().Name!)));

    /// <summary>The feed asks other roles over gRPC, and is asked by nobody.</summary>
    [Fact]
    public void Know_gRPC_without_the_web_where_notices_are_fetched()
    {
        Assert.Contains(TransportsOf(typeof(RemoteFeed).Assembly), name => name.StartsWith("Grpc.", StringComparison.Ordinal));
        Assert.DoesNotContain(TransportsOf(typeof(RemoteFeed).Assembly), name => name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal));
    }

    private static string[] TooLarge(IEnumerable<(string Room, int Lines)> rooms) => [.. rooms.Where(room => room.Lines > MostLines).Select(room => room.Room)];

    private static IEnumerable<(string Room, int Lines)> Rooms() =>
        from room in Directory.EnumerateDirectories(Kernel)
        select (Path.GetFileName(room), Directory.EnumerateFiles(room, "*.cs", SearchOption.AllDirectories).Sum(file => File.ReadLines(file).Count()));

    private static string[] TransportsOf(Assembly room) =>
        [.. room.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || name.StartsWith("Grpc.", StringComparison.Ordinal))];

    private static string RoomOf(string assembly) => LastName().Match(assembly).Value.ToLowerInvariant();

    private static string Kernel { get; } = RepositoryFiles.At("services", "kernel");

    [GeneratedRegex("[^.]+$")]
    private static partial Regex LastName();
}
