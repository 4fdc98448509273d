using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EnforcementPlatform.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>Who gets past the door, with real signed tokens.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private const string Get = "/enforcement.records.v1.EditionService/GetEdition";
    private const string Adopt = "/enforcement.records.v1.EditionService/AdoptEdition";
    private readonly StoppedClock _clock = new(new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
    private TestPlatform _test = null!;

    public async ValueTask InitializeAsync() =>
        _test = await TestPlatform.Start(
            [new ProbeRole("records"), new ProbeRole("review", _ => { })],
            replace: services => services.AddSingleton<TimeProvider>(_clock));

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public async Task A_signed_token_of_somebody_with_the_duty_passes() =>
        Assert.Equal("", await Ask(Token(ProbeRole.RuleKeeper), Adopt));

    [Fact]
    public async Task Without_the_duty_the_rpc_is_refused_whatever_it_carries() =>
        Assert.Equal("NOT_PERMITTED", await Ask(Token(ProbeRole.Officer), Adopt));

    [Fact]
    public async Task An_account_nobody_is_tied_to_is_refused() =>
        Assert.Equal("ACCOUNT_UNKNOWN", await Ask(Token("stranger"), Get));

    [Theory]
    [InlineData("other", 1, "NOT_SIGNED_IN")]
    [InlineData("ended", 2, "NOT_SIGNED_IN")]
    [InlineData("other", 2, "")]
    [InlineData("other", 3, "")] // the copy here is behind what records says
    public async Task G3_A_token_of_an_ended_epoch_or_session_is_none_in_every_role(string session, long epoch, string reason)
    {
        var token = _test.Platform.Services.GetRequiredKeyedService<Tokens>("records").ForPerson(ProbeRole.Renewed, ["pwd"], DateTimeOffset.UnixEpoch, session, epoch);

        Assert.Equal(reason, await Ask(token, Adopt));
    }

    [Fact]
    public async Task Without_a_token_or_with_one_that_was_touched_nobody_passes()
    {
        var token = Token(ProbeRole.RuleKeeper);
        var parts = token.Split('.');
        var forgeries = new Dictionary<string, string?>
        {
            ["none"] = null,
            ["empty"] = "",
            ["no token"] = "abc",
            ["very long"] = new string('a', 8000),
            ["payload of another"] = $"{parts[0]}.{Edit(parts[1], "sub", "officer")}.{parts[2]}",
            ["later end"] = $"{parts[0]}.{Edit(parts[1], "exp", 1900000000)}.{parts[2]}",
            ["algorithm none"] = $"{Edit(parts[0], "alg", "none")}.{parts[1]}.",
            ["algorithm HS256 with the public key"] = Hmac(parts),
            ["unknown key"] = $"{Edit(parts[0], "kid", "other")}.{parts[1]}.{parts[2]}",
            ["key of a path"] = $"{Edit(parts[0], "kid", "../../records.es256.pem")}.{parts[1]}.{parts[2]}",
            ["flipped signature"] = token[..^2] + (token[^2] == 'A' ? "BA" : "AA"),
            ["of another issuer's key"] = Reissued("review", Issuers.Accounts),
        };
        foreach (var (what, forged) in forgeries)
        {
            Assert.Equal((what, "NOT_SIGNED_IN"), (what, await Ask(forged, Get)));
        }
    }

    [Fact]
    public async Task A_token_ends_after_ten_minutes_and_half_a_minute_of_grace()
    {
        var token = Token(ProbeRole.RuleKeeper);

        _clock.Now += TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(29);
        Assert.Equal("", await Ask(token, Get));
        _clock.Now += TimeSpan.FromSeconds(2);
        Assert.Equal("NOT_SIGNED_IN", await Ask(token, Get));
    }

    /// <summary>The right key alone does not make a token: its type and its life are those that this suite writes.</summary>
    [Theory]
    [InlineData("JWT", 10, "")]
    [InlineData("at+jwt", 10, "NOT_SIGNED_IN")]
    [InlineData("JWT", 11, "NOT_SIGNED_IN")]
    public async Task H14_A_token_of_another_type_or_of_a_longer_life_is_none(string type, int minutes, string reason)
    {
        using var key = SigningKey.Load(_test.Platform.Services.GetRequiredService<PlatformOptions>().KeyDirectory, "records");
        var now = _clock.Now.UtcDateTime;
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = Issuers.Accounts,
            Audience = Tokens.Suite,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(minutes),
            Claims = new Dictionary<string, object> { ["sub"] = ProbeRole.RuleKeeper, ["auth_time"] = 0L, ["sid"] = "other" },
            SigningCredentials = key.Credentials,
        });

        Assert.Equal(reason, await Ask(token, Get));
    }

    [Fact]
    public async Task A_token_of_the_future_is_refused()
    {
        var token = Token(ProbeRole.RuleKeeper);

        _clock.Now -= TimeSpan.FromMinutes(1);

        Assert.Equal("NOT_SIGNED_IN", await Ask(token, Get));
    }

    [Fact]
    public async Task A_service_speaks_only_to_the_one_it_named_and_only_where_its_role_has_a_row()
    {
        var review = _test.Platform.Services.GetRequiredKeyedService<Tokens>("review");

        Assert.Equal("NOT_PERMITTED", await Ask(review.ForService("records"), Get));
        Assert.Equal("NOT_SIGNED_IN", await Ask(review.ForService("disclosure"), Get));
    }

    [Fact]
    public async Task A_role_in_another_process_is_believed_by_the_keys_it_publishes()
    {
        var records = new ProbeRole("records");
        await using var other = await TestPlatform.Start(
            [records],
            options => options with { Peers = new() { ["review"] = _test.Platform.GrpcOf("review") } },
            services => services.AddSingleton<TimeProvider>(_clock));
        var review = _test.Platform.Services.GetRequiredKeyedService<Tokens>("review").ForService("records");

        var known = await RawCalls.Grpc(other.Platform.GrpcOf("records"), Get, [], review);
        var unknown = await RawCalls.Grpc(other.Platform.GrpcOf("records"), Get, [], Token(ProbeRole.RuleKeeper));

        Assert.Equal("NOT_PERMITTED", known.Reason);
        Assert.Equal("NOT_SIGNED_IN", unknown.Reason);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_key_file_that_others_may_read_stops_the_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are a Unix matter");
        var folder = Directory.CreateTempSubdirectory("ep-keys-").FullName;
        using (SigningKey.Load(folder, "records"))
        {
            var path = Path.Combine(folder, "records.es256.pem");
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        Assert.Throws<SettingsException>(() => SigningKey.Load(folder, "records"));
        Directory.Delete(folder, recursive: true);
    }

    private string Token(string account) => _test.TokenOf(account, "records");

    private async Task<string> Ask(string? token, string rpc)
    {
        var reply = await RawCalls.Grpc(_test.Platform.GrpcOf("records"), rpc, [], token);
        return reply.Reason;
    }

    /// <summary>A token for a person, signed by a role that may not vouch for people.</summary>
    private string Reissued(string role, string issuer)
    {
        Assert.Equal(Issuers.Accounts, issuer);
        return _test.TokenOf(ProbeRole.RuleKeeper, role);
    }

    private string Hmac(string[] parts)
    {
        var key = _test.Platform.Services.GetRequiredKeyedService<SigningKey>("records").Public;
        var head = $"{Edit(parts[0], "alg", "HS256")}.{parts[1]}";
        return $"{head}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(Base64UrlEncoder.DecodeBytes(key.X), Encoding.ASCII.GetBytes(head)))}";
    }

    private static string Edit(string part, string name, JsonNode value)
    {
        var json = JsonNode.Parse(Base64UrlEncoder.Decode(part))!.AsObject();
        json[name] = value;
        return Base64UrlEncoder.Encode(json.ToJsonString());
    }
}

/// <summary>A clock that moves when a test says so.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.UtcTicks;
}
