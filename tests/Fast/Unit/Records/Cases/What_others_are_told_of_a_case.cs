using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Records.Cases;
using Xunit;
using static EnforcementPlatform.Tests.Fast.Unit.Records.Cases.CaseWorld;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>The notice CaseProgressed: which acts bring it, and what it says then.</summary>
public sealed class What_others_are_told_of_a_case
{
    [Fact]
    public void Is_agreed_for_every_act_of_a_whole_case() => Verified.Matches("CaseProgress", Walk(A_complete_case.Everything()));

    [Fact]
    public void Is_nothing_where_its_course_stays_the_same()
    {
        var told = Told();

        Assert.Null(Newest(told.Respond(PartyResponseKind.StatementWaived)));
        Assert.Null(Newest(told.SaveDraft()));
        Assert.NotNull(Newest(told.Passed().SaveDraft()));
    }

    [Fact]
    public void Carries_its_version_and_the_whole_state()
    {
        var news = Newest(Served())!;

        Assert.Equal(Served().State.Version, news.Version);
        Assert.Equal((CaseStage.Served, CaseWorld.Department, true, "2026-11-02", "2026-11-02", ""), (news.Stage, news.Department, news.Fined, news.FiledOn, news.ServedOn, news.PaidOn));
        Assert.Equal([First, Second], news.HandlerIds);
    }

    [Fact]
    public void Tells_the_day_a_fine_was_paid_apart_from_the_day_all_was_performed()
    {
        var both = new Terms([PenaltyKind.Fine, PenaltyKind.Warning], 100_000_00, "《民用爆炸物品安全管理条例》第四十五条第五项", "《民用爆炸物品安全管理条例》第四十五条第五项");
        var served = Concluded().SaveDraft(both).TellParty().Waive().Passed().Discuss().Issue().Serve();

        var paid = served.Later(TimeSpan.FromDays(3)).Perform(PenaltyKind.Fine, 100_000_00);
        Assert.Equal(("2026-11-05", ""), (Newest(paid)!.PaidOn, Newest(paid)!.PerformedOn));
        var done = paid.Later(TimeSpan.FromDays(4)).Perform(PenaltyKind.Warning, 0);
        Assert.Equal(("2026-11-05", "2026-11-09"), (Newest(done)!.PaidOn, Newest(done)!.PerformedOn));
    }

    [Fact]
    public void Tells_whether_a_record_waits_for_the_second_officer_or_an_amendment_for_approval()
    {
        var kept = Filed().ShowIdentity();

        Assert.True(Newest(kept)!.Pending);
        Assert.False(Newest(kept.ConfirmNewest())!.Pending);
        Assert.Null(Newest(kept.TellRights()));
        Assert.True(Newest(kept.ConfirmNewest().Void(1))!.Pending);
        Assert.False(Newest(kept.ConfirmNewest().Void(1).Amend(1))!.Pending);
    }

    [Fact]
    public void Takes_a_stage_back_whose_only_record_was_voided()
    {
        var voided = Investigated().CloseInvestigation().Void(4).Amend(1);

        Assert.Contains(RecordingStage.Evidence, Newest(Investigated())!.Recorded);
        Assert.DoesNotContain(RecordingStage.Evidence, Newest(voided)!.Recorded);
    }

    [Fact]
    public void Takes_back_that_a_case_was_closed_whose_decision_was_annulled_afterwards()
    {
        var annulled = Archived().Annul();

        Assert.NotEqual("", Newest(Archived())!.ArchivedOn);
        Assert.Equal(("2026-11-02", "", ""), (Newest(annulled)!.AnnulledOn, Newest(annulled)!.ClosedOn, Newest(annulled)!.ArchivedOn));
    }

    /// <summary>The news of the last act.</summary>
    private static CaseProgressed? Newest(CaseWorld world)
    {
        var before = world.Recordings.SkipLast(1).Aggregate(CaseState.Empty, (state, recording) => recording.FoldInto(state));
        return (CaseProgressed?)world.State.NewsSince(before);
    }

    private static string Walk(CaseWorld world)
    {
        var (lines, state) = ("# What each act of a case tells others of its course; - where it tells nothing.\n", CaseState.Empty);
        foreach (var recording in world.Recordings)
        {
            var after = recording.FoldInto(state);
            lines += $"{string.Join(", ", recording.Facts.Select(fact => fact.Descriptor.Name))}: {(after.NewsSince(state) is { } news ? $"{news}" : "-")}\n";
            state = after;
        }

        return lines;
    }
}
