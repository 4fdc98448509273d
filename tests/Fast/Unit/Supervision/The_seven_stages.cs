using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Supervision;
using Xunit;
using static EnforcementPlatform.Tests.Fast.Unit.Supervision.Overseen;
using Recorded = EnforcementPlatform.Contracts.Records.RecordingStage;

namespace EnforcementPlatform.Tests.Fast.Unit.Supervision;

/// <summary>行政处罚法 47: from 立案 to 执行, each with its record, or what is missing.</summary>
public sealed class The_seven_stages
{
    [Fact]
    public void Are_ahead_before_the_case_has_come_to_them() =>
        Assert.Equal("R A A A A A A", Stages(Filed(more: told => told.Recorded.Add(Recorded.Filing))));

    [Fact]
    public void Are_missing_once_the_case_went_on_without_a_record()
    {
        Assert.Equal("R M R A A A A", Stages(Filed(CaseStage.Concluded, told => told.Recorded.Add([Recorded.Filing, Recorded.Evidence]))));
        Assert.Equal("R R R A A A A", Stages(Filed(CaseStage.Concluded, told => told.Recorded.Add([Recorded.Filing, Recorded.Investigation, Recorded.Evidence]))));
        Assert.Equal("R R M M R A A", Stages(Decided(more: told => told.Recorded.Add([Recorded.Filing, Recorded.Investigation, Recorded.Decision]))));
        Assert.Equal("R R R R R M M", Stages(Decided(more: told => (told.Stage, told.ClosedOn, _) = (CaseStage.Closed, "2026-12-01", Add(told)))));
    }

    [Fact]
    public void Of_an_annulled_decision_need_no_service_and_no_execution_but_keep_what_was_recorded()
    {
        Assert.Equal("R R R R R N N", Stages(Decided(more: told => (told.Stage, told.AnnulledOn, _) = (CaseStage.Annulled, "2026-11-25", Add(told)))));
        Assert.Equal("R R R R R R N", Stages(Decided(more: told => (told.Stage, told.AnnulledOn, _) = (CaseStage.Annulled, "2026-11-25", Add(told, Recorded.Service)))));
    }

    [Fact]
    public void Name_the_documents_that_are_expected()
    {
        var stages = Filed().State.ToMessage(Overseen.Filed().Law, new(2026, 11, 3)).Stages;

        Assert.Equal(7, stages.Count);
        Assert.Equal(["立案审批表"], stages[0].Documents[0].AnyOf);
        Assert.Equal(["调查终结报告", "法制审核意见书"], stages[3].Documents.Select(document => document.AnyOf[0]));
        Assert.All(stages, stage => Assert.NotEmpty(stage.Documents));
    }

    private static CaseProgressed Add(CaseProgressed told, params RecordingStage[] more)
    {
        told.Recorded.Add([Recorded.Filing, Recorded.Investigation, Recorded.Evidence, Recorded.Review, Recorded.Decision, .. more]);
        return told;
    }

    private static string Stages(Overseen overseen) => string.Join(' ', StageRecords.Of(overseen.State.Case!).Select(one => one.Record.ToString()[0]));
}
