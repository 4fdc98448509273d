using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary><c>serve --demo</c> on a ledger that takes no appends goes on: what is there can be read.</summary>
public sealed class A_demonstration_that_cannot_be_prepared
{
    public static TheoryData<Exception> Troubles =>
    [
        KernelFaults.LedgerReadOnly.Now(),
        KernelFaults.ClockBehind.Now(),
        KernelFaults.LedgerDamaged.With(("place", "entry 3")),
        new LedgerDamagedException("entry 3: bytes", position: 3),
        new StorageFullException("/data/ledger.db", new IOException("full")),
    ];

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Is_said_and_holds_up_no_start_and_no_other_one(Exception trouble)
    {
        var said = new StringWriter();
        IDemoData[] demonstrations = [new Demo(() => throw trouble), new Demo(() => [new("单位", "某人", "职务", "some.body", "password")])];

        await ServeCommand.PrepareDemo(demonstrations, said, TestContext.Current.CancellationToken);

        Assert.Contains("演示数据没有准备完，已有的内容仍可查询", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("some.body / password", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_the_start_where_it_is_a_mistake_of_ours_or_of_the_settings() => await Assert.ThrowsAsync<SettingsException>(() =>
        ServeCommand.PrepareDemo([new Demo(() => throw new SettingsException(["in use"]))], TextWriter.Null, TestContext.Current.CancellationToken));

    private sealed class Demo(Func<IReadOnlyList<DemoAccount>> prepare) : IDemoData
    {
        public Task<IReadOnlyList<DemoAccount>> Prepare(CancellationToken ct) => Task.FromResult(prepare());
    }
}
