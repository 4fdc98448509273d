using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>A head of the legal review (法制审核事项) that may be answered with 不涉及, and only for this reason.</summary>
/// <param name="ActType">Of which acts, e.g. 行政处罚.</param>
/// <param name="Head">The head, as the contracts name it: <c>Discretion</c>.</param>
/// <param name="Reason">When it does not apply, for people, in Chinese; the reviewer writes why it is so.</param>
/// <param name="Basis">Where the head comes from and who says that it may not apply.</param>
public sealed record InapplicableHead(string ActType, string Head, string Reason, ImmutableArray<Citation> Basis);

/// <summary>
/// Which of the eleven heads (平工信〔2019〕99号 二(三)4) may not apply. The plan itself excepts none: subject, officers, facts, evidence, law,
/// procedure, powers, documents and the question of a crime are asked of every penalty; what is excepted here is the organ's own reading (来源待核).
/// </summary>
public static class ReviewHeads
{
    /// <summary>行政处罚, as the table writes it.</summary>
    public const string Penalty = "行政处罚";

    public static ImmutableArray<InapplicableHead> Inapplicable { get; } =
    [
        new(Penalty, "Discretion", "对该违法行为没有公布裁量基准", LocalLaw.Of("REVIEW_HEAD_NOT_ANSWERED")),
        new(Penalty, "Other", "没有其他应当审核的内容", LocalLaw.Of("REVIEW_HEAD_NOT_ANSWERED")),
    ];

    /// <summary>The row that lets a head be answered with 不涉及; null where every act of the type has to answer it.</summary>
    public static InapplicableHead? Find(string actType, string head) =>
        Inapplicable.FirstOrDefault(one => one.ActType == actType && one.Head == head);
}
