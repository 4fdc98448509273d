using System.Reflection;
using EnforcementPlatform.Kernel.Facts;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Kernel.People;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Kernel.Witnesses;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// A role that keeps a ledger: a service says what it keeps, shows, hears and offers; opening, following and readiness are the same for all.
/// Everything of one role is registered under its name as key, because the roles of a process share one container.
/// </summary>
public abstract class LedgerRole : IRole
{
    public abstract string Name { get; }

    public abstract RolePorts Ports { get; }

    public virtual SettingsSection? Section => null;

    public virtual IEnumerable<string> Mistakes(PlatformOptions options) => [];

    /// <summary>Files with the facts, personal parts and notices of this ledger.</summary>
    protected abstract IEnumerable<FileDescriptor> Messages { get; }

    /// <summary>Its views.</summary>
    protected virtual IReadOnlyCollection<View> Views => [];

    /// <summary>What must be known to verify its files without opening them as their owner.</summary>
    public LedgerContents Contents => new(Types, Views) { Companions = Companions };

    /// <summary>What lies beside the ledger and is committed to by it; null where nothing is.</summary>
    protected virtual ICompanions? Companions => null;

    private MessageTypes Types => new([.. Messages, ParkedFactsReflection.Descriptor, ClockFactsReflection.Descriptor, VouchingFactsReflection.Descriptor]);

    /// <summary>Registers slices' dependencies: streams, ports. MUST NOT open files or connections.</summary>
    protected abstract void Register(IServiceCollection services, PlatformOptions options);

    public abstract void Map(RoleEndpoints endpoints);

    void IRole.Map(RoleEndpoints endpoints)
    {
        // In the order of the documentation: what an integrator comes for first, the ledger's own last.
        Map(endpoints);
        endpoints.Grpc<LedgerRpcs>();
        WitnessEndpoint.Map(endpoints, Name);
    }

    public void Services(IServiceCollection services, PlatformOptions options)
    {
        services.AddKeyedSingleton(Name, (provider, _) => new RoleParts(
            new(Name, Types, Views, provider.GetService<Subscriptions>() ?? new Subscriptions(), ViewCache.ShareOf(options, provider.GetServices<KeptViews>())),
            provider.GetRequiredService<ILedgerEngine>(),
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton<LedgerRpcs>();
        services.TryAddSingleton<LedgerMetrics>();
        services.TryAddSingleton<WitnessCalls>();
        services.TryAddSingleton(provider => new WitnessDirectory(
            provider.GetService<WitnessTable>() ?? new(), options, provider.GetRequiredService<ITrustedLogs>(), provider.GetRequiredService<IHostApplicationLifetime>(), provider));
        services.AddSingleton(new KeptViews(Views.Count));
        services.AddKeyedSingleton(Name, (provider, _) => Of(provider).Ledger);
        services.AddKeyedSingleton(Name, (provider, _) => Of(provider).Views);
        services.AddKeyedSingleton(Name, (provider, _) => new LedgerProofs(Of(provider).Running));
        services.AddKeyedSingleton<IReadinessCheck>(Name, (provider, _) => new Condition("ledger", () => Of(provider).Running.Ready));
        services.AddKeyedSingleton<IReadinessCheck>(Name, (provider, _) => new Condition("clock", () => Of(provider).Ledger.Watch is { IsBehind: false, IsQuestioned: false }));
        services.AddKeyedSingleton<IReadinessDetail>(Name, (provider, _) => new Detail("scrub", () => Of(provider).Scrub.Last));
        services.AddKeyedSingleton<IReadinessDetail>(Name, (provider, _) => new Detail("clock", () => Of(provider).Ledger.Watch.Questioned));
        services.AddKeyedSingleton<IReadinessDetail>(Name, (provider, _) => new Detail("witnessesWithOtherTime", () => Of(provider).Ledger.Watch.OtherTimes));
        services.AddKeyedSingleton<IReadinessCheck>(Name, (provider, _) => new Condition("views", () => Of(provider).Views.CaughtUp));
        services.AddKeyedSingleton<IReadinessCheck>(Name, (provider, _) => new Condition("feeds", () => Of(provider).Followers.All(one => one.Stopped is null)));
        Register(services, options);
    }

    public virtual async Task Start(IServiceProvider services, CancellationToken ct)
    {
        await Of(services).Open(ct);
        var handlers = services.GetKeyedServices<INoticeHandler>(Name).ToArray();
        var types = new MessageTypes(handlers.Select(handler => handler.NoticeType.File).Distinct());
        Of(services).Follow(handlers, publisher => FeedOf(services, publisher, types));
        var witnesses = services.GetRequiredService<WitnessDirectory>();
        Of(services).BeWitness(token => witnesses.LogsFor(Name, token));
        Of(services).AskWitnesses(witnesses.Of(Name), services.GetRequiredService<WitnessCalls>());
        services.GetRequiredService<LedgerMetrics>().Watch(Of(services));
    }

    public virtual Task Stop(IServiceProvider services) => Of(services).EndFollowing();

    /// <summary>Registers the streams of one kind.</summary>
    protected void AddStreams<TState>(IServiceCollection services, string kind, string keyField)
        where TState : StreamState, IFold<TState> =>
        AddBoth(services, provider => new Streams<TState>(Of(provider).Ledger, kind, keyField));

    /// <summary>
    /// Lets the role know people by copies in its own ledger, kept by handlers. For every role but the one that registers people. Its messages
    /// MUST include those of <c>people_events.proto</c>.
    /// </summary>
    protected void AddPeopleCopies(IServiceCollection services)
    {
        AddStreams<PersonCopy>(services, "people", "person_id");
        AddStreams<AccountCopy>(services, "accounts", "account_id");
        Add<CopiedPeople>(services);
        Hear<OnPersonChanged>(services);
        Hear<OnAccountChanged>(services);
        services.AddKeyedSingleton<IPeople>(Name, (provider, _) => provider.GetRequiredKeyedService<CopiedPeople>(Name));
    }

    /// <summary>
    /// Lets the role know the rules of its organs by a copy in its own ledger, kept by a handler and read through <see cref="CopiedEditions"/>. For
    /// every role but the one that adopts editions. Its messages MUST include those of <c>edition_events.proto</c>.
    /// </summary>
    protected void AddEditionCopies(IServiceCollection services)
    {
        AddStreams<EditionsCopy>(services, "editions", "");
        Add<CopiedEditions>(services);
        Hear<OnEditionAdded>(services);
    }

    /// <summary>
    /// Registers one object for the role: a gRPC service or what it needs. What its constructor asks for is looked up among the role's own
    /// things first, then among those all roles share.
    /// </summary>
    protected void Add<T>(IServiceCollection services)
        where T : class =>
        AddBoth(services, provider => (T)Make(provider, typeof(T)));

    /// <summary>
    /// Registers what the role does when another tells it something: here and nowhere else. It is made when the ledger is open, and hears from then on.
    /// </summary>
    protected void Hear<THandler>(IServiceCollection services)
        where THandler : class, INoticeHandler
    {
        Add<THandler>(services);
        services.AddKeyedSingleton<INoticeHandler>(Name, (provider, _) => provider.GetRequiredKeyedService<THandler>(Name));
    }

    /// <summary>
    /// Under the role's name, since several roles may have one of the same type; and without a name, as gRPC looks its services up.
    /// </summary>
    private void AddBoth<T>(IServiceCollection services, Func<IServiceProvider, T> make)
        where T : class
    {
        services.AddKeyedSingleton(Name, (provider, _) => make(provider));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<T>(Name));
    }

    /// <summary>Another role's feed: directly where that role plays in this process, else over gRPC.</summary>
    private async Task<IFeed> FeedOf(IServiceProvider services, string publisher, MessageTypes types) =>
        services.GetKeyedService<RoleParts>(publisher) is { } here
            ? (await here.Opened).Feed
            : new RemoteFeed(publisher, services.GetRequiredService<Peers>().To(publisher, Name), types, services.GetRequiredService<Peers>().Patience);

    private object Make(IServiceProvider provider, Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Single();
        var keyed = (IKeyedServiceProvider)provider;
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            keyed.GetKeyedService(parameter.ParameterType, Name) ?? provider.GetRequiredService(parameter.ParameterType))]);
    }

    private RoleParts Of(IServiceProvider services) => services.GetRequiredKeyedService<RoleParts>(Name);

    private sealed class Detail(string name, Func<object?> value) : IReadinessDetail
    {
        public string Name => name;

        public object? Value => value();
    }

    private sealed class Condition(string name, Func<bool> holds) : IReadinessCheck
    {
        public string Name => name;

        public ValueTask<bool> IsReady(CancellationToken ct) => new(holds());
    }
}

/// <summary>What a role's files hold.</summary>
/// <param name="Types">Messages its parts may hold.</param>
/// <param name="Views">Its views.</param>
public sealed record LedgerContents(MessageTypes Types, IReadOnlyCollection<View> Views)
{
    /// <summary>What lies beside it and is committed to by it; null where nothing is.</summary>
    public ICompanions? Companions { get; init; }
}
