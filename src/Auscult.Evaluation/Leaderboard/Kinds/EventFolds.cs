using Auscult.Foundation;
using Auscult.Learning.Training;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Leaderboard.Kinds;

/// <summary>One event that is to be found.</summary>
/// <param name="Id">Id of the incident.</param>
/// <param name="Node">Entity where it started.</param>
/// <param name="FirstRow">Its onset.</param>
/// <param name="EndRow">Its end or the next onset, whichever is first.</param>
/// <param name="Before">
/// Fault-free rows before the group of events it is in, at most as many as from <see cref="FirstRow"/> to <see cref="EndRow"/>; may be
/// empty.
/// </param>
internal sealed record HeldOutEvent(string Id, int Node, int FirstRow, int EndRow, (int FirstRow, int EndRow) Before);

/// <summary>Events that are left out together, with the rows that may be learned from.</summary>
/// <param name="Train">Rows of every node that may be learned from.</param>
/// <param name="QuietTrain">Those of the training rows that lie outside all events; they set the threshold.</param>
/// <param name="TrainNodes">Nodes of the training events.</param>
/// <param name="Quiet">Test rows outside events; every node has them.</param>
/// <param name="Events">The events left out.</param>
internal sealed record EventFold(
    IReadOnlyList<RowRange> Train, IReadOnlyList<RowRange> QuietTrain, IReadOnlyList<int> TrainNodes,
    IReadOnlyList<(int FirstRow, int EndRow)> Quiet, IReadOnlyList<HeldOutEvent> Events);

/// <summary>Leaves one event out, or one group of events that overlap.</summary>
internal static class EventFolds
{
    /// <summary>The folds, each with at least one event.</summary>
    /// <param name="data">The dataset.</param>
    /// <param name="config">Rows between training and test rows.</param>
    /// <param name="excludeFaults">Whether rows within training events may not be learned from.</param>
    /// <exception cref="InputException">There are fewer than two separate events.</exception>
    public static IReadOnlyList<EventFold> Of(PreparedData data, EventConfig config, bool excludeFaults)
    {
        var schema = data.Frame.Schema;
        var located = data.Dataset.Incidents.Where(incident => !incident.IsBenign)
            .Select(incident => (Incident: incident, Rows: IncidentRows.Of(schema, data.Dataset.Topology, incident)))
            .Where(pair => pair.Rows is not null).ToArray();
        var rows = located.ToDictionary(pair => pair.Incident.Id, pair => pair.Rows!.Value, StringComparer.Ordinal);
        // An event shows at its neighbours too: its rows are no normality on any node.
        var nodes = Enumerable.Range(0, schema.Entities.Count).ToArray();
        var faults = rows.Values.SelectMany(range => nodes.Select(node => range with { Entity = node })).ToArray();
        var folds = Split.LeaveOneIncidentOut(schema, [.. located.Select(pair => pair.Incident)], config.GuardRows, new Seeds(1));
        return folds.Count > 1
            ? [.. folds.Where(fold => fold.TestIncidents.Count > 0).Select(Fold)]
            : throw new InputException(
                "fewer than two separate events: none can be left out", data.Dataset.Location, remedy: "leave the system out");

        EventFold Fold(IncidentFold fold)
        {
            var events = fold.TestIncidents.Select(id => (Id: id, Rows: rows[id])).OrderBy(one => one.Rows.FirstRow).ToArray();
            var quiet = RowRange.Except(fold.Rows.Test.Where(range => range.Entity == 0), faults);
            var quietTrain = RowRange.Except(fold.Rows.Train, faults);
            var begin = events[0].Rows.FirstRow;
            var before = quiet.Where(range => range.EndRow == begin).DefaultIfEmpty(new RowRange(0, begin, 0)).First();
            return new EventFold(
                excludeFaults ? quietTrain : fold.Rows.Train, quietTrain, [.. fold.TrainIncidents.Select(id => rows[id].Entity)],
                [.. quiet.Select(range => (range.FirstRow, range.EndRow))],
                [.. events.Select((one, i) =>
                {
                    var (first, end) = (one.Rows.FirstRow, one.Rows.EndRow);
                    if (i + 1 < events.Length)
                        end = Math.Clamp(events[i + 1].Rows.FirstRow, first + 1, end);
                    return new HeldOutEvent(one.Id, one.Rows.Entity, first, end, (Math.Max(before.FirstRow, begin - (end - first)), begin));
                })]);
        }
    }
}
