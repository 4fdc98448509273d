using System.Collections.Immutable;
using System.Globalization;

namespace EnforcementPlatform.Host.Drill;

/// <summary>What its sender knows of an act.</summary>
internal enum ActOutcome
{
    /// <summary>The connection ended before an answer: it may have happened or not.</summary>
    Unknown,

    /// <summary>Answered: it MUST be kept, once.</summary>
    Acknowledged,

    /// <summary>Refused with a reason of the product: it MUST NOT be kept.</summary>
    Refused,
}

/// <summary>One act as sent.</summary>
/// <param name="CommandId">The id under which the ledger keeps it.</param>
/// <param name="Method">Full name of the rpc.</param>
/// <param name="Outcome">What its sender knows.</param>
/// <param name="Answer">Digest of the first answer; empty without one.</param>
/// <param name="Number">Document number in that answer; empty where there is none.</param>
internal sealed record SentAct(string CommandId, string Method, ActOutcome Outcome, string Answer = "", string Number = "");

/// <summary>The same request sent again after a restart.</summary>
/// <param name="CommandId">The act.</param>
/// <param name="Answer">Digest of the answer; empty when it was refused.</param>
/// <param name="Reason">Reason of the refusal; empty when it was answered.</param>
internal sealed record RepeatedAct(string CommandId, string Answer, string Reason = "");

/// <summary>One entry of the ledger that a person made.</summary>
/// <param name="Position">Position in the ledger.</param>
/// <param name="CommandId">Its command.</param>
/// <param name="Claims">Streams it advanced, with the versions it took.</param>
internal sealed record KeptAct(long Position, string CommandId, ImmutableArray<(string Stream, long Version)> Claims);

/// <summary>What is wrong.</summary>
internal enum Finding
{
    /// <summary>Acknowledged and not kept.</summary>
    Lost,

    /// <summary>Kept more than once.</summary>
    Doubled,

    /// <summary>Kept although it was refused, or although nobody sent it.</summary>
    Unexpected,

    /// <summary>A repeated request was answered otherwise than at first, or refused although it is kept.</summary>
    AnswerChanged,

    /// <summary>A number was left out.</summary>
    NumberGap,

    /// <summary>A number was given twice.</summary>
    NumberTwice,

    /// <summary>What one role told, a handler did not handle.</summary>
    NotHeard,

    /// <summary>What one role told once, a handler handled twice.</summary>
    HeardTwice,

    /// <summary>A handler acted on what nobody told it, or under a command id of no notice.</summary>
    HeardUnasked,
}

/// <summary>One thing that is wrong, and where.</summary>
internal sealed record DrillFault(Finding Finding, string Place)
{
    public override string ToString() => $"{Words}：{Place}";

    private string Words => Finding switch
    {
        Finding.Lost => "已确认的操作丢失",
        Finding.Doubled => "同一操作重复入账",
        Finding.Unexpected => "账本中有未曾办理或者已被拒绝的操作",
        Finding.AnswerChanged => "重发同一请求，答复与首次不同",
        Finding.NumberGap => "文书编号不连续",
        Finding.NumberTwice => "文书编号重复",
        Finding.NotHeard => "通知没有得到处理",
        Finding.HeardTwice => "同一通知被重复处理",
        Finding.HeardUnasked => "下游入账找不到对应的通知",
        _ => throw new ArgumentOutOfRangeException(nameof(Finding)),
    };
}

/// <summary>The verdict on one history.</summary>
/// <param name="Acknowledged">Acts that were answered.</param>
/// <param name="Recovered">Acts without an answer that turned out to be kept.</param>
/// <param name="Faults">All that is wrong; empty when nothing was lost and nothing happened twice.</param>
internal sealed record DrillVerdict(int Acknowledged, int Recovered, ImmutableArray<DrillFault> Faults)
{
    public int Count(Finding finding) => Faults.Count(fault => fault.Finding == finding);
}

/// <summary>
/// Compares what was sent with what is kept: acknowledged acts exactly once, unknown ones at most once, refused ones never, and nothing that
/// nobody sent. Numbers of a series run 1, 2, 3 … and each is given once. Pure.
/// </summary>
internal static class HistoryChecker
{
    private const string NumberSeries = "numbers/";

    public static DrillVerdict Check(IReadOnlyCollection<SentAct> sent, IReadOnlyCollection<KeptAct> kept, IReadOnlyCollection<RepeatedAct> repeated)
    {
        var times = kept.CountBy(act => act.CommandId).ToDictionary();
        var byId = sent.ToDictionary(act => act.CommandId);
        var recovered = sent.Count(act => act.Outcome == ActOutcome.Unknown && times.ContainsKey(act.CommandId));
        return new(
            sent.Count(act => act.Outcome == ActOutcome.Acknowledged),
            recovered,
            [
                .. sent.SelectMany(act => FaultsOf(act, times.GetValueOrDefault(act.CommandId))),
                .. kept.Where(act => !byId.ContainsKey(act.CommandId)).Select(Stranger),
                .. repeated.SelectMany(again => FaultsOf(again, byId[again.CommandId], times.GetValueOrDefault(again.CommandId))),
                .. Series(kept),
                .. sent.Where(act => act.Number.Length > 0).CountBy(act => act.Number).Where(number => number.Value > 1)
                    .Select(number => new DrillFault(Finding.NumberTwice, number.Key)),
            ]);
    }

    private static IEnumerable<DrillFault> FaultsOf(SentAct act, int times)
    {
        if (act.Outcome == ActOutcome.Acknowledged && times == 0)
        {
            yield return new(Finding.Lost, PlaceOf(act));
        }

        if (act.Outcome == ActOutcome.Refused && times > 0)
        {
            yield return new(Finding.Unexpected, PlaceOf(act));
        }

        if (times > 1)
        {
            yield return new(Finding.Doubled, PlaceOf(act));
        }
    }

    private static IEnumerable<DrillFault> FaultsOf(RepeatedAct again, SentAct first, int times)
    {
        var changed = again.Answer.Length == 0
            ? times > 0
            : first.Outcome == ActOutcome.Acknowledged && again.Answer != first.Answer;
        if (changed)
        {
            yield return new(Finding.AnswerChanged, $"{PlaceOf(first)} {again.Reason}");
        }
    }

    /// <summary>Versions of a series are its numbers: none left out, none taken by two entries.</summary>
    private static IEnumerable<DrillFault> Series(IEnumerable<KeptAct> kept) =>
        from act in kept
        from claim in act.Claims
        where claim.Stream.StartsWith(NumberSeries, StringComparison.Ordinal)
        group claim.Version by claim.Stream into series
        from fault in FaultsOf(series.Key, [.. series.Order()])
        select fault;

    private static IEnumerable<DrillFault> FaultsOf(string series, ImmutableArray<long> versions)
    {
        foreach (var twice in versions.CountBy(version => version).Where(version => version.Value > 1))
        {
            yield return new(Finding.NumberTwice, Place(series, twice.Key));
        }

        foreach (var missing in Enumerable.Range(1, (int)versions[^1]).Select(version => (long)version).Except(versions))
        {
            yield return new(Finding.NumberGap, Place(series, missing));
        }
    }

    private static DrillFault Stranger(KeptAct act) =>
        new(Finding.Unexpected, string.Create(CultureInfo.InvariantCulture, $"第{act.Position}条 {act.Claims[0].Stream}"));

    private static string PlaceOf(SentAct act) => $"{act.Method} {act.CommandId}";

    private static string Place(string series, long version) => string.Create(CultureInfo.InvariantCulture, $"{series} 第{version}号");
}
