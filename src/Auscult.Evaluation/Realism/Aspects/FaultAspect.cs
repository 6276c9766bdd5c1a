using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Realism.Statistics;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism.Aspects;

/// <summary>When faults happen, to whom, and how long they last.</summary>
public sealed class FaultAspect : Aspect
{
    private const int LeastFaults = 30;
    private const int LeastOfClass = 5;

    /// <inheritdoc/>
    public override string Name => "faults";

    /// <inheritdoc/>
    public override string Title => "Faults and repeat offenders";

    /// <inheritdoc/>
    public override string About =>
        "Labelled faults, benign events left out. Gaps lie between the onsets of the whole cluster; an affected node is one with a fault of its "
        + "own or of a part of it. Outages are medians per class of five faults or more. A real outage ends when the server is back, repair and "
        + "waiting for it included; a simulated one when its cause no longer acts on the job.";

    /// <inheritdoc/>
    public override IReadOnlyList<FigureKind> Figures { get; } =
    [
        new("gap_variation", "coefficient of variation of the gaps between faults", "", FigureScale.Ratio,
            "Faults come too irregularly", "Faults come too regularly"),
        new("gap_distance", "distance of the gaps from an exponential distribution", "", FigureScale.Difference,
            "Gaps are too far from exponential", "Gaps are too close to exponential"),
        new("burst_share", "share of gaps below a tenth of the median", "", FigureScale.Difference,
            "Faults come too often in bursts", "Faults come too rarely in bursts"),
        new("top_share", "share of the faults on the top 10 % of affected nodes", "", FigureScale.Difference,
            "A few nodes have too many of the faults", "Repeat offenders have too few of the faults"),
        new("repeat_share", "share of affected nodes with two faults or more", "", FigureScale.Difference,
            "Too many nodes fail again", "Too few nodes fail again"),
        new("same_again", "share of repeated faults of the class the node had before", "", FigureScale.Difference,
            "Nodes repeat the same fault too often", "Nodes repeat the same fault too rarely"),
        new("faults_per_node_year", "faults per affected node and year", "1/a", FigureScale.Ratio,
            "Faults are too frequent", "Faults are too rare"),
        new("outage_hours", "median outage, all classes", "h", FigureScale.Ratio, "Outages last too long", "Outages are too short"),
        new("outage_spread", "central half of the outages over their median", "", FigureScale.Ratio,
            "Outages vary too much", "Outages are too much alike"),
        .. FaultClasses.Known.Select(name => new FigureKind(
            $"outage_hours/{name}", $"median outage of {name}", "h", FigureScale.Ratio, "They last too long", "They are too short")),
        .. FaultClasses.Known.Select(name => new FigureKind(
            $"share/{name}", $"share of {name} among the classes both sides know", "", FigureScale.Difference,
                "They are too common", "They are too rare")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<SampleKind> Samples { get; } =
    [
        new("gap", "gap between faults over the mean gap", "of the mean gap", IsLogarithmic: true),
        new("per_node", "faults of an affected node", "faults"),
        new("outage", "outage in hours", "h", IsLogarithmic: true),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<RecordingProfile> Measure(Dataset dataset)
    {
        var classes = new FaultClasses(dataset);
        var nodes = HostNames.Of(dataset.Topology);
        return [.. dataset.Manifest.Recordings.Select(recording => (
                recording, Faults: dataset.Incidents.Where(incident => !incident.IsBenign && incident.Recording == recording.Name).OrderBy(incident => incident.Onset).ToArray()))
            .Where(part => part.Faults.Length >= LeastFaults).Select(part => Measure(part.recording, part.Faults, classes, nodes))];
    }

    private static RecordingProfile Measure(Recording recording, Incident[] faults, FaultClasses classes, IReadOnlyDictionary<string, string> nodes)
    {
        var gaps = SeriesStatistics.Differences(Array.ConvertAll(faults, fault => (fault.Onset - recording.Start).TotalHours));
        var hours = Array.ConvertAll(faults, fault => (fault.End - fault.Onset).TotalHours);
        // Switches and shared storage are no nodes: a trace of servers does not have them.
        Incident[][] byNode = [.. faults.Where(fault => nodes.ContainsKey(fault.RootEntity))
            .GroupBy(fault => nodes[fault.RootEntity], StringComparer.Ordinal).Select(node => node.ToArray())];
        int[] counts = [.. byNode.Select(node => node.Length)];
        bool[] again = [.. byNode.SelectMany(node => node.Skip(1).Select((fault, i) => node.Take(i + 1).Any(earlier => classes.Of(earlier) == classes.Of(fault))))];
        var profile = new RecordingProfile(recording.Name)
        {
            Figures =
            {
                ["gap_variation"] = SeriesStatistics.Variation(gaps),
                ["gap_distance"] = EventStatistics.DistanceFromExponential(gaps),
                ["burst_share"] = EventStatistics.BurstShare(gaps),
                ["top_share"] = EventStatistics.TopShare(counts, 0.1),
                ["repeat_share"] = counts.Count(count => count > 1) / (double)counts.Length,
                ["same_again"] = again.Length == 0 ? double.NaN : again.Count(same => same) / (double)again.Length,
                ["faults_per_node_year"] = counts.Sum() / (double)counts.Length / ((recording.End - recording.Start).TotalDays / 365.25),
                ["outage_hours"] = Quantiles.Of(hours, 0.5),
                ["outage_spread"] = SeriesStatistics.RelativeQuartiles(hours),
            },
            Samples =
            {
                ["gap"] = [.. gaps.Where(gap => gap > 0).Select(gap => gap / SeriesStatistics.Mean(gaps))],
                ["per_node"] = Array.ConvertAll(counts, count => (double)count),
                ["outage"] = hours,
            },
        };
        var known = faults.Where(fault => FaultClasses.Known.Contains(classes.Of(fault), StringComparer.Ordinal)).ToArray();
        foreach (var group in known.GroupBy(classes.Of, StringComparer.Ordinal).Where(group => group.Count() >= LeastOfClass))
        {
            profile.Figures[$"outage_hours/{group.Key}"] = Quantiles.Of([.. group.Select(fault => (fault.End - fault.Onset).TotalHours)], 0.5);
            profile.Figures[$"share/{group.Key}"] = group.Count() / (double)known.Length;
        }
        return profile;
    }
}
