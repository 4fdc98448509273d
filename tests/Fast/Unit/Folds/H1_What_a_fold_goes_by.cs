using System.Text.RegularExpressions;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Folds;

/// <summary>
/// A state follows from its facts alone. A fold that asks a table of stages, a rule, an edition, a setting or the clock says something else
/// of the same history after the next release.
/// </summary>
public sealed partial class H1_What_a_fold_goes_by
{
    public static TheoryData<string> Folds => [.. Product.Folds.Select(fold => fold.FullName!)];

    [Theory]
    [MemberData(nameof(Folds))]
    public void Is_no_table_rule_edition_setting_or_clock(string fold) =>
        Assert.Empty(Foreign(Product.Folds.Single(type => type.FullName == fold)));

    [Fact]
    public void Is_found_where_a_fold_asks_a_table_or_the_clock()
    {
        Assert.Equal(["LampLifecycle.Next"], Foreign(typeof(Lamp)));
        Assert.Contains("TimeProvider.get_System", Foreign(typeof(Watch)));
    }

    [Fact]
    public void Is_found_where_a_fold_asks_a_rule_an_edition_or_a_setting()
    {
        Assert.Contains("DisclosureRules.PartyOfAge", Foreign(typeof(Asking)));
        Assert.Contains("Rule`1.get_Holds", Foreign(typeof(Asking)));
        Assert.Contains("Rules.Broken", Foreign(typeof(AskingMany)));
        Assert.Contains("Editions.get_Default", Foreign(typeof(Counting)));
        Assert.Contains("PlatformOptions.get_Installation", Foreign(typeof(Naming)));
    }

    /// <summary>The walk is not empty: it comes through switches, lambdas and helpers to each fact.</summary>
    [Fact]
    public void Is_read_to_the_bottom()
    {
        Assert.All(Product.Folds, fold => Assert.NotEmpty(FoldCode.Of(fold).Facts));
    }

    private static IEnumerable<string> Foreign(System.Type fold) =>
        FoldCode.Of(fold).Called.Where(called => Asked().IsMatch(called) || Read().IsMatch(called));

    /// <summary>Tables, rules and settings, by the names that the house gives them.</summary>
    [GeneratedRegex(
        @"^(\w+(Lifecycle|Settings|Catalogue|Calendar|Gate|Checks?)|\w*(Rules?|Options|Deadline)|Editions|Rights|Posts)(`\d+)?\.")]
    private static partial Regex Asked();

    /// <summary>The clock, chance, and the machine.</summary>
    [GeneratedRegex(@"^(TimeProvider|Stopwatch|Environment|Random)\.|^DateTime(Offset)?\.get_(Utc)?Now$|^Guid\.(New|Create)")]
    private static partial Regex Read();

    /// <summary>What was wrong once: the stage is taken from the table of today.</summary>
    private sealed record Lamp : StreamState, IFold<Lamp>
    {
        public static Lamp Empty { get; } = new();

        public bool Lit { get; init; }

        public static Lamp Apply(Lamp state, IMessage fact, Recorded entry) => fact switch
        {
            BoolValue f => new[] { f }.Select(one => state.After(one.Value)).Single(),
            _ => state,
        };

        public override Relation RelationOf(Actor actor) => Relation.None;

        private Lamp After(bool pressed) => this with { Lit = LampLifecycle.Next(Lit, pressed) ?? Lit };
    }

    private static class LampLifecycle
    {
        public static bool? Next(bool lit, bool pressed) => pressed ? !lit : null;
    }

    private sealed record Watch : StreamState, IFold<Watch>
    {
        public static Watch Empty { get; } = new();

        public DateTimeOffset Read { get; init; }

        public static Watch Apply(Watch state, IMessage fact, Recorded entry) =>
            fact is BoolValue ? state with { Read = TimeProvider.System.GetUtcNow() } : state;

        public override Relation RelationOf(Actor actor) => Relation.None;
    }

    /// <summary>A rule is a static field, and what it asks is read from it: no method of the class of rules is called.</summary>
    private sealed record Asking : StreamState, IFold<Asking>
    {
        public static Asking Empty { get; } = new();

        public bool Adult { get; init; }

        public static Asking Apply(Asking state, IMessage fact, Recorded entry) =>
            fact is BoolValue ? state with { Adult = DisclosureRules.PartyOfAge.Holds(new(null, new(2026, 11, 2))) } : state;

        public override Relation RelationOf(Actor actor) => Relation.None;
    }

    private sealed record AskingMany : StreamState, IFold<AskingMany>
    {
        public static AskingMany Empty { get; } = new();

        public int Broken { get; init; }

        public static AskingMany Apply(AskingMany state, IMessage fact, Recorded entry) =>
            fact is BoolValue ? state with { Broken = Rules.Broken(entry.At).Length } : state;

        public override Relation RelationOf(Actor actor) => Relation.None;
    }

    private sealed record Counting : StreamState, IFold<Counting>
    {
        public static Counting Empty { get; } = new();

        public int Known { get; init; }

        public static Counting Apply(Counting state, IMessage fact, Recorded entry) =>
            fact is BoolValue ? state with { Known = Editions.Default.All.Count } : state;

        public override Relation RelationOf(Actor actor) => Relation.None;
    }

    private sealed record Naming : StreamState, IFold<Naming>
    {
        public static Naming Empty { get; } = new();

        public string Installation { get; init; } = "";

        public static Naming Apply(Naming state, IMessage fact, Recorded entry) =>
            fact is BoolValue ? state with { Installation = new PlatformOptions().Installation } : state;

        public override Relation RelationOf(Actor actor) => Relation.None;
    }
}
