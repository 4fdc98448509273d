using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Kernel;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary>What is said when it cannot be played: the product is up, and whoever started it is told at once.</summary>
public sealed class The_demonstration_case
{
    public static TheoryData<Exception, string> Failures => new()
    {
        { new StepFailedException("案件阶段应为“已告知”。"), "案件阶段应为“已告知”。" },
        { new RpcException(new(StatusCode.Unavailable, "暂时无法办理。")), "暂时无法办理。" },
        { KernelFaults.EtagStale.Now(), KernelFaults.EtagStale.Message },
        { new InvalidOperationException("no sequence"), "发生意外错误（InvalidOperationException：no sequence），平台照常运行。" },
        { new OperationCanceledException("someone else's"), "发生意外错误（OperationCanceledException：someone else's），平台照常运行。" },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task Says_in_one_sentence_why_it_was_not_played(Exception failure, string sentence) =>
        Assert.Equal($"演示案件没有办理完成：{sentence}", await DemoCase.Told(() => Task.FromException<string?>(failure), CancellationToken.None));

    [Fact]
    public async Task Says_nothing_when_the_product_is_stopped_meanwhile()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        Assert.Null(await DemoCase.Told(() => Task.FromException<string?>(new HttpRequestException("closed")), stopped.Token));
        Assert.Equal("已办理", await DemoCase.Told(() => Task.FromResult<string?>("已办理"), CancellationToken.None));
    }
}
