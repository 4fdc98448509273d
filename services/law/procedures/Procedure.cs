using System.Collections.Frozen;
using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>
/// One way to enforce (普通程序 of a penalty, for example) as data: its stages, the steps that lead from one to the other, and the ordinary course by which
/// people are advised. What else must hold for a step is said by rules; here is what is possible, which is less than what is lawful.
/// </summary>
/// <param name="Code">Stable; part of the API.</param>
/// <param name="Words">In Chinese.</param>
/// <param name="Instrument">Whose articles the course cites.</param>
/// <param name="Stages">From the first to the last, and behind them those off the course.</param>
/// <param name="Steps">Every step, whether or not it is of the ordinary course.</param>
/// <param name="Course">The ordinary course, in the order of the law.</param>
public sealed record Procedure(
    string Code, string Words, Instrument Instrument, ImmutableArray<ProcedureStage> Stages, ImmutableArray<ProcedureStep> Steps, ImmutableArray<CourseStep> Course)
{
    private readonly FrozenDictionary<(string Stage, string Step), string> _next =
        Steps.SelectMany(step => step.Moves, (step, move) => (Key: (move.From, step.Code), move.To))
            .GroupBy(pair => pair.Key).ToFrozenDictionary(same => same.Key, same => same.First().To);

    /// <summary>What a reader of the course has to know beside it, a sentence each, in Chinese.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Stage of what has not begun.</summary>
    public const string Beginning = "";

    /// <summary>The stage after a step; null where the stage does not allow it.</summary>
    public string? Next(string stage, string step) => _next.GetValueOrDefault((stage, step));

    /// <summary>A step by its code.</summary>
    public ProcedureStep StepOf(string code) => Steps.First(step => step.Code == code);

    /// <summary>Whether the one stage of the course is the other or comes after it; false for a stage off the course.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The other is no stage of the course.</exception>
    public bool HasReached(string stage, string other) =>
        PlaceOf(stage) is { } place && place >= (PlaceOf(other) ?? throw new ArgumentOutOfRangeException(nameof(other), other, "not a stage of the course"));

    /// <summary>Steps of the ordinary course that may still be open before a step, in order; empty where the course does not lead from the stage to it.</summary>
    public ImmutableArray<CourseStep> Before(string stage, string step)
    {
        var reached = Stages.FirstOrDefault(one => one.Code == stage)?.GoesOnFrom ?? stage;
        return Course.FirstOrDefault(one => one.Step == step || one.Otherwise == step) is { } goal && !HasReached(reached, goal.Until)
            ? [.. Course.TakeWhile(one => one != goal).Where(one => HasReached(one.Until, reached))]
            : [];
    }

    /// <summary>What to do now before a step, in Chinese; asks to look at the dossier where the ordinary course gives no advice.</summary>
    public string Advice(string stage, string step) => Before(stage, step) switch
    {
        [] => "请核对案件的办理进度。",
        [var only] => $"请先{only.ToChinese()}，然后{StepOf(step).Words}。",
        var steps => $"以下事项尚未完成的，请先依次办理：{string.Join("；", steps.Select(one => one.ToChinese()))}。然后{StepOf(step).Words}。",
    };

    /// <summary>What is wrong with the table itself; empty for a sound one.</summary>
    public IEnumerable<string> Mistakes()
    {
        var stages = Stages.Select(stage => stage.Code).Append(Beginning).ToHashSet(StringComparer.Ordinal);
        var steps = Steps.Select(step => step.Code).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Repeated(Stages.Select(stage => stage.Code)).Select(code => $"stage {code} stands twice"),
            .. Repeated(Steps.Select(step => step.Code)).Select(code => $"step {code} stands twice"),
            .. from step in Steps from move in step.Moves from stage in new[] { move.From, move.To } where !stages.Contains(stage) select $"step {step.Code} names {stage}, which is no stage",
            .. from step in Steps where step.Moves.IsEmpty select $"step {step.Code} leads nowhere",
            .. from step in Steps from stage in Repeated(step.Moves.Select(move => move.From)) select $"step {step.Code} leads from {stage} twice",
            .. from one in Course from code in new[] { one.Step, one.Otherwise } where code.Length > 0 && !steps.Contains(code) select $"the course names {code}, which is no step",
            .. from one in Course where PlaceOf(one.Until) is null select $"the course waits at {one.Until} for {one.Step}, which is no stage of it",
            .. from stage in Stages where stage.GoesOnFrom is not null && PlaceOf(stage.GoesOnFrom) is null select $"stage {stage.Code} goes on from {stage.GoesOnFrom}, which is no stage of the course",
            .. from stage in Stages where !Steps.Any(step => step.Moves.Any(move => move.To == stage.Code && move.From != stage.Code)) select $"stage {stage.Code} is never reached",
        ];
    }

    private int? PlaceOf(string stage)
    {
        if (stage == Beginning)
        {
            return -1;
        }

        for (var place = 0; place < Stages.Length; place++)
        {
            if (Stages[place].Code == stage)
            {
                return Stages[place].GoesOnFrom is null ? place : null;
            }
        }

        return null;
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> codes) => codes.GroupBy(code => code, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key);
}

/// <summary>A stage of a procedure.</summary>
/// <param name="Code">SCREAMING_SNAKE, stable.</param>
/// <param name="Words">In Chinese.</param>
public sealed record ProcedureStage(string Code, string Words)
{
    /// <summary>For a stage off the course (an annulled decision): the stage of the course from whose place it goes on; null for a stage of the course.</summary>
    public string? GoesOnFrom { get; init; }
}

/// <summary>A step of a procedure. Where the outcome decides the next stage, each outcome is a step of its own.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Words">What is done, in Chinese.</param>
/// <param name="Moves">From where it may be done, and where it leads.</param>
public sealed record ProcedureStep(string Code, string Words, params ImmutableArray<Move> Moves);

/// <summary>One way that a step leads.</summary>
public readonly record struct Move(string From, string To)
{
    /// <summary>A step that may be done at these stages and leads out of none.</summary>
    public static ImmutableArray<Move> Within(params IEnumerable<string> stages) => [.. stages.Select(stage => new Move(stage, stage))];

    /// <summary>A step that leads from any of these stages to one.</summary>
    public static ImmutableArray<Move> Into(string stage, params IEnumerable<string> from) => [.. from.Select(one => new Move(one, stage))];
}

/// <summary>A step of the ordinary course, by which people are advised.</summary>
/// <param name="Step">Code of the step.</param>
/// <param name="Until">The last stage at which the step may still be open.</param>
/// <param name="Words">What is to be done and when it is, in Chinese.</param>
/// <param name="Basis">Its articles in the procedure's instrument.</param>
public sealed record CourseStep(string Step, string Until, string Words, params ImmutableArray<Citation> Basis)
{
    /// <summary>Another outcome of the same step; empty where it has one.</summary>
    public string Otherwise { get; init; } = "";

    /// <summary>True where the law asks for it in some cases alone.</summary>
    public bool IsConditional { get; init; }

    /// <summary>With its articles, whose instrument is named before.</summary>
    public string ToChinese() => Basis.IsEmpty ? Words : $"{Words}（{string.Join('、', Basis.Select(citation => citation.Place))}）";
}
