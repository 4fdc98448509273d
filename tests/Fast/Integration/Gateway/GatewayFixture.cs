using System.Security.Cryptography;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Gateway;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;

using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Integration.Records;
using EnforcementPlatform.Tests.Fast.Integration.Review;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Gateway;

/// <summary>
/// The roles records and gateway as they ship, a role that tells what disclosure tells, and the simulated platform: real HTTP, real tokens.
/// Destination <c>city</c> is for one organ; <c>wrong</c>, for the other, has a secret that the platform does not know.
/// </summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    public const string Organ = "pds-gxj";
    public const string OtherOrgan = "pds-yszy";

    private Task<string>? _inOtherOrgan;

    /// <summary>The one delivery of the other organ, whose destination refuses our key: a second would wait behind it.</summary>
    public Task<string> InOtherOrgan => _inOtherOrgan ??= Publish(NewDecision(), organ: OtherOrgan);
    private const string AppKey = "test";

    private readonly TestFolder _secrets = new();
    private readonly Dictionary<string, string> _tokens = [];
    private TestPlatform _test = null!;
    private int _numbers;

    internal string Secret { get; } = RandomNumberGenerator.GetHexString(64);

    internal string WrongSecret { get; } = RandomNumberGenerator.GetHexString(64);

    internal EnforcementPlatform.Simulator.Simulator Simulator { get; private set; } = null!;

    internal KeptLog<GatewayFixture> Log { get; } = new();

    internal Streams<DeliveryStream> Deliveries => _test.Platform.Services.GetRequiredService<Streams<DeliveryStream>>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Simulator = await EnforcementPlatform.Simulator.Simulator.Start(new() { AppKey = AppKey, Secret = Secret }, TimeProvider.System);
        _test = await TestPlatform.Start(
            [new RecordsModule(), new ToldDisclosures(), new GatewayModule()],
            Settings,
            services =>
            {
                Suite.Adapters(services);
                services.AddLogging(logging => logging.AddProvider(Log));
            });
        await _test.Platform.Services.GetRequiredService<IDemoData>().Prepare(CancellationToken.None);
        foreach (var name in (string[])["liu.yingchuan", "jian.congzhou", "qin.yanqiu", "lu.chengping"])
        {
            _tokens[name] = (await new AccountsService.AccountsServiceClient(_test.Calls(ServiceRole.Records)).SignInAsync(new() { UserName = name, Password = RecordsFixture.Password })).Token;
            await ReviewFixture.Eventually(async () => await StatusOf(name) is not (StatusCode.Unauthenticated or StatusCode.Unavailable));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _test.DisposeAsync();
        await Simulator.DisposeAsync();
        _secrets.Dispose();
    }

    public DeliveryService.DeliveryServiceClient As(string person) => new(_test.Calls(ServiceRole.Gateway).Intercept(headers =>
    {
        headers.Add("authorization", $"Bearer {_tokens[person]}");
        return headers;
    }).Intercept(new EndsWithTheTest()));

    /// <summary>A decision nobody published yet.</summary>
    public PublicDecision NewDecision() => Unit.Gateway.DeliveryWorld.Decided($"演工信罚〔2026〕{Interlocked.Increment(ref _numbers)}号");

    /// <summary>Tells the gateway that it was published; the id of its delivery.</summary>
    public async Task<string> Publish(PublicDecision decision, int version = 1, string? disclosure = null, string organ = Organ)
    {
        var id = disclosure ?? Guid.NewGuid().ToString();
        await Tell(id, organ, new DisclosurePublished { DisclosureId = id, Version = version, Decision = decision, PublishBy = "2026-11-10", CorrectionReason = version == 1 ? "" : "文字有误" });
        return DeliveryStream.KeyOf(organ == Organ ? "city" : "wrong", id);
    }

    public Task Withdraw(string deliveryId, string number, int version) => Tell(
        deliveryId[(deliveryId.IndexOf('.', StringComparison.Ordinal) + 1)..],
        Organ,
        new DisclosureWithdrawn { DisclosureId = deliveryId[(deliveryId.IndexOf('.', StringComparison.Ordinal) + 1)..], Version = version, DocumentNumber = number, PublicReason = "经行政复议撤销", WithdrawBy = "2026-11-12" });

    /// <summary>Waits until the current item is in a state, and shows the delivery.</summary>
    public async Task<Delivery> Reaches(string deliveryId, DeliveryState state, Func<Delivery, bool>? and = null)
    {
        Delivery? shown = null;
        await ReviewFixture.Eventually(async () =>
        {
            var delivery = await Deliveries.Load(deliveryId, Ct);
            shown = delivery.Exists ? delivery.ToMessage() : null;
            return shown?.Items[shown.Current - 1].State == state && (and?.Invoke(shown) ?? true);
        });
        return shown!;
    }

    private async Task<StatusCode> StatusOf(string person)
    {
        try
        {
            await As(person).ListDeliveriesAsync(new());
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }

    private Task Tell(string id, string organ, IMessage notice) => _test.Platform.Services.GetRequiredService<Streams<ToldState>>().Run(
        id,
        EnforcementPlatform.Ledger.CommandId.Of("test", "tell", Guid.NewGuid()),
        new Actor { PersonId = "", AccountId = ServiceRole.Disclosure, Organ = organ, Department = "", Service = ServiceRole.Disclosure },
        "tell",
        notice,
        (_, _) => ValueTask.FromResult(Decision.Of(new StringValue { Value = "told" }).WithNotice(notice)),
        Ct);

    private PlatformOptions Settings(PlatformOptions options)
    {
        Directory.CreateDirectory(options.KeyDirectory);
        foreach (var (name, secret) in new[] { ("city", Secret), ("wrong", WrongSecret) })
        {
            var path = Path.Combine(options.KeyDirectory, $"gateway-{name}.secret");
            File.WriteAllText(path, secret);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        string[] names = ["city", "wrong"];
        return options.WithSections(names.SelectMany(name => new Dictionary<string, string?>
        {
            ["Address"] = new Uri(Simulator.Address, "api").ToString(),
            ["AppKey"] = AppKey,
            ["TimeLimitSeconds"] = "1",
            ["Organs:0"] = name == "city" ? Organ : OtherOrgan,
        }.Select(pair => KeyValuePair.Create($"Gateway:Destinations:{name}:{pair.Key}", pair.Value))).ToDictionary());
    }
}

/// <summary>Tells what the role disclosure tells.</summary>
internal sealed class ToldDisclosures : LedgerRole
{
    public override string Name => ServiceRole.Disclosure;

    public override RolePorts Ports => new();

    protected override IEnumerable<FileDescriptor> Messages => [StringValue.Descriptor.File, EnforcementPlatform.Contracts.Disclosure.EventsReflection.Descriptor];

    public override void Map(RoleEndpoints endpoints)
    {
    }

    protected override void Register(IServiceCollection services, PlatformOptions options) => AddStreams<ToldState>(services, "disclosures", "");
}

/// <summary>A stream of what was told.</summary>
internal sealed record ToldState : StreamState, IFold<ToldState>
{
    public static ToldState Empty { get; } = new();

    public static ToldState Apply(ToldState state, IMessage fact, Recorded entry) => state;

    public override Relation RelationOf(Actor actor) => Relation.None;
}
