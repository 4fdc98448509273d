using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Supervision;

/// <summary>
/// What the law asks of a case, and by when: a pure function of what supervision was told and of the rules in force. Nothing of it is stored as
/// truth, so that a calendar announced later changes every day it touches.
/// </summary>
internal static class Obligations
{
    /// <summary>In the order of the course; what is not asked for (yet) is not among them.</summary>
    public static ImmutableArray<Owed> Of(OversightState state, Editions law) =>
    [
        .. new[] { Decide(state, law), Review(state, law), Serve(state, law), Pay(state, law), Publish(state, law) }.OfType<Owed>(),
        .. DeliveryObligations.Of(state),
        .. new[] { Withdraw(state, law), Bind(state, law) }.OfType<Owed>(),
    ];

    /// <summary>Ninety days from the filing (行政处罚法 60), and what keeps the gate shut until then.</summary>
    private static Owed? Decide(OversightState state, Editions law)
    {
        if (state.Case is not { FiledOn: { } filed } course)
        {
            return null;
        }

        var (bearer, department) = Hindrances.BearerOfDecision(state, course);
        return Limited(ObligationRule.Decide, filed, law).Done(course.DecidedOn).Hindered(Hindrances.OfDecision(state, course)) with
        {
            Bearer = bearer,
            Department = department,
        };
    }

    /// <summary>The organ's own limit (来源待核). It rests while the draft is with the handlers: then they have to act.</summary>
    private static Owed? Review(OversightState state, Editions law)
    {
        if (state.Review is not { } review)
        {
            return null;
        }

        var deadline = ReviewDeadline.Derive(review.StartedOn, review.Pauses, review.Extended, law);
        var limit = Owed.Limited(ObligationRule.Review, review.StartedOn, deadline);
        return review.Stage is ReviewStage.Returned or ReviewStage.Superseded
            ? Resting(limit, review)
            : limit.Done(review.Stage == ReviewStage.Passed ? review.ConcludedOn : null) with
            {
                Bearer = Bearer.LegalDepartment,
                Department = review.LegalDepartment,
            };
    }

    private static Owed Resting(Owed limit, ReviewCourse review)
    {
        var why = review.Stage == ReviewStage.Returned ? "草稿已退回承办机构修改，审核期限中止，重新送审后继续计算" : "送审后草稿已变更，待承办机构重新送审，审核期限重新计算";
        var late = review.Stage == ReviewStage.Returned && review.ConcludedOn > limit.Due;
        return limit with
        {
            Due = null,
            Standing = Standing.Waiting,
            Explanation = late ? $"{why}。退回时审核期限已经届满（{IsoDay.Write(limit.Due)}）。" : $"{why}。",
            Bearer = Bearer.Handlers,
            Department = review.Department,
        };
    }

    /// <summary>行政处罚法 61. The organ has done its part of 公告送达 with the announcement.</summary>
    private static Owed? Serve(OversightState state, Editions law) => state.Case is { DecidedOn: { } decided } course
        ? Limited(ObligationRule.Serve, decided, law).Done(course.AnnouncedOn ?? course.ServedOn).EndedBy(course.AnnulledOn, Annulled(course)) with
        {
            Bearer = Bearer.Handlers,
            Department = course.Department,
        }
        : null;

    /// <summary>行政处罚法 67: the party's time.</summary>
    private static Owed? Pay(OversightState state, Editions law) => state.Case is { Fined: true, ServedOn: { } served } course
        ? Limited(ObligationRule.Pay, served, law).Done(course.PaidOn).EndedBy(course.AnnulledOn, Annulled(course)) with { Bearer = Bearer.Party }
        : null;

    /// <summary>
    /// 行政处罚法 48; 国办发〔2018〕118号. An annulled decision that was never published need not be; nor may that against somebody under eighteen be
    /// (未成年人保护法 103).
    /// </summary>
    private static Owed? Publish(OversightState state, Editions law) => state.Case is { DecidedOn: { } decided } course
        ? Limited(ObligationRule.Publish, decided, law).Done(state.FirstPublishedOn)
            .EndedBy(state.WithheldOn, Withheld(state))
            .EndedBy(course.AnnulledOn, Annulled(course)) with { Bearer = Bearer.Publisher }
        : null;

    /// <summary>行政处罚法 48(2): what is public of an annulled decision. What was no longer shown when it was annulled need not be withdrawn.</summary>
    private static Owed? Withdraw(OversightState state, Editions law) => state.Case is { AnnulledOn: { } annulled } && state.WasPublicOn(annulled)
        ? Limited(ObligationRule.Withdraw, annulled, law).Done(state.WithdrawnOn) with { Bearer = Bearer.Publisher }
        : null;

    private static Owed? Bind(OversightState state, Editions law) => state.Case is { ClosedOn: { } closed } course
        ? Limited(ObligationRule.Bind, closed, law).Done(course.ArchivedOn) with { Bearer = Bearer.Archivist }
        : null;

    private static Owed Limited(ObligationRule rule, DateOnly start, Editions law) =>
        Owed.Limited(rule, start, Deadline.Derive(DeadlineCatalogue.Find(rule.Key), start, [], law.Calendar));

    private static string Withheld(OversightState state) => $"已于{IsoDay.Write(state.WithheldOn)}依法决定不予公开（{Citation.ToChinese(DisclosureRules.PartyOfAge.Basis)}），理由留存于公示系统";

    private static string Annulled(CaseCourse course) => $"处罚决定已于{IsoDay.Write(course.AnnulledOn)}撤销，不再要求";
}
