using System.Globalization;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;
using EnforcementPlatform.Review;
using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Integration.Review;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Tests.Fast.Integration.Disclosure;

/// <summary>Records, review and disclosure in one process as they ship, with the demonstration's people and items.</summary>
public sealed class DisclosureFixture : ReviewFixture
{
    public const string Publisher = "liu.yingchuan";

    private TestPlatform? _all;
    private CallInvoker _disclosure = null!;
    private string _data = "";

    private protected override TestPlatform Records => _all!;

    private protected override TestPlatform ReviewPlatform => _all!;

    /// <summary>Files of the public view, its log included.</summary>
    public IEnumerable<string> PublicFiles => Directory.EnumerateFiles(Path.Combine(_data, ServiceRole.Disclosure, "views"), "public.*");

    public string VerifierKey => File.ReadAllText(Path.Combine(_data, ServiceRole.Disclosure, "vkey")).Trim();

    internal Uri Http => _all!.Platform.HttpOf(ServiceRole.Disclosure);

    internal IServiceProvider Services => _all!.Platform.Services;

    public PublicDisclosureService.PublicDisclosureServiceClient Anybody => new(_disclosure);

    public LedgerService.LedgerServiceClient AnybodysLedger => new(_disclosure);

    /// <summary>A call of somebody who has not signed in.</summary>
    internal ServerCallContext Nobody => new FakeCall("", new() { PersonId = "", AccountId = "", Organ = "", Department = "" });

    /// <summary>What anybody sees on a day, at noon in Shanghai.</summary>
    internal PublicRpcs PublicOn(string day) => new(
        Services.GetRequiredKeyedService<PublicNotices>(ServiceRole.Disclosure),
        Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Disclosure),
        Services.GetRequiredKeyedService<Streams<DisclosureState>>(ServiceRole.Disclosure),
        Services.GetRequiredKeyedService<LedgerProofs>(ServiceRole.Disclosure),
        Services.GetRequiredService<Installation>(),
        new SteppedClock(ShanghaiTime.StartOf(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)).AddHours(12)));

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _disclosure = _all!.Calls(ServiceRole.Disclosure).Intercept(new EndsWithTheTest());
        await Eventually(async () => (await Anybody.ListPublicOfficersAsync(new())).Officers.Count == 10);
        foreach (var person in Everybody)
        {
            await Eventually(() => Knows(person));
        }
    }

    public override ValueTask DisposeAsync() => _all!.DisposeAsync();

    public DisclosureService.DisclosureServiceClient Disclosures(string person) => new(As(person, _disclosure));

    public RegisterService.RegisterServiceClient Registers(string person) => new(As(person, _disclosure));

    private protected override async Task Start() => _all = await TestPlatform.Start(
        [new RecordsModule(), new ReviewModule(), new DisclosureModule()],
        options =>
        {
            _data = options.DataDirectory;
            return options;
        },
        Suite.Adapters);

    private async Task<bool> Knows(string person)
    {
        try
        {
            await Registers(person).ListItemsAsync(new());
            return true;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.Unauthenticated)
        {
            return false;
        }
    }
}
