using System.Text.Json;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Simulator;
using EnforcementPlatform.Tests.Fast.Integration.Review;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Gateway;

/// <summary>From the notice to the platform's receipt, over real HTTP with the simulated platform, as it ships.</summary>
public sealed class A_delivered_disclosure(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Publisher = "liu.yingchuan";
    private const string Inspector = "jian.congzhou";

    [Fact]
    public async Task Is_confirmed_with_the_exact_receipt_and_shown_to_who_answers_for_it()
    {
        var decision = gateway.NewDecision();
        var id = await gateway.Publish(decision);
        var delivery = await gateway.Reaches(id, DeliveryState.Confirmed);

        var item = (await gateway.As(Publisher).GetDeliveryAsync(new() { DeliveryId = id })).Delivery.Items.Single();
        Assert.Equal(delivery.Items.Single(), item);
        using var receipt = JsonDocument.Parse(item.Receipt);
        Assert.Equal(item.RemoteId, receipt.RootElement.GetProperty("receipts")[0].GetProperty("remoteId").GetString());
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(item.Receipt)), item.ReceiptDigest.ToByteArray());
        using var text = JsonDocument.Parse(item.Text);
        Assert.Equal(decision.PartyName, text.RootElement.GetProperty("fields").GetProperty("CF_XDR_MC").GetString());
        Assert.Equal("CF-2018/2", item.Mapping);
        Assert.True(item.Attempts.Single() is { Outcome: AttemptOutcome.Confirmed, HttpStatus: 200, Kind: AttemptKind.Send });
        Assert.Equal(Held(decision).RemoteId, item.RemoteId);
        Assert.Contains((await gateway.As(Inspector).ListDeliveriesAsync(new() { State = DeliveryState.Confirmed, Destination = "city" })).Deliveries, one => one.DeliveryId == id);
        Assert.DoesNotContain((await gateway.As(Publisher).ListDeliveriesAsync(new() { State = DeliveryState.Manual })).Deliveries, one => one.DeliveryId == id);
    }

    [Fact]
    public async Task Is_rejected_by_code_and_field_and_sent_once_more_when_somebody_says_so()
    {
        var decision = gateway.NewDecision();
        Script(decision, new Fault { Action = FaultAction.Reject, Code = "SY_TOO_SHORT", Field = "CF_SY" });
        var id = await gateway.Publish(decision);
        var rejected = await gateway.Reaches(id, DeliveryState.Rejected);

        Assert.Equal(("SY_TOO_SHORT", "CF_SY"), (rejected.Items[0].RefusalCode, rejected.Items[0].RefusalField));
        Assert.Contains("字段CF_SY", rejected.Explanation, StringComparison.Ordinal);
        await Retry(rejected);
        await gateway.Reaches(id, DeliveryState.Confirmed);
    }

    [Theory]
    [InlineData("Cut")]
    [InlineData("Delay")]
    public async Task Taken_without_an_answer_in_time_is_found_by_asking_and_there_once(string action)
    {
        var decision = gateway.NewDecision();
        Script(decision, new Fault { Action = Enum.Parse<FaultAction>(action), Request = "send", Milliseconds = 3000 });
        var delivery = await gateway.Reaches(await gateway.Publish(decision), DeliveryState.Confirmed);

        Assert.Equal([(AttemptKind.Send, AttemptOutcome.NoAnswer), (AttemptKind.Query, AttemptOutcome.Confirmed)], delivery.Items[0].Attempts.Select(one => (one.Kind, one.Outcome)));
        Assert.Single(Seen(decision), seen => seen.Request == "send");
        Assert.Single(Held(decision).Receipts);
    }

    [Fact]
    public async Task Not_taken_and_without_an_answer_is_asked_for_and_sent_again()
    {
        var decision = gateway.NewDecision();
        Script(decision, new Fault { Action = FaultAction.Down, Request = "send" });
        var id = await gateway.Publish(decision);
        await Retry(await gateway.Reaches(id, DeliveryState.Retrying));
        var delivery = await gateway.Reaches(id, DeliveryState.Confirmed);

        Assert.Equal([AttemptOutcome.NoAnswer, AttemptOutcome.Absent, AttemptOutcome.Confirmed], delivery.Items[0].Attempts.Select(one => one.Outcome));
        Assert.Equal(["send", "query", "send"], Seen(decision).Select(seen => seen.Request));
    }

    [Fact]
    public async Task With_two_receipts_and_somebody_elses_is_confirmed_by_its_own()
    {
        var decision = gateway.NewDecision();
        Script(decision, new Fault { Action = FaultAction.Twice });
        var delivery = await gateway.Reaches(await gateway.Publish(decision), DeliveryState.Confirmed);

        Assert.Equal(Held(decision).RemoteId, delivery.Items[0].RemoteId);
        Assert.Contains("SIM-OTHER", delivery.Items[0].Receipt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_as_long_as_a_busy_platform_asks()
    {
        var decision = gateway.NewDecision();
        Script(decision, new Fault { Action = FaultAction.Status, Status = 503, RetryAfter = 2 });
        var delivery = await gateway.Reaches(await gateway.Publish(decision), DeliveryState.Confirmed);

        Assert.Equal([AttemptOutcome.OutOfReach, AttemptOutcome.Confirmed], delivery.Items[0].Attempts.Select(one => one.Outcome));
        var attempts = Seen(decision).Select(seen => seen.At).ToArray();
        Assert.True(attempts[1] - attempts[0] >= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Corrected_and_withdrawn_is_so_at_the_platform_with_its_reason_on_the_page()
    {
        var decision = gateway.NewDecision();
        var id = await gateway.Publish(decision);
        await gateway.Reaches(id, DeliveryState.Confirmed);
        await gateway.Publish(new(decision) { Penalty = "警告，并处罚款。" }, version: 2, disclosure: id["city.".Length..]);
        await gateway.Reaches(id, DeliveryState.Confirmed, delivery => delivery.Items.Count == 2);
        await gateway.Withdraw(id, decision.DocumentNumber, version: 2);
        await gateway.Reaches(id, DeliveryState.Confirmed, delivery => delivery.Items.Count == 3);

        Assert.True(Held(decision) is { Withdrawn: true, Reason: "经行政复议撤销", Receipts.Count: 3 });
        using var http = new HttpClient();
        var page = await http.GetStringAsync(gateway.Simulator.Address, TestContext.Current.CancellationToken);
        Assert.Contains("模拟平台，不是真实的上级平台", page, StringComparison.Ordinal);
        Assert.Contains($"{decision.DocumentNumber}</td><td>2</td><td colspan=\"5\">已撤回。原因：经行政复议撤销", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_meets_other_content_at_the_platform_waits_for_a_person()
    {
        var decision = gateway.NewDecision();
        gateway.Simulator.Records.Keep(new(decision.DocumentNumber, decision.OrganUscc, 1, "PUBLISH", "", null, "00"), DateTimeOffset.UtcNow);
        var delivery = await gateway.Reaches(await gateway.Publish(decision), DeliveryState.Manual);

        var settled = (await gateway.As(Publisher).ResolveDeliveryAsync(new()
        {
            DeliveryId = delivery.DeliveryId, Etag = delivery.Etag, RequestId = Guid.NewGuid().ToString(), Resolution = Resolution.Confirmed, Reason = "经与平台核对，内容一致",
        })).Delivery;

        Assert.Equal((DeliveryState.Confirmed, "经与平台核对，内容一致", ""), (settled.Items[0].State, settled.Items[0].Resolution, settled.Items[0].Receipt));
    }

    [Fact]
    public async Task With_a_secret_the_platform_does_not_know_is_not_rejected_and_no_secret_is_logged()
    {
        var delivery = await gateway.Reaches(await gateway.InOtherOrgan, DeliveryState.Retrying);

        Assert.True(delivery.Items[0].Attempts[0] is { Outcome: AttemptOutcome.Unauthorized, HttpStatus: 401, Code: "SIGNATURE_INVALID" });
        Assert.Contains("密钥", delivery.Explanation, StringComparison.Ordinal);
        await ReviewFixture.Eventually(() => Task.FromResult(gateway.Log.Lines.Any(line => line.Contains("上级平台wrong连续失败", StringComparison.Ordinal))));
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Contains(gateway.Secret, StringComparison.OrdinalIgnoreCase) || line.Contains(gateway.WrongSecret, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Is_not_shown_to_who_neither_publishes_nor_inspects_nor_to_another_organ()
    {
        var id = await gateway.Publish(gateway.NewDecision());
        await gateway.Reaches(id, DeliveryState.Confirmed);
        var hidden = await gateway.InOtherOrgan;
        await ReviewFixture.Eventually(async () => (await gateway.Deliveries.Load(hidden, TestContext.Current.CancellationToken)).Exists);

        Assert.Equal("NOT_PERMITTED", await Refusal(() => gateway.As("qin.yanqiu").GetDeliveryAsync(new() { DeliveryId = id }).ResponseAsync));
        Assert.Equal("NOT_FOUND", await Refusal(() => gateway.As(Publisher).GetDeliveryAsync(new() { DeliveryId = hidden }).ResponseAsync));
        Assert.DoesNotContain((await gateway.As(Publisher).ListDeliveriesAsync(new())).Deliveries, one => one.DeliveryId == hidden);
    }

    [Fact]
    public async Task Is_neither_hurried_nor_settled_once_it_is_confirmed()
    {
        var delivery = await gateway.Reaches(await gateway.Publish(gateway.NewDecision()), DeliveryState.Confirmed);

        Assert.Equal("DELIVERY_WRONG_STATE", await Refusal(() => Retry(delivery)));
        Assert.Equal("DELIVERY_WRONG_STATE", await Refusal(() => gateway.As(Publisher).ResolveDeliveryAsync(new()
        {
            DeliveryId = delivery.DeliveryId, Etag = delivery.Etag, RequestId = Guid.NewGuid().ToString(), Resolution = Resolution.NotAccepted, Reason = "没有收到",
        }).ResponseAsync));
    }

    [Theory]
    [InlineData("")]
    [InlineData("city")]
    [InlineData("city.x")]
    [InlineData("City.00000000-0000-7000-8000-0000000000d1")]
    public async Task Is_asked_for_by_destination_and_disclosure(string id) =>
        Assert.Equal("INVALID_FIELDS", await Refusal(() => gateway.As(Publisher).GetDeliveryAsync(new() { DeliveryId = id }).ResponseAsync));

    [Fact]
    public async Task That_does_not_fit_the_format_is_never_sent()
    {
        var decision = new PublicDecision(gateway.NewDecision()) { OrganUscc = "11410400MB0DEM0172" };
        var delivery = await gateway.Reaches(await gateway.Publish(decision), DeliveryState.Unfit);

        Assert.Contains(delivery.Items[0].Problems, problem => problem is { Rule: "D02", Field: "CF_CFJGDM", Prevents: true });
        Assert.Empty(Seen(decision));
    }

    private Task Retry(Delivery delivery) => gateway.As(Publisher).RetryDeliveryAsync(new()
    {
        DeliveryId = delivery.DeliveryId, Etag = delivery.Etag, RequestId = Guid.NewGuid().ToString(),
    }).ResponseAsync;

    private void Script(PublicDecision decision, Fault fault) => gateway.Simulator.Script.Replace([fault with { Number = decision.DocumentNumber }]);

    private HeldRecord Held(PublicDecision decision) => gateway.Simulator.Records.All.Single(record => record.Number == decision.DocumentNumber);

    private IEnumerable<Seen> Seen(PublicDecision decision) => gateway.Simulator.Ledger.All.Where(seen => seen.Number == decision.DocumentNumber);

    private static async Task<string> Refusal(Func<Task> call) =>
        (await Assert.ThrowsAsync<RpcException>(call)).GetRpcStatus()!.GetDetail<ErrorInfo>().Reason;
}
