using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

public sealed class A_small_file : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Made_by_many_at_once_is_the_same_for_all()
    {
        foreach (var name in Enumerable.Range(0, 50).Select(round => $"file-{round}"))
        {
            var made = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8)
                .Select(index => DurableFile.ReadOrMake(_folder.File(name), () => [(byte)index]))
                .ToArray();

            Assert.All(made, bytes => Assert.Equal(File.ReadAllBytes(_folder.File(name)), bytes));
        }
    }

    [Fact]
    public void Half_written_by_a_process_that_died_is_never_taken_for_the_file()
    {
        File.WriteAllBytes(_folder.File("one.1.new"), []);

        Assert.Equal([7], DurableFile.ReadOrMake(_folder.File("one"), () => [7]));
    }

    [Fact]
    public void That_is_secret_can_be_read_by_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such file modes");
            return;
        }

        DurableFile.ReadOrMake(_folder.File("one"), () => [7], DurableFile.Secret);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("one")));
    }
}
