using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

public sealed class StagesTests
{
    private static readonly string[] WholeDossier =
        ["立案审批表", "询问笔录", "证据提取单", "调查终结报告", "法制审核意见书", "行政处罚决定书", "送达回证", "缴款凭证"];

    [Fact]
    public void The_seven_stages_bear_the_names_of_the_notice() =>
        Assert.Equal(["立案", "调查", "取证", "审查", "决定", "送达", "执行"], Stages.All.Select(Stages.ChineseName));

    [Fact]
    public void A_stage_that_does_not_exist_has_no_name() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Stages.ChineseName(0));

    [Fact]
    public void Every_stage_has_something_to_record() =>
        Assert.Equal(Stages.All, Stages.RecordDuties.Select(duty => duty.Stage).Distinct());

    [Fact]
    public void A_whole_dossier_lacks_nothing() => Assert.Empty(Stages.Missing(WholeDossier.ToHashSet()));

    [Fact]
    public void Each_document_of_a_minimal_dossier_is_missed_when_it_is_not_there()
    {
        for (var index = 0; index < WholeDossier.Length; index++)
        {
            var missing = Stages.Missing(WholeDossier.Where((_, place) => place != index).ToHashSet());
            Assert.Equal([Stages.RecordDuties[index]], missing);
        }
    }

    [Fact]
    public void A_document_of_the_same_use_will_do()
    {
        var dossier = WholeDossier.ToHashSet();
        dossier.Remove("询问笔录");
        dossier.Add("现场检查笔录");
        Assert.Empty(Stages.Missing(dossier));
    }
}
