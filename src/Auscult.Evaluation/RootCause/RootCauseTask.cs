using Auscult.Learning.Heads;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.RootCause;

/// <summary>Examples that teach and examples that test.</summary>
/// <param name="Train">Training examples.</param>
/// <param name="Test">Test examples; no row of theirs is in a training row.</param>
/// <param name="TrainRows">Training rows outside labelled faults, for scalers and detectors.</param>
public sealed record RootCauseFold(
    IReadOnlyList<IncidentExample> Train, IReadOnlyList<IncidentExample> Test, IReadOnlyList<RowRange> TrainRows);

/// <summary>A way to divide labelled incidents; every incident tests once.</summary>
public sealed record RootCauseTask
{
    /// <summary>Name of the split, such as <c>by recording, 6 folds</c>.</summary>
    public required string Split { get; init; }

    /// <summary>Whether it is the run's own split, whose test rows no part of the model has seen.</summary>
    public bool IsOwnSplit { get; init; }

    /// <summary>The values.</summary>
    public required Frame Frame { get; init; }

    /// <summary>Folds.</summary>
    public required IReadOnlyList<RootCauseFold> Folds { get; init; }

    /// <summary>Every class, in display order.</summary>
    public IReadOnlyList<string> Classes =>
        [.. Folds.SelectMany(fold => fold.Train.Concat(fold.Test)).Select(example => example.FaultClass).Distinct().Order(StringComparer.Ordinal)];
}

/// <summary>Makes root-cause tasks of a prepared dataset.</summary>
public static class RootCauseTasks
{
    /// <summary>
    /// By occurrence and by recording where both make sense: with at most one incident per recording they are the same, and with one
    /// recording there is no split by recording. Empty when there are fewer than two classes.
    /// </summary>
    /// <param name="data">The dataset.</param>
    /// <param name="examples">How incidents become examples.</param>
    /// <param name="folds">Folds by occurrence, and at most so many by recording.</param>
    /// <param name="seeds">Deals incidents to folds.</param>
    public static IReadOnlyList<RootCauseTask> Of(PreparedData data, IncidentExampleConfig examples, int folds, Seeds seeds)
    {
        var incidents = data.Dataset.Incidents.Where(incident => examples.IncludeBenign || !incident.IsBenign).ToArray();
        if (incidents.Select(incident => incident.FaultClass).Distinct().Count() < 2)
            return [];
        var schema = data.Frame.Schema;
        var faults = FaultsOf(data);
        var recordings = incidents.Select(incident => incident.Recording).Distinct().Count();
        var tasks = new List<RootCauseTask>();
        if (recordings < incidents.Length)
        {
            var count = Math.Min(folds, incidents.Length);
            var guard = examples.ContextRows / 2;
            tasks.Add(Task($"by occurrence, {count} folds", Split.ByIncident(schema, incidents, count, guard, seeds.Child("occurrence"))));
        }
        if (recordings > 1)
        {
            var count = Math.Min(recordings, schema.Segments.Count);
            var name = count <= folds ? "by recording, leave one out" : $"by recording, {count = folds} folds";
            tasks.Add(Task(name, Split.ByRecordingFolds(schema, incidents, count, seeds.Child("recording"))));
        }
        return [.. tasks.Where(task => task.Folds.Count > 0)];

        RootCauseTask Task(string name, IReadOnlyList<IncidentFold> dealt) => new()
        {
            Split = name,
            Frame = data.Frame,
            Folds = [.. dealt
                .Select(fold => new RootCauseFold(
                    data.Examples(fold.Rows.Train, examples), data.Examples(fold.Rows.Test, examples),
                    RowRange.Except(RowRange.Seen(data.Frame, fold.Rows.Train), faults)))
                .Where(fold => fold.Test.Count > 0 && fold.Train.Select(example => example.FaultClass).Distinct().Count() > 1)],
        };
    }

    /// <summary>The run's own split as the only fold: for a model whose encoder was pretrained on those training rows alone. Null
    /// when its parts do not hold enough incidents.</summary>
    public static RootCauseTask? OwnSplit(PreparedData data, IncidentExampleConfig examples)
    {
        var fold = new RootCauseFold(data.Examples(data.Split.Train, examples), data.Examples(data.Split.Test, examples), RowRange.Except(data.TrainRows, FaultsOf(data)));
        var teaches = fold.Train.Select(example => example.FaultClass).Distinct().Count() > 1;
        return fold.Test.Count == 0 || !teaches ? null : new RootCauseTask { Split = "the run's own split", IsOwnSplit = true, Frame = data.Frame, Folds = [fold] };
    }

    private static RowRange[] FaultsOf(PreparedData data) =>
        [.. data.Dataset.Incidents.Where(incident => !incident.IsBenign)
            .Select(incident => IncidentRows.Of(data.Frame.Schema, data.Dataset.Topology, incident)).OfType<RowRange>()];
}
