using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

public sealed class An_entry_with_its_parts
{
    private const int Mebibyte = 1024 * 1024;

    /// <summary>Some databases end at 16 MiB a row; facts, personal parts and notices count together.</summary>
    [Fact]
    public async Task Is_at_most_twelve_mebibytes()
    {
        using var service = new NotesService();
        var most = new string('x', EntryToAppend.MostBytes - (4 * 1024));

        Assert.Equal(0, await service.Write("a", most));
        var facts = await Assert.ThrowsAsync<Fault>(() => service.Write("b", new string('x', EntryToAppend.MostBytes)));
        var together = await Assert.ThrowsAsync<Fault>(() => service.Write("b", new string('x', 5 * Mebibyte), new string('y', 4 * Mebibyte), new StringValue { Value = new string('z', 4 * Mebibyte) }));

        Assert.All([facts, together], refused => Assert.Equal("ENTRY_TOO_LARGE", refused.Type.Reason));
        Assert.Equal(1, await service.Tail.Count(TestContext.Current.CancellationToken));
    }
}
