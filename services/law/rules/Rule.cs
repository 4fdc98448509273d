using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>What follows from breaking a rule.</summary>
public enum Force
{
    /// <summary>The act MUST be refused.</summary>
    Refuses,

    /// <summary>The act stands; that it broke the rule is recorded, shown and reported (a missed time limit).</summary>
    Records,
}

/// <summary>One row of the catalogue, without its predicate.</summary>
/// <param name="Code">Stable, SCREAMING_SNAKE; part of the API, never renamed or used again for another meaning.</param>
/// <param name="Basis">The articles it rests on; empty where it only says what is well-formed.</param>
/// <param name="Sentence">What the law demands, for people, in Chinese.</param>
/// <param name="Remedy">What to do now, in Chinese.</param>
public abstract record Rule(string Code, ImmutableArray<Citation> Basis, Force Force, string Sentence, string Remedy)
{
    /// <summary>本机关规则: the organ's or this platform's own way to keep the articles, which do not say it themselves; they are cited for comparison.</summary>
    public bool IsHouseRule { get; init; }

    /// <summary>True where the product asks it; false for a rule that is only listed.</summary>
    public bool InForce { get; init; } = true;

    /// <summary>How a sentence begins the articles that a house rule is compared with.</summary>
    public const string HouseRule = "本机关规则，参照";

    /// <summary>The refusal as people read it: the sentence, its articles, what to do.</summary>
    public string ToChinese() => Basis.IsEmpty ? Sentence + Remedy : $"{Sentence.TrimEnd('。')}（{(IsHouseRule ? HouseRule : "")}{Citation.ToChinese(Basis)}）。{Remedy}";
}

/// <summary>One row of the catalogue: <paramref name="Holds"/> is pure and looks at nothing but the facts.</summary>
public sealed record Rule<TFacts>(
    string Code, ImmutableArray<Citation> Basis, Force Force, string Sentence, string Remedy, Func<TFacts, bool> Holds)
    : Rule(Code, Basis, Force, Sentence, Remedy)
{
    /// <summary>The same as 本机关规则.</summary>
    public Rule<TFacts> AsHouseRule() => this with { IsHouseRule = true };

    /// <summary>The same, listed and asked by nothing.</summary>
    public Rule<TFacts> ListedOnly() => this with { InForce = false };
}

/// <summary>Asking rules of facts.</summary>
public static class Rules
{
    /// <summary>The rules that these facts break, in the order given; empty when all hold.</summary>
    public static ImmutableArray<Rule> Broken<TFacts>(TFacts facts, params ReadOnlySpan<Rule<TFacts>> rules)
    {
        var broken = ImmutableArray.CreateBuilder<Rule>();
        foreach (var rule in rules)
        {
            if (!rule.Holds(facts))
            {
                broken.Add(rule);
            }
        }

        return broken.ToImmutable();
    }
}
