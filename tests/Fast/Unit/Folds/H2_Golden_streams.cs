using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Folds;

/// <summary>
/// Facts bind longer than contracts: what a ledger holds is folded by every later release. Every kind of stream, and every type of fact in
/// one, stands in a golden file (<see cref="GoldenStreams"/>), and the file folds to the state that was agreed when it was made.
/// </summary>
public sealed class H2_Golden_streams
{
    /// <summary>
    /// What no fold reads: facts that only claim a stream, so that a number, a code is given once, and the content of a cell outside the
    /// ledger.
    /// </summary>
    private static readonly MessageDescriptor[] Unfolded =
        [NumberTaken.Descriptor, NumberGiven.Descriptor, ItemCodeTaken.Descriptor, SessionCell.Descriptor];

    public static TheoryData<string> Streams => [.. GoldenStreams.All.Select(stream => stream.Name)];

    [Theory]
    [MemberData(nameof(Streams))]
    public void Fold_to_the_agreed_state(string name)
    {
        var stream = GoldenStreams.All.Single(one => one.Name == name);

        Verified.Matches(name, StateText.Of(stream));
    }

    [Fact]
    public void Hold_every_type_of_fact_of_every_fold() => Assert.Empty(Product.Folds.SelectMany(Missing));

    [Fact]
    public void Are_missed_of_a_new_fold_and_of_a_new_type_of_fact() =>
        Assert.Equal(["NewState: BoolValue", "NewState: StringValue", "NewState"], Missing(typeof(NewState)));

    [Fact]
    public void Are_there_for_every_kind_of_stream()
    {
        Assert.Equal(Product.Folds.ToHashSet(), GoldenStreams.Kinds.Select(kind => kind.State).ToHashSet());
        Assert.All(GoldenStreams.Kinds, kind => Assert.Contains(GoldenStreams.All, stream => stream.Kind == kind));
        Assert.Empty(GoldenStreams.Of(new GoldenKind<EnforcementPlatform.Records.OrganState>("records", "novelties")));
    }

    [Fact]
    public void Hold_every_message_of_every_file_of_facts() =>
        Assert.Empty(Product.FactFiles.SelectMany(Missing).Except(Unfolded.Select(type => type.FullName)));

    [Fact]
    public void Are_missed_of_a_new_file_of_facts() =>
        Assert.Equal(WrappersReflection.Descriptor.MessageTypes.Select(type => type.FullName), Missing(WrappersReflection.Descriptor));

    [Fact]
    public void Leave_out_only_what_no_fold_reads() =>
        Assert.Empty(Product.Folds.SelectMany(fold => FoldCode.Of(fold).Facts).Intersect(Unfolded.Select(type => type.ClrType)));

    /// <summary>Each fold stops at a fact that it does not know: no state is shown that leaves something out.</summary>
    [Fact]
    public void Stop_at_a_fact_of_a_newer_release() => Assert.All(GoldenStreams.Kinds, kind =>
    {
        var strange = new Recording(0, default, default, "", false, "", [new StringValue()], []);

        Assert.Equal("REPLICA_TOO_OLD", Assert.Throws<Fault>(() => kind.Fold([strange]).Last()).Type.Reason);
    });

    private static IEnumerable<string> Missing(System.Type fold)
    {
        var golden = GoldenStreams.All.Where(stream => stream.Kind.State == fold).ToArray();
        var missing = FoldCode.Of(fold).Facts.Except(golden.SelectMany(stream => stream.Facts)).Select(fact => $"{fold.Name}: {fact.Name}");
        return golden.Length == 0 ? missing.Append(fold.Name) : missing;
    }

    private static IEnumerable<string> Missing(FileDescriptor file) =>
        file.MessageTypes.Select(type => type.FullName).Except(GoldenStreams.All.SelectMany(stream => stream.Messages));

    private sealed record NewState : StreamState, IFold<NewState>
    {
        public static NewState Empty { get; } = new();

        public static NewState Apply(NewState state, IMessage fact, Recorded entry) => fact switch
        {
            BoolValue or StringValue => state,
            _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
        };

        public override Relation RelationOf(Actor actor) => Relation.None;
    }
}
