using EnforcementPlatform.Adapters.Http;
using EnforcementPlatform.Kernel;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Gateway;

/// <summary>What the driver says of an exchange decides whether a record may be sent again: over real connections.</summary>
public sealed class The_http_driver : IAsyncLifetime
{
    private readonly HttpExchange _http = new(TimeProvider.System);
    private EnforcementPlatform.Simulator.Simulator _platform = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _platform = await EnforcementPlatform.Simulator.Simulator.Start(new() { AppKey = "k", Secret = "0123456789abcdef" }, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _platform.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_comes_with_its_status_and_exact_bytes()
    {
        var answered = Assert.IsType<HttpOutcome.Answered>(await Send("api/records", body: "{}"u8.ToArray()));

        Assert.Equal(401, answered.Status);
        Assert.StartsWith("""{"code":"APP_UNKNOWN",""", System.Text.Encoding.UTF8.GetString(answered.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_sent()
    {
        var address = new Uri(_platform.Address, "/");
        await _platform.DisposeAsync();

        var refused = await _http.Send(new("GET", address, [], Array.Empty<byte>(), TimeSpan.FromSeconds(5), 1000), Ct);

        Assert.Equal(new HttpOutcome.NotSent("ConnectionError"), refused);
    }

    [Fact]
    public async Task Where_nobody_has_the_name_nothing_was_sent() =>
        Assert.IsType<HttpOutcome.NotSent>(await _http.Send(new("GET", new("http://nobody.invalid/"), [], Array.Empty<byte>(), TimeSpan.FromSeconds(20), 1000), Ct));

    [Fact]
    public async Task An_answer_that_is_too_large_is_none() => Assert.Equal(new HttpOutcome.Lost("AnswerTooLarge"), await Send("/", largest: 100));

    [Fact]
    public async Task A_redirect_is_an_answer_and_is_not_followed()
    {
        using var elsewhere = new RawServer("HTTP/1.1 302 Found\r\nLocation: /control/seen\r\nContent-Length: 0\r\n\r\n");

        Assert.True(await Send(elsewhere.Address) is HttpOutcome.Answered { Status: 302 });
        Assert.Equal(1, elsewhere.Connections);
    }

    [Fact]
    public async Task A_connection_cut_before_or_within_the_answer_is_lost_and_is_not_tried_again()
    {
        using var silent = new RawServer("");
        using var torn = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"code\":");

        Assert.IsType<HttpOutcome.Lost>(await Send(silent.Address, body: "{}"u8.ToArray()));
        Assert.IsType<HttpOutcome.Lost>(await Send(torn.Address, body: "{}"u8.ToArray()));
        Assert.Equal((1, 1), (silent.Connections, torn.Connections));
    }

    [Fact]
    public async Task No_answer_within_the_time_limit_is_lost()
    {
        using var slow = new RawServer(null);

        Assert.Equal(new HttpOutcome.Lost("TimeLimit"), await Send(slow.Address, limit: TimeSpan.FromMilliseconds(300)));
    }

    [Fact]
    public async Task What_a_platform_asks_for_is_read_in_seconds_and_as_a_date()
    {
        using var seconds = new RawServer("HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n");
        using var date = new RawServer($"HTTP/1.1 503 Busy\r\nRetry-After: {DateTimeOffset.UtcNow.AddHours(1):R}\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<HttpOutcome.Answered>(await Send(seconds.Address)).RetryAfter);
        Assert.InRange(Assert.IsType<HttpOutcome.Answered>(await Send(date.Address)).RetryAfter!.Value, TimeSpan.FromMinutes(58), TimeSpan.FromMinutes(61));
    }

    private Task<HttpOutcome> Send(string path, byte[]? body = null, int largest = 10_000) => Send(new Uri(_platform.Address, path), body, largest);

    private Task<HttpOutcome> Send(Uri address, byte[]? body = null, int largest = 10_000, TimeSpan? limit = null) =>
        _http.Send(new(body is null ? "GET" : "POST", address, [], body ?? [], limit ?? TimeSpan.FromSeconds(10), largest), Ct);
}
