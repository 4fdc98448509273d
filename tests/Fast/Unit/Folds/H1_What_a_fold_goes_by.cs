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

    /// <summary>The walk is not empty: it comes through switches, lambdas and helpers to each fact.</summary>
    [Fact]
    public void Is_read_to_the_bottom()
    {
        Assert.All(Product.Folds, fold => Assert.NotEmpty(FoldCode.Of(fold).Facts));
    }

    private static IEnumerable<string> Foreign(System.Type fold) =>
        FoldCode.Of(fold).Called.Where(called => Asked().IsMatch(called) || Read().IsMatch(called));

    /// <summary>Tables, rules and settings, by the names that the house gives them.</summary>
    [GeneratedRegex(@"^(\w+(Lifecycle|Rules?|Options|Settings|Catalogue|Deadline|Calendar|Gate|Checks?)|Deadline|Editions|Rights|Posts)\.")]
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
}
