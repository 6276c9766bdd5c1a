using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Evidence;
using Auscult.Learning.Diagnosis.Model;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>An alarm, or a fault without one.</summary>
public sealed record ReportedIncident
{
    /// <summary><c>recording/number</c>; a missed fault has its label's id.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the recording.</summary>
    public required string Recording { get; init; }

    /// <summary><c>found</c>, <c>duplicate</c>, <c>false</c>, <c>missed</c>, or <c>unlabelled</c> in a recording without labels.</summary>
    public required string Outcome { get; init; }

    /// <summary>Seconds after the start of the recording.</summary>
    public required double Start { get; init; }

    /// <summary>When an alarm was raised, seconds after the start of the recording; null when none was.</summary>
    public required double? Raised { get; init; }

    /// <summary>Seconds after the start of the recording.</summary>
    public required double End { get; init; }

    /// <summary>The labelled class, or null.</summary>
    public required string? TrueClass { get; init; }

    /// <summary>Where the label says that it started, or null.</summary>
    public required string? TruePlace { get; init; }

    /// <summary>The stated class, or null when it abstained or nothing was said.</summary>
    public required string? Stated { get; init; }

    /// <summary>Calibrated probability of the likeliest class.</summary>
    public required double Confidence { get; init; }

    /// <summary>Likeliest classes.</summary>
    public required IReadOnlyList<RankedName> Classes { get; init; }

    /// <summary>Most suspect places.</summary>
    public required IReadOnlyList<RankedName> Places { get; init; }

    /// <summary>Share of the job's progress that is lost times the probability of a fault; null where it is not known.</summary>
    public double? Severity { get; init; }

    /// <summary>Smallest conformal p-value of its moments; null where nothing was said.</summary>
    public double? PValue { get; init; }

    /// <summary>Why; null where it was not asked for.</summary>
    public IncidentEvidence? Evidence { get; init; }
}

/// <summary>Why something was said of an incident.</summary>
/// <param name="Signals">Most telling first.</param>
/// <param name="Layers">Layers by what is lost without them.</param>
/// <param name="Spread">The order of first clear shifts.</param>
/// <param name="Nearest">The nearest incidents that were learned.</param>
public sealed record IncidentEvidence(
    IReadOnlyList<RankedSignal> Signals, IReadOnlyList<RankedName> Layers, IReadOnlyList<SpreadStep> Spread, IReadOnlyList<NearestIncident> Nearest)
{
    /// <summary>Whether signals and layers are weighed by their share of a detector's score; otherwise by the log-odds that are lost without them.</summary>
    public bool IsOfScore { get; init; }
}

/// <summary>A signal that speaks for a verdict, with its curves around the incident.</summary>
/// <param name="Entity">Where it shows.</param>
/// <param name="Signal">Its name.</param>
/// <param name="Layer">Its layer.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Contribution">Log-odds that are lost without it, or its share of the score.</param>
/// <param name="Direction">What happens to it.</param>
/// <param name="Now">Mean at the clearest moment; null where it is not seen.</param>
/// <param name="Usual">Median of its past; null where it was not seen.</param>
/// <param name="Peers">Median of the peers now; null without peers.</param>
/// <param name="Culprit">Its values.</param>
/// <param name="PeerMedian">Median of its peers.</param>
/// <param name="PeerLow">Tenth percentile of its peers.</param>
/// <param name="PeerHigh">Ninetieth percentile of its peers.</param>
public sealed record RankedSignal(
    string Entity, string Signal, string Layer, string Unit, double Contribution, string Direction, double? Now, double? Usual, double? Peers,
    Curve Culprit, Curve PeerMedian, Curve PeerLow, Curve PeerHigh);
