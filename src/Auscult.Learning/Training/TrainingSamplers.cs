using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Training;

/// <summary>Makes the sampler that a configuration asks for.</summary>
internal static class TrainingSamplers
{
    /// <summary>A sampler over the training windows of prepared data; it looks at their places and at labels, never at values.</summary>
    /// <exception cref="InputException">The dataset lacks the groups or the labels it needs.</exception>
    public static IWindowSampler Create(PreparedData data, WindowIndex index, TrainingConfig config, Seeds seeds) => config.Sampler switch
    {
        TrainingSampler.Entity => new EntitySampler(index, config.BatchSize, seeds),
        TrainingSampler.Group => data.Frame.Schema.PeerGroups is { Count: > 0 } groups
            ? new GroupSampler(index, groups, seeds)
            : throw new InputException(
                "train.sampler=group, but the frame has no group of peers", data.Dataset.Location,
                remedy: "choose fusion.peers.group and min_members, or train.sampler=shuffled"),
        TrainingSampler.Balanced => new BalancedSampler(Classes(data, index), seeds),
        _ => new ShuffledSampler(index.Count, seeds),
    };

    /// <summary>Class of each window: 0 without a labelled fault, else the class of the fault with most rows in it.</summary>
    private static int[] Classes(PreparedData data, WindowIndex index)
    {
        var faults = data.Dataset.Incidents.Where(incident => !incident.IsBenign)
            .Select(incident => (incident.FaultClass, Rows: IncidentRows.Of(data.Frame.Schema, data.Dataset.Topology, incident)))
            .Where(fault => fault.Rows is not null).Select(fault => (fault.FaultClass, Rows: fault.Rows!.Value))
            .ToLookup(fault => fault.Rows.Entity);
        var names = data.Dataset.Incidents.Select(incident => incident.FaultClass).Distinct().Order(StringComparer.Ordinal).ToList();
        var classes = Enumerable.Range(0, index.Count).Select(i =>
        {
            var window = index.RowsOf(i);
            var inside = faults[window.Entity].Where(fault => fault.Rows.Overlaps(window)).ToArray();
            return inside.Length == 0 ? 0 : 1 + names.IndexOf(inside.MaxBy(fault => Shared(fault.Rows, window)).FaultClass);
        }).ToArray();
        return classes.Any(c => c > 0) ? classes : throw new InputException(
            "train.sampler=balanced, but no training window holds a labelled fault", data.Dataset.Location,
            remedy: "use train.sampler=shuffled");
    }

    private static int Shared(RowRange a, RowRange b) => Math.Min(a.EndRow, b.EndRow) - Math.Max(a.FirstRow, b.FirstRow);
}
