using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Kernel.Witnesses;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Review;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Witness;

/// <summary>Two roles on real ports, in one process and in two: what is named self, what counts, and what verification says of it.</summary>
public sealed class Roles_that_witness_each_other : IDisposable
{
    private static readonly WitnessTable table = new(new Witnessing(ServiceRole.Records, ServiceRole.Review));

    private readonly TestFolder folder = new();
    private readonly KeptLog<SignedLog> log = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ProductFolders Folders => new(folder.Path, folder.Beside("keys"), folder.Beside("anchors"));

    [Fact]
    public async Task In_one_process_the_cosignature_is_named_self_and_never_counts()
    {
        await using (var both = await Start([ServiceRole.Records, ServiceRole.Review]))
        {
            var note = await Cosigned(both);
            var line = Assert.Single(Note.Parse(note).Signatures, line => line.Name != Log.Name);
            Assert.Equal($"{Origin(ServiceRole.Records)}/self", line.Name);
            Assert.Throws<NoteSignatureException>(() => Policy(Vkey(ServiceRole.Records, "self.vkey")).Open(note));
            Assert.Throws<NoteSignatureException>(() => Policy(Vkey(ServiceRole.Records, "witness.vkey")).Open(note));
            var metrics = await both.Http(ServiceRole.Review).GetStringAsync("/metrics", Ct);
            Assert.Matches("enforcement_ledger_witnessed[^{]*{[^}]*role=\"review\",self=\"true\",witness=\"records\"[^}]*} 0", metrics);
            Assert.Matches("enforcement_ledger_cosignature_age[^{]*{[^}]*role=\"review\",self=\"true\",witness=\"records\"[^}]*} [0-9]", metrics);
        }

        var verified = await Verify();
        Assert.Empty(verified.Faults);
        Assert.Equal("仅本进程（self，不计入见证）", WitnessedSentence.Of(verified.Report.Witnessed));
    }

    [Fact]
    public async Task In_two_processes_the_cosignature_counts_and_says_who_and_how_far()
    {
        await using (var records = await Start([ServiceRole.Records], options => options with { TrustedLogs = new() { [ServiceRole.Review] = Log.ToString() } }))
        await using (var review = await Start([ServiceRole.Review], options => options with { Witnesses = Told(records) }))
        {
            var note = await Cosigned(review);
            Assert.Equal("w", Assert.Single(Policy(Vkey(ServiceRole.Records, "witness.vkey")).Open(note).Cosignatures).Witness);
        }

        var verified = await Verify();
        Assert.Empty(verified.Faults);
        Assert.StartsWith("已由 records 见证至第 0 条（", WitnessedSentence.Of(verified.Report.Witnessed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_cosignature_is_named_as_a_problem_and_an_unknown_one_as_not_verified()
    {
        await using (var both = await Start([ServiceRole.Records, ServiceRole.Review]))
        {
            await Cosigned(both);
        }

        var file = folder.File("review/witnessed/records.note");
        var kept = Note.Parse(await File.ReadAllBytesAsync(file, Ct));
        var bad = kept.Signatures[1] with { Bytes = [.. kept.Signatures[1].Bytes[..^1], (byte)(kept.Signatures[1].Bytes[^1] ^ 1)] };
        await File.WriteAllBytesAsync(file, kept.With(bad).ToBytes(), Ct);
        Assert.Contains(file, Assert.Single((await Verify()).Faults), StringComparison.Ordinal);

        var stranger = kept with { Signatures = [kept.Signatures[0], kept.Signatures[1] with { Name = "somebody.else/w" }] };
        await File.WriteAllBytesAsync(file, stranger.ToBytes(), Ct);
        var verified = await Verify();
        Assert.Empty(verified.Faults);
        Assert.Equal(["somebody.else/w"], verified.UnknownWitnesses);
    }

    [Fact]
    public void Without_any_witness_verification_says_none() => Assert.Equal("无", WitnessedSentence.Of([]));

    [Fact]
    public async Task A_role_that_nobody_named_is_not_asked()
    {
        await using var alone = await Start([ServiceRole.Review]);
        Assert.Empty(alone.Platform.Services.GetRequiredKeyedService<RoleParts>(ServiceRole.Review).Witnesses);
    }

    [Fact]
    public async Task A_witness_of_somebody_else_is_asked_about_every_ledger()
    {
        await using var scripted = await ScriptedWitness.Start();
        await using var both = await Start([ServiceRole.Records, ServiceRole.Review], options => options with { Witnesses = At(scripted) });
        await Eventually(() => scripted.Asked.Select(one => Checkpoint.Parse(one.Note.Text).Origin.Split('/')[1]).ToHashSet().SetEquals([ServiceRole.Records, ServiceRole.Review]));
        await Eventually(() => File.Exists(folder.File("records/witnessed/office.note")) && File.Exists(folder.File("review/witnessed/office.note")));
    }

    [Fact]
    public async Task A_larger_size_at_a_witness_makes_the_role_unready_and_is_said_in_Chinese()
    {
        await using var scripted = await ScriptedWitness.Start();
        scripted.Answer = _ => WitnessAnswer.Conflict(99);
        scripted.Page = origin => new Checkpoint(origin, 99, new byte[32]).Sign(Identity.Signer).ToBytes();
        await using var test = await Start([ServiceRole.Review], options => options with { Witnesses = At(scripted) });
        await Eventually(() => log.Lines.Any(line => line.Contains("office出示并已保存的", StringComparison.Ordinal)));
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, (await test.Http(ServiceRole.Review).GetAsync("/health/ready", Ct)).StatusCode);
        Assert.Equal("review: ledger", await test.Platform.WaitsFor(Ct));
    }

    [Fact]
    public async Task T5_An_unsigned_claim_of_a_foreign_witness_is_an_alarm_in_the_metrics_and_the_role_stays_ready()
    {
        await using var scripted = await ScriptedWitness.Start();
        scripted.Answer = _ => WitnessAnswer.Conflict(99);
        await using var test = await Start([ServiceRole.Review], options => options with { Witnesses = At(scripted) });
        var role = test.Platform.Services.GetRequiredKeyedService<RoleParts>(ServiceRole.Review);
        await Eventually(() => role.Witnesses[0].Alarm is not null);
        Assert.Matches("enforcement_ledger_witness_alarm[^{]*{[^}]*witness=\"office\"[^}]*} 1", await test.Http(ServiceRole.Review).GetStringAsync("/metrics", Ct));
        Assert.True(role.Running.Healthy);
    }

    [Fact]
    public async Task T2_A_clean_stop_shows_the_last_head_to_witnesses_of_the_same_process_and_of_others()
    {
        await using var scripted = await ScriptedWitness.Start();
        await using (var both = await Start([ServiceRole.Records, ServiceRole.Review], options => options with { Witnesses = At(scripted) }))
        {
            await Cosigned(both);
            await both.Platform.Services.GetRequiredKeyedService<RoleParts>(ServiceRole.Review).Running.Append(Sample.Entry("late", [Sample.First($"cases/{Sample.Id("late")}")]), Ct);
        }

        Assert.Equal(1, Checkpoint.Parse(Note.Parse(await File.ReadAllBytesAsync(folder.File("review/witnessed/records.note"), Ct)).Text).Size);
        Assert.Equal(1, Checkpoint.Parse(Note.Parse(await File.ReadAllBytesAsync(folder.File("review/witnessed/office.note"), Ct)).Text).Size);
    }

    [Fact]
    public async Task T5_A_witness_of_the_suite_shows_the_head_that_it_cosigned_last()
    {
        await using var both = await Start([ServiceRole.Records, ServiceRole.Review]);
        await Cosigned(both);
        var page = await both.Http(ServiceRole.Records).GetAsync($"/witness/checkpoint?origin={Uri.EscapeDataString(Origin(ServiceRole.Review))}", Ct);
        Assert.Equal(0, Identity.Policy.Open(await page.Content.ReadAsByteArrayAsync(Ct)).Checkpoint.Size);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await both.Http(ServiceRole.Records).GetAsync("/witness/checkpoint?origin=somebody.else", Ct)).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await both.Http(ServiceRole.Records).GetAsync("/witness/checkpoint", Ct)).StatusCode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/witness", "not a key", "Key")]
    [InlineData("http://127.0.0.1:1/witness", "{self}", "Key")]
    [InlineData("http://127.0.0.1:1/witness", "{log}", "Key")]
    [InlineData("127.0.0.1:1", "{witness}", "Address")]
    public void Settings_that_name_no_witness_stop_the_start(string address, string key, string setting)
    {
        var identity = LogIdentity.ReadOrMake($"ep.test/{ServiceRole.Records}/0123456789ab", Folders.Keys, "ep.test", ServiceRole.Records);
        var keys = WitnessKeys.ReadOrMake(identity, Folders.Keys, ServiceRole.Records);
        var text = key.Replace("{self}", $"{keys.OfSelf.Key}", StringComparison.Ordinal)
            .Replace("{witness}", $"{keys.OfOthers.Key}", StringComparison.Ordinal)
            .Replace("{log}", Log.ToString(), StringComparison.Ordinal);
        var options = new PlatformOptions { Witnesses = new() { ["records"] = new() { Address = address, Key = text } } };
        var refused = Assert.Throws<SettingsException>(() => options.ThrowIfWrong([new ReviewModule()]));
        Assert.Contains($"Witnesses:records:{setting}", Assert.Single(refused.Mistakes), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private LogIdentity Identity => LogIdentity.ReadOrMake(Named(ServiceRole.Review), Folders.Keys, new PlatformOptions().Installation, ServiceRole.Review);

    private NoteKey Log => Identity.Key;

    /// <summary>The origin of a ledger; where there is none yet, it gets its name as its own first start would give it.</summary>
    private string Named(string role)
    {
        if (LedgerRows.OriginIn(folder.File(role)) is { } known)
        {
            return known;
        }

        using var store = new SqliteLedger(
            Path.Combine(folder.File(role), "ledger.db"),
            (origin, _) => VouchRing.ReadOrMake(Folders.Keys, role, origin ?? LogIdentity.Mint(new PlatformOptions().Installation, role)));
        return store.Ring.Origin;
    }

    private string Origin(string role) => LedgerRows.OriginIn(folder.File(role))!;

    private string Vkey(string role, string file) => File.ReadAllText(folder.File($"{role}/{file}")).TrimEnd('\n');

    private TrustPolicy Policy(string witness) => TrustPolicy.Parse($"log {Log}\nwitness w {witness}\nquorum w\n");

    private Dictionary<string, WitnessOptions> Told(TestPlatform records) => new()
    {
        [ServiceRole.Records] = new() { Address = $"{new Uri(records.Platform.HttpOf(ServiceRole.Records), "witness")}", Key = Vkey(ServiceRole.Records, "witness.vkey") },
    };

    private static Dictionary<string, WitnessOptions> At(ScriptedWitness witness) => new() { ["office"] = new() { Address = $"{witness.Address}", Key = $"{witness.Key}" } };

    /// <summary>The public head of review, which is cosigned soon after the start: an empty log is public at once.</summary>
    private static async Task<byte[]> Cosigned(TestPlatform test)
    {
        var ledger = new LedgerService.LedgerServiceClient(test.Channel(ServiceRole.Review));
        for (var tries = 0; tries < 1200; tries++)
        {
            var note = (await ledger.GetCheckpointAsync(new(), cancellationToken: Ct)).Note.ToByteArray();
            if (Note.Parse(note).Signatures.Length > 1)
            {
                return note;
            }

            await Task.Delay(50, Ct);
        }

        throw new Xunit.Sdk.XunitException("no cosignature within 60 s");
    }

    private Task<VerifiedLedger> Verify() =>
        InstallationVerifier.Verify(Folders, new(ServiceRole.Review, new QuietRole(ServiceRole.Review).Contents), withViews: false, Ct);

    private Task<TestPlatform> Start(string[] roles, Func<PlatformOptions, PlatformOptions>? settings = null) => TestPlatform.Start(
        [.. roles.Select(role => new QuietRole(role))],
        options =>
        {
            var placed = options with { DataDirectory = Folders.Data, KeyDirectory = Folders.Keys, Anchors = Folders.Anchors };
            return settings?.Invoke(placed) ?? placed;
        },
        services =>
        {
            services.AddSingleton<ILedgerEngine>(new SqliteEngine()).AddSingleton(new Subscriptions()).AddSingleton(table);
            services.AddLogging(logging => logging.AddProvider(log));
        });

    private static async Task Eventually(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 3000, "did not happen within 60 s");
            await Task.Delay(20, Ct);
        }
    }
}
