namespace Auscult.Learning.Diagnosis.Alarms;

/// <summary>How far an alarm is.</summary>
public enum AlarmState
{
    /// <summary>Something is significant; nobody has been told.</summary>
    Open,

    /// <summary>Enough moments agree.</summary>
    Confirmed,

    /// <summary>Nothing was significant for a while, or it was never confirmed.</summary>
    Ended,
}

/// <summary>One alarm from its first significant moment to its end; it changes while it lasts.</summary>
/// <param name="id">Number within the site, from 1.</param>
/// <param name="start">First significant moment.</param>
/// <param name="paged">Moment at which somebody was told; null while nobody is.</param>
public sealed class SiteAlarm(int id, int start, int? paged = null)
{
    /// <summary>Number within the site, from 1.</summary>
    public int Id { get; } = id;

    /// <summary>How far it is.</summary>
    public AlarmState State { get; internal set; }

    /// <summary>First significant moment: where it is estimated to have started.</summary>
    public int Start { get; } = start;

    /// <summary>Moment at which enough moments agreed.</summary>
    public int? Confirmed { get; internal set; }

    /// <summary>Moment at which it was confirmed and no benign class explained it: when somebody is told; null while nobody is.</summary>
    public int? Paged { get; internal set; } = paged;

    /// <summary>Latest significant moment.</summary>
    public int LastSignificant { get; internal set; } = start;

    /// <summary>Moment at which it was seen to have ended; null while it lasts.</summary>
    public int? Ended { get; internal set; }

    /// <summary>Largest fused score.</summary>
    public double Score { get; internal set; }

    /// <summary>Smallest p-value of a moment.</summary>
    public double PValue { get; internal set; } = 1;

    /// <summary>What is said of it now.</summary>
    public AlarmVerdict? Verdict { get; internal set; }

    /// <summary>What was said of it <see cref="AlarmConfig.KnownSeconds"/> after it was paged, or at its end when that was earlier.</summary>
    public AlarmVerdict? EarlyVerdict { get; internal set; }

    /// <summary>
    /// Share of the job's progress that is lost times the probability of a fault, 0 to 1; null until somebody was told, and where the job's own
    /// signals say nothing.
    /// </summary>
    public double? Severity { get; internal set; }

    /// <summary>Entities that stick out among their kind, at its strangest moment.</summary>
    public IReadOnlyList<StrangeEntity> Strange { get; internal set; } = [];

    internal EvidenceSum Evidence { get; } = new();
}
