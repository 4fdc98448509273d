using System.Collections.Concurrent;
using EnforcementPlatform.Bench.Report;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Cases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Bench.Seed;

/// <summary>
/// Fills an installation's folders before the product is started on them: people of the demonstration, then cases. All roles play meanwhile, so
/// that views and handlers are not still behind when something is measured.
/// </summary>
internal static class SeededFolders
{
    /// <summary>Entries of an ordinary case.</summary>
    public const int OrdinaryEntries = 5;

    /// <summary>Cases written side by side, so that one durable commit carries many of them.</summary>
    private const int SideBySide = 256;

    /// <param name="folders">New folders.</param>
    /// <param name="ordinary">Cases of five entries.</param>
    /// <param name="large">Entries of each further case.</param>
    public static async Task<Seeded> Fill(ProductFolders folders, int ordinary, IReadOnlyList<int> large, CancellationToken ct)
    {
        await using var platform = Platform.Build(OptionsOf(folders), Suite.Roles, Quiet);
        await platform.Start(ct);
        foreach (var demo in platform.Services.GetServices<IDemoData>())
        {
            await demo.Prepare(ct);
        }

        var seeder = await SeederOf(platform.Services, ct);
        var cases = await Write(seeder.Seeder, seeder.Law, ordinary, large, ct);
        var bytes = await BytesOfAnEntry(platform.Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Records), cases[0].Position, ct);
        await platform.Stop();
        return new([.. cases.Select(one => one.Case)], bytes);
    }

    private static PlatformOptions OptionsOf(ProductFolders folders) => new()
    {
        DataDirectory = folders.Data,
        KeyDirectory = folders.Keys,
        Anchors = folders.Anchors,
        Ports = Suite.Roles.ToDictionary(role => role.Name, _ => new RolePorts()),
    };

    private static void Quiet(IServiceCollection services)
    {
        Suite.Adapters(services);
        services.AddLogging(logging => logging.ClearProviders());
    }

    private static async Task<(CaseSeeder Seeder, LawInForce Law)> SeederOf(IServiceProvider services, CancellationToken ct)
    {
        var (keys, people, cases) = (services.GetRequiredService<HeldKeys>(), services.GetRequiredService<LedgerPeople>(), services.GetRequiredService<Streams<CaseState>>());
        var officer = await Find(Staff.Officer);
        var law = await services.GetRequiredService<IOrganFacts>().LawOf(officer.Actor.Organ, ct);
        return (new(officer, await Find(Staff.Partner), await Find(Staff.Lead), services.GetRequiredService<IOfficers>(), law), law);

        Task<Clerk> Find(string userName) => Clerk.Find(userName, keys, people, cases, ct);
    }

    /// <summary>The large ones stand last: they were registered last, and are the first of every list.</summary>
    private static async Task<IReadOnlyList<(Case Case, long Position)>> Write(CaseSeeder seeder, LawInForce law, int ordinary, IReadOnlyList<int> large, CancellationToken ct)
    {
        var written = new ConcurrentBag<(Case, long)>();
        var progress = new Progress("写入案件", ordinary);
        await Parallel.ForAsync(0, ordinary, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct }, async (_, token) =>
        {
            written.Add(Shown(await seeder.Write(OrdinaryEntries, token), law));
            progress.Step();
        });
        var all = written.ToList();
        foreach (var entries in large)
        {
            all.Add(Shown(await seeder.Write(entries, ct), law));
        }

        return all;
    }

    private static (Case Case, long Position) Shown(CaseState state, LawInForce law) => (state.ToMessage(law, state.At), state.Position);

    private static async Task<int> BytesOfAnEntry(ServiceLedger ledger, long position, CancellationToken ct)
    {
        var entry = (await ledger.Store.ReadFrom(position, 1, ct))[0];
        return entry.Bytes.Length + entry.Parts.Sum(part => part.Bytes.Length + part.Salt.Length + part.Key.Length + part.Nonce.Length);
    }
}

/// <summary>What was written.</summary>
/// <param name="Cases">Ordinary ones first, in no particular order.</param>
/// <param name="EntryBytes">Bytes of one record's entry with its parts.</param>
internal sealed record Seeded(IReadOnlyList<Case> Cases, int EntryBytes);
