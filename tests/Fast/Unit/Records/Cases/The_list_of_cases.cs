using System.Text.RegularExpressions;
using EnforcementPlatform.Records.Cases;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>A list folds no case for what concerns its records alone; so nothing of that kind may change what the list shows.</summary>
public sealed class The_list_of_cases
{
    [Fact]
    public void Shows_the_same_after_every_act_on_records_alone()
    {
        var passed = Walk().Where(step => step.OfRecordsAlone).ToArray();

        Assert.True(passed.Length > 4);
        Assert.All(passed, step => Assert.Equal(step.Before, step.After));
    }

    [Fact]
    public void Changes_by_other_acts() => Assert.Contains(Walk(), step => !step.OfRecordsAlone && step.Before != step.After);

    /// <summary>Whoever adds a column has to say here whether acts on records change it.</summary>
    [Fact]
    public void Shows_what_is_compared_here_and_nothing_more() => Assert.Equal(
        ["case_id", "position", "organ", "department", "stage", "handlers", "registered_at", "number"],
        Regex.Match(new CasesView().Schema, @"CREATE TABLE cases \(([^)]*)\)").Groups[1].Value.Split(',').Select(column => column.Trim().Split(' ')[0]));

    private static IEnumerable<(bool OfRecordsAlone, string Before, string After)> Walk()
    {
        var state = CaseState.Empty;
        foreach (var recording in A_complete_case.Everything().Recordings)
        {
            var after = recording.FoldInto(state);
            yield return (recording.Facts.All(CaseFacts.AreOfRecords), Row(state), Row(after));
            state = after;
        }
    }

    private static string Row(CaseState state) => $"{state.Department} {state.Stage} {string.Join(' ', state.Handlers)} {state.Penalty?.Number}";
}
