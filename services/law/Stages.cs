using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>The seven stages that the full-process record must cover (平工信〔2019〕99号 二(二); 行政处罚法 47).</summary>
public enum Stage
{
    /// <summary>立案</summary>
    Filing = 1,

    /// <summary>调查</summary>
    Investigation = 2,

    /// <summary>取证</summary>
    Evidence = 3,

    /// <summary>审查</summary>
    Review = 4,

    /// <summary>决定</summary>
    Decision = 5,

    /// <summary>送达</summary>
    Service = 6,

    /// <summary>执行</summary>
    Execution = 7,
}

/// <summary>A duty to record: at least one of these written documents MUST exist before the dossier is archived.</summary>
/// <param name="AnyOf">Names of documents, the usual one first.</param>
public sealed record RecordDuty(Stage Stage, ImmutableArray<string> AnyOf);

/// <summary>The stages, their names, and what must be on paper in each.</summary>
public static class Stages
{
    public static ImmutableArray<Stage> All { get; } = [.. Enum.GetValues<Stage>()];

    /// <summary>For a penalty case in the ordinary procedure, in the order of the stages.</summary>
    public static ImmutableArray<RecordDuty> RecordDuties { get; } =
    [
        new(Stage.Filing, ["立案审批表"]),
        new(Stage.Investigation, ["询问笔录", "现场检查笔录"]),
        new(Stage.Evidence, ["证据提取单", "抽样取证凭证", "先行登记保存证据通知书"]),
        new(Stage.Review, ["调查终结报告"]),
        new(Stage.Review, ["法制审核意见书"]),
        new(Stage.Decision, ["行政处罚决定书", "不予行政处罚决定书"]),
        new(Stage.Service, ["送达回证"]),
        new(Stage.Execution, ["缴款凭证", "履行情况记录", "强制执行申请书"]),
    ];

    public static string ChineseName(Stage stage) => stage switch
    {
        Stage.Filing => "立案",
        Stage.Investigation => "调查",
        Stage.Evidence => "取证",
        Stage.Review => "审查",
        Stage.Decision => "决定",
        Stage.Service => "送达",
        Stage.Execution => "执行",
        _ => throw new ArgumentOutOfRangeException(nameof(stage)),
    };

    /// <summary>The duties that none of these documents meets; empty when the record is whole.</summary>
    public static ImmutableArray<RecordDuty> Missing(IReadOnlySet<string> documents) =>
        [.. RecordDuties.Where(duty => !duty.AnyOf.Any(documents.Contains))];
}
