namespace EnforcementPlatform.Kernel;

/// <summary>What every lifecycle table has in common. A table is a function: the state after an action, or null where the state does not allow it.</summary>
public static class Lifecycle
{
    /// <summary>The table as a Mermaid state diagram, as the READMEs show it. Actions that lead the same way stand in one arrow; the zero value is the beginning.</summary>
    public static string ToMermaid<TState, TAction>(Func<TState, TAction, TState?> next)
        where TState : struct, Enum
        where TAction : struct, Enum
    {
        var arrows =
            from state in Enum.GetValues<TState>()
            from action in Enum.GetValues<TAction>()
            let after = next(state, action)
            where after is not null
            group action by (From: state, To: after.Value) into arrow
            select $"    {NameOf(arrow.Key.From)} --> {NameOf(arrow.Key.To)}: {string.Join(", ", arrow)}";
        return string.Join('\n', arrows.Prepend("stateDiagram-v2"));
    }

    private static string NameOf<TState>(TState state)
        where TState : struct, Enum => EqualityComparer<TState>.Default.Equals(state, default) ? "[*]" : state.ToString();
}
