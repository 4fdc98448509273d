using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records.Cases;

/// <summary>The series of document numbers of an organ, of one kind and one year. It has no gaps: a number is a claim of the entry that uses it.</summary>
internal sealed record NumberSeries(string Organ, string Kind, int Year)
{
    /// <summary>The series of the decisions.</summary>
    public const string Penalty = "penalty";

    /// <summary>The stream whose versions are the numbers.</summary>
    public string Stream => $"numbers/{Organ}.{Kind}.{Year}";

    /// <summary>
    /// The number that was taken, after the words of the organ and of the kind, e.g. 平工信 and 罚. The moment of the act may move on while it waits
    /// for the series; where that led into another year, the act is refused and asked again, so that number, series and day of the document always
    /// name the same year.
    /// </summary>
    public OfficialNumber NumberOf(string organWord, string kindWord, Taken taken, DateOnly today) =>
        today.Year == Year ? new($"{organWord}{kindWord}〔{Year}〕{taken.Version}号", taken) : throw KernelFaults.Contended.Now();
}

/// <summary>A document number and the claim that takes it.</summary>
internal sealed record OfficialNumber(string Text, Taken Taken);
