using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;

namespace Auscult.Telemetry.Windowing;

/// <summary>Leak-proof ways to divide a frame: by time, recording, incident occurrence, entity or topology; never by shuffled window.</summary>
public static class Split
{
    /// <summary>The split a configuration asks for.</summary>
    /// <param name="config">By what to divide.</param>
    /// <param name="schema">Axes of the frame.</param>
    /// <param name="native">The dataset's own split (<see cref="DatasetManifest.Splits"/>).</param>
    /// <param name="incidents">Labelled incidents: folds spread their classes evenly.</param>
    /// <param name="topology">Entities and groups of the dataset.</param>
    /// <param name="seeds">Deals what is held out to folds.</param>
    /// <exception cref="InputException">The dataset cannot be divided that way.</exception>
    public static RowSplit By(
        SplitConfig config, FrameSchema schema, IReadOnlyDictionary<string, IReadOnlyList<string>> native,
        IReadOnlyList<Incident> incidents, Topology topology, Seeds seeds)
    {
        if (config.Kind is not (SplitKind.Native or SplitKind.Time) && config.Fold >= config.NumFolds)
        {
            throw new InputException(
                $"window.split.fold={config.Fold}: there is no fold {config.Fold} of window.split.num_folds={config.NumFolds}",
                remedy: "folds count from 0");
        }
        return config.Kind switch
        {
            SplitKind.Time => ByTime(schema, config.TrainShare, config.ValidationShare, config.GuardRows),
            SplitKind.Recording => Validated(ByRecordingFolds(schema, incidents, config.NumFolds, seeds)[config.Fold].Rows),
            SplitKind.Incident => Validated(ByIncident(schema, incidents, config.NumFolds, config.GuardRows, seeds)[config.Fold].Rows),
            SplitKind.Entity => Validated(ByEntityFolds(schema, topology, incidents, config.NumFolds, seeds)[config.Fold]),
            SplitKind.Topology => Validated(
                ByTopologyFolds(schema, topology, incidents, config.GroupKind ?? "", config.NumFolds, seeds)[config.Fold]),
            _ => Validated(ByRecording(schema, native.Count > 0 ? native : throw new InputException(
                "window.split.kind=native, but the dataset prescribes no split",
                remedy: "choose window.split.kind=time, recording, incident, entity or topology"))),
        };

        RowSplit Validated(RowSplit split) => split.WithValidation(config.ValidationShare, config.GuardRows);
    }

    /// <summary>The past trains, the future tests.</summary>
    /// <param name="schema">Axes of the frame.</param>
    /// <param name="trainShare">Share of all rows that train, above 0 and below 1.</param>
    /// <param name="validationShare">Share of all rows after them that choose; may be 0.</param>
    /// <param name="guardRows">Rows left out after each border, so that slow effects do not reach across it.</param>
    /// <exception cref="InputException">A part that must have rows has none.</exception>
    public static RowSplit ByTime(FrameSchema schema, double trainShare, double validationShare = 0, int guardRows = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(guardRows);
        if (!(trainShare > 0) || !(validationShare >= 0) || !(trainShare + validationShare < 1))
        {
            throw new InputException(
                $"a split by time cannot train on window.split.train_share={trainShare} and validate on window.split.validation_share="
                + $"{validationShare} of the rows",
                remedy: "the first must be above 0, the second not below, both together below 1");
        }
        var rows = schema.RowCount;
        var trainEnd = (int)Math.Round(rows * trainShare);
        var validationEnd = validationShare > 0 ? (int)Math.Round(rows * (trainShare + validationShare)) : trainEnd;
        return RowSplit.OfTime(
            schema,
            [new RowSpan(0, trainEnd)],
            validationShare > 0 ? [new RowSpan(trainEnd + guardRows, validationEnd)] : [],
            [new RowSpan(validationEnd + guardRows, rows)]).Require("use more data, other shares or a smaller window.split.guard_rows");
    }

    /// <summary>Whole recordings train or test, as a dataset's own split prescribes or a user names them.</summary>
    /// <param name="schema">Axes of the frame.</param>
    /// <param name="recordings">Names of recordings for <c>train</c>, <c>validation</c> (may be missing) and <c>test</c>.</param>
    /// <exception cref="InputException">A part or a recording is unknown, or a recording is in two parts.</exception>
    public static RowSplit ByRecording(FrameSchema schema, IReadOnlyDictionary<string, IReadOnlyList<string>> recordings)
    {
        string[] parts = ["train", "validation", "test"];
        if (recordings.Keys.FirstOrDefault(part => !parts.Contains(part)) is { } unknown)
            throw new InputException($"unknown part '{unknown}' of a split", remedy: NearestName.Suggest(unknown, parts));
        var twice = recordings.Values.SelectMany(names => names).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new InputException($"recording '{twice.Key}' is named twice in a split", remedy: "name it in one part only");
        return RowSplit.OfTime(schema, Spans("train"), Spans("validation"), Spans("test")).Require("name recordings for it");

        IEnumerable<RowSpan> Spans(string part) => recordings.GetValueOrDefault(part, []).Select(name =>
            schema.SegmentOf(name) is { } segment
                ? new RowSpan(segment.FirstRow, segment.EndRow)
                : throw new InputException(
                    $"the split names recording '{name}', which the frame does not have",
                    remedy: NearestName.Suggest(name, [.. schema.Segments.Select(s => s.Recording)])));
    }

    /// <summary>
    /// K folds of whole recordings, dealt so that recordings with the same classes of incidents spread over the folds; fold k tests on its
    /// own recordings and trains on the others.
    /// </summary>
    public static IReadOnlyList<IncidentFold> ByRecordingFolds(
        FrameSchema schema, IReadOnlyList<Incident> incidents, int folds, Seeds seeds)
    {
        var territories = schema.Segments.Select(segment => new IncidentTerritory(
            new RowSpan(segment.FirstRow, segment.EndRow),
            [.. incidents.Where(incident => incident.Recording == segment.Recording)])).ToArray();
        return IncidentFolds.Deal(schema, territories, folds, guardRows: 0, seeds);
    }

    /// <summary>
    /// K folds of incident occurrences. The time line is cut halfway between neighbouring incidents, so that each occurrence keeps the
    /// normal rows around it; occurrences that overlap stay together; classes spread evenly over the folds.
    /// </summary>
    /// <param name="schema">Axes of the frame.</param>
    /// <param name="incidents">Labelled incidents; benign ones count as classes of their own.</param>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <param name="guardRows">Rows left out of training on both sides of test rows.</param>
    /// <param name="seeds">Decides which occurrence goes into which fold.</param>
    /// <exception cref="InputException">There are fewer separable occurrences than folds.</exception>
    public static IReadOnlyList<IncidentFold> ByIncident(
        FrameSchema schema, IReadOnlyList<Incident> incidents, int folds, int guardRows, Seeds seeds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(guardRows);
        return IncidentFolds.Deal(schema, IncidentFolds.Territories(schema, incidents), folds, guardRows, seeds);
    }

    /// <summary>
    /// One fold per occurrence, or per group of occurrences that overlap; pieces of the time line as in <see cref="ByIncident"/>. Empty with
    /// fewer than two such groups.
    /// </summary>
    /// <inheritdoc cref="ByIncident"/>
    public static IReadOnlyList<IncidentFold> LeaveOneIncidentOut(
        FrameSchema schema, IReadOnlyList<Incident> incidents, int guardRows, Seeds seeds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(guardRows);
        var territories = IncidentFolds.Territories(schema, incidents);
        return territories.Count < 2 ? [] : IncidentFolds.Deal(schema, territories, territories.Count, guardRows, seeds);
    }

    /// <summary>K folds of whole entities, all of their rows; entities with incidents of the same classes spread over the folds.</summary>
    /// <param name="schema">Axes of the frame.</param>
    /// <param name="topology">Finds the entity that shows an incident.</param>
    /// <param name="incidents">Labelled incidents; may be empty.</param>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <param name="seeds">Decides which entity goes into which fold.</param>
    /// <exception cref="InputException">There are fewer entities than folds.</exception>
    /// <remarks>
    /// Entities of the same moment share what happened then: such a figure says how a model does on machines it never saw, not at times it
    /// never saw.
    /// </remarks>
    public static IReadOnlyList<RowSplit> ByEntityFolds(
        FrameSchema schema, Topology topology, IReadOnlyList<Incident> incidents, int folds, Seeds seeds) =>
        EntityFolds.ByEntity(schema, topology, incidents, folds, seeds);

    /// <summary>
    /// K folds of whole groups of one kind: no entity of a test group trains. Groups that share an entity stay together; entities in no group
    /// always train.
    /// </summary>
    /// <param name="schema">Axes of the frame.</param>
    /// <param name="topology">Groups and their members.</param>
    /// <param name="incidents">Labelled incidents; may be empty.</param>
    /// <param name="kind">Kind of the groups, such as <c>leaf</c>.</param>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <param name="seeds">Decides which group goes into which fold.</param>
    /// <exception cref="InputException">There are no such groups, or fewer separable ones than folds.</exception>
    public static IReadOnlyList<RowSplit> ByTopologyFolds(
        FrameSchema schema, Topology topology, IReadOnlyList<Incident> incidents, string kind, int folds, Seeds seeds) =>
        EntityFolds.ByGroup(schema, topology, incidents, kind, folds, seeds);
}
