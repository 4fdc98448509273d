using EnforcementPlatform.Host;
using Xunit;

namespace EnforcementPlatform.Tests.Slow;

/// <summary>The end-to-end test: one complete case through the public APIs of real processes.</summary>
public class StoryTests
{
    [Fact]
    public async Task The_story_passes_with_all_roles_in_one_process()
    {
        var (code, printed) = await Command.Run("story");
        Assert.True(code == CommandLine.Done, printed);
        Assert.Contains("均符合预期", printed, StringComparison.Ordinal);
        Assert.Empty(Command.Children());
    }

    [Fact]
    public async Task The_story_passes_with_each_role_in_a_process_of_its_own()
    {
        var (code, printed) = await Command.Run("story", "--split");
        Assert.True(code == CommandLine.Done, printed);
        Assert.Empty(Command.Children());
    }

    [Fact]
    public async Task A_story_that_meets_anything_unexpected_fails()
    {
        var (code, printed) = await Command.Run("story", "--at", Command.At(_ => new("http://127.0.0.1:9"), new("http://127.0.0.1:9")));
        Assert.Equal(CommandLine.DoesNotHold, code);
        Assert.Contains("演示中止", printed, StringComparison.Ordinal);
    }
}
