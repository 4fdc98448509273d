using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Product;
using Xunit;

namespace EnforcementPlatform.Tests.Slow;

/// <summary>An installation in which the story was played once, stopped in good order. Tests that alter it take a copy.</summary>
public sealed class PlayedPlatform : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal ProductFolders Folders => ProductFolders.In(_folder.Path);

    public async ValueTask InitializeAsync()
    {
        await using var product = new StartedProduct(Folders, Command.Roles, split: false);
        await product.Start(CancellationToken.None);
        var (code, printed) = await Command.Run("story", "--at", Command.At(role => product.GrpcOf(role), product.PublicPages));
        Assert.True(code == CommandLine.Done, printed);
        Assert.True(await product.Stop());
    }

    /// <summary>A copy of everything, in a new folder that the caller removes.</summary>
    internal ProductFolders CopyTo(TemporaryFolder folder)
    {
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder.Path, Path.GetRelativePath(_folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        return ProductFolders.In(folder.Path);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
