using Xunit;
using Xunit.Sdk;

namespace EnforcementPlatform.Tests.Fast;

public sealed class VerifiedTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("verified-").FullName;

    private string Test => Path.Combine(folder, "SomeTests.cs");

    [Fact]
    public void A_text_equal_to_the_committed_file_passes_and_leaves_nothing_behind()
    {
        File.WriteAllText(Path.Combine(folder, "Table.verified.txt"), "one\ntwo\n");
        File.WriteAllText(Path.Combine(folder, "Table.received.txt"), "from an earlier run");
        Verified.Matches("Table", "one\r\ntwo\r\n", Test);
        Assert.False(File.Exists(Path.Combine(folder, "Table.received.txt")));
    }

    [Fact]
    public void A_changed_line_fails_with_the_difference_and_keeps_what_was_received()
    {
        File.WriteAllText(Path.Combine(folder, "Table.verified.txt"), "one\ntwo\n");
        var failure = Assert.Throws<FailException>(() => Verified.Matches("Table", "one\nthree\n", Test));
        Assert.Contains("- two\n+ three", failure.Message, StringComparison.Ordinal);
        Assert.Equal("one\nthree\n", File.ReadAllText(Path.Combine(folder, "Table.received.txt")));
    }

    [Fact]
    public void Lines_in_another_order_fail_too() =>
        VerifyFails("two\none\n", "one\ntwo\n");

    [Fact]
    public void A_file_that_was_never_committed_fails() =>
        Assert.Throws<FailException>(() => Verified.Matches("Unknown", "one\n", Test));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void VerifyFails(string committed, string received)
    {
        File.WriteAllText(Path.Combine(folder, "Table.verified.txt"), committed);
        Assert.Throws<FailException>(() => Verified.Matches("Table", received, Test));
    }
}
