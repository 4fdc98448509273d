using System.Collections.Immutable;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Gateway;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Kernel.People;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Review;
using EnforcementPlatform.Supervision;
using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Unit.Ledger;
using Google.Protobuf;

namespace EnforcementPlatform.Tests.Fast.Unit.Folds;

/// <summary>
/// The golden streams: for every kind of stream, facts as the release that first wrote them wrote them, in
/// <c>&lt;role&gt;/&lt;kind&gt;*.json</c>. What was written must fold for ever, so a file is never changed and never made again. A release
/// that writes new types adds a stream of its own (<see cref="Golden_streams_of_a_ledger"/>). Everything in them is invented.
/// </summary>
internal static class GoldenStreams
{
    /// <summary>What several roles keep by a fold of the kernel, and the kernel's own streams.</summary>
    public const string Kernel = "kernel";

    /// <summary>Every kind of stream that is folded.</summary>
    public static ImmutableArray<GoldenKind> Kinds { get; } =
    [
        new GoldenKind<OrganState>(ServiceRole.Records, "organs"),
        new GoldenKind<PersonState>(ServiceRole.Records, "people"),
        new GoldenKind<AccountState>(ServiceRole.Records, "accounts"),
        new GoldenKind<HeldKeyState>(ServiceRole.Records, "unique"),
        new GoldenKind<AdoptedEditionsState>(ServiceRole.Records, "editions"),
        new GoldenKind<CaseState>(ServiceRole.Records, "cases"),
        new GoldenKind<CaseFileState>(ServiceRole.Records, "file"),
        new GoldenKind<EvidenceState>(ServiceRole.Records, "evidence"),
        new GoldenKind<CaseAccessState>(ServiceRole.Records, "access"),
        new GoldenKind<BlobState>(ServiceRole.Records, "blobs"),
        new GoldenKind<DocumentState>(ServiceRole.Records, "documents"),
        new GoldenKind<RetentionState>(ServiceRole.Records, "retention"),
        new GoldenKind<ReviewState>(ServiceRole.Review, "reviews"),
        new GoldenKind<ReviewersState>(ServiceRole.Review, "reviewers"),
        new GoldenKind<DisclosureState>(ServiceRole.Disclosure, "disclosures"),
        new GoldenKind<ItemState>(ServiceRole.Disclosure, "items"),
        new GoldenKind<OfficerState>(ServiceRole.Disclosure, "officers"),
        new GoldenKind<OrganCopy>(ServiceRole.Disclosure, "organs"),
        new GoldenKind<OversightState>(ServiceRole.Supervision, "oversight"),
        new GoldenKind<DeliveryStream>(ServiceRole.Gateway, "deliveries"),
        new GoldenKind<PersonCopy>(Kernel, "people"),
        new GoldenKind<AccountCopy>(Kernel, "accounts"),
        new GoldenKind<EditionsCopy>(Kernel, "editions"),
        new GoldenKind<ClockState>(Kernel, "clock"),
        new GoldenKind<VouchingState>(Kernel, "vouching"),
        new GoldenKind<ParkedState>(Kernel, "parked"),
    ];

    public static ImmutableArray<GoldenStream> All { get; } =
        [.. Kinds.SelectMany(kind => FilesOf(kind).Select(file => new GoldenStream(kind, file, Read(kind, file))))];

    /// <summary>Those of one kind.</summary>
    public static IEnumerable<GoldenStream> Of(GoldenKind kind) => All.Where(stream => stream.Kind == kind);

    public static string Folder(GoldenKind kind) => RepositoryFiles.At("tests", "Fast", "Unit", "Folds", kind.Role);

    /// <summary>Every part of it, and every value inside one.</summary>
    public static IEnumerable<IMessage> WithValues(IMessage message) => message.Descriptor.Fields.InDeclarationOrder()
        .Where(field => field.FieldType == Google.Protobuf.Reflection.FieldType.Message && !field.IsMap)
        .Select(field => field.Accessor.GetValue(message))
        .SelectMany(value => value is System.Collections.IEnumerable many ? many.OfType<IMessage>() : value is IMessage one ? [one] : [])
        .SelectMany(WithValues)
        .Prepend(message);

    /// <summary>Where a golden file of this name lies.</summary>
    public static string PathOf(GoldenKind kind, string file) => Path.Combine(Folder(kind), file + ".json");

    private static ImmutableArray<Recording> Read(GoldenKind kind, string file) => GoldenJson.Read(File.ReadAllText(PathOf(kind, file)));

    private static IEnumerable<string> FilesOf(GoldenKind kind) => Directory.Exists(Folder(kind))
        ? Directory.EnumerateFiles(Folder(kind), "*.json").Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => name.Split('.')[0] == kind.Kind).Order(StringComparer.Ordinal)
        : [];
}

/// <summary>A kind of stream and what it is folded to.</summary>
/// <param name="Role">Whose ledger holds it; <see cref="GoldenStreams.Kernel"/> for a fold of the kernel.</param>
internal abstract record GoldenKind(string Role, string Kind, Type State)
{
    /// <summary>The state before anything was recorded, and after each entry.</summary>
    public abstract IEnumerable<StreamState> Fold(IEnumerable<Recording> recordings);
}

internal sealed record GoldenKind<TState>(string Role, string Kind) : GoldenKind(Role, Kind, typeof(TState))
    where TState : StreamState, IFold<TState>
{
    public override IEnumerable<StreamState> Fold(IEnumerable<Recording> recordings)
    {
        var state = TState.Empty;
        yield return state;
        foreach (var recording in recordings)
        {
            state = recording.FoldInto(state);
            yield return state;
        }
    }
}

/// <summary>One golden file.</summary>
internal sealed record GoldenStream(GoldenKind Kind, string File, ImmutableArray<Recording> Recordings)
{
    /// <summary>Name of the file without its ending.</summary>
    public string Name => $"{Kind.Role}/{File}";

    /// <summary>Types of the facts in it.</summary>
    public IEnumerable<Type> Facts => Recordings.SelectMany(recording => recording.Facts).Select(fact => fact.GetType()).Distinct();

    /// <summary>Full names of everything in it: facts, personal parts, and values inside either.</summary>
    public IEnumerable<string> Messages => Recordings.SelectMany(recording => recording.Facts.Concat(recording.Personal))
        .SelectMany(GoldenStreams.WithValues).Select(message => message.Descriptor.FullName).Distinct();
}
