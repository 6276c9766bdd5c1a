using Auscult.Evaluation.Protocols;
using Auscult.Learning.Diagnosis.Alarms;
using Auscult.Learning.Diagnosis.Evidence;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>
/// Why a detector raised an alarm: the signals by their share of its score, or by their shift from the training median where it does not say.
/// </summary>
/// <param name="task">The protocol.</param>
/// <param name="detector">The detector, fitted.</param>
/// <param name="scaler">Fitted on training rows.</param>
internal sealed class DetectorEvidence(DetectionTask task, IAnomalyDetector detector, RobustScaler scaler)
{
    private const int MostSignals = 4;
    private const int MostPoints = 160;
    private const int RowsAround = 60;
    private readonly Dictionary<int, float[]> _contributions = [];

    private FrameSchema Schema => task.Frame.Schema;

    /// <summary>What speaks for an alarm.</summary>
    public IncidentEvidence Of(JudgedRows part, RowRange alarm)
    {
        var weights = Weights(alarm);
        var total = Math.Max(1e-12, weights.Sum());
        var first = Math.Max(part.First, alarm.FirstRow - Math.Max(RowsAround, alarm.RowCount));
        var around = alarm with { FirstRow = first, RowCount = Math.Min(part.End, alarm.EndRow + RowsAround) - first };
        return new IncidentEvidence(
            [
                .. Enumerable.Range(0, weights.Length).Where(s => weights[s] > 0).OrderByDescending(s => weights[s]).Take(MostSignals)
                    .Select(s => Signal(part, alarm, around, s, weights[s] / total)),
            ],
            [
                .. LargestShifts.Layers.Select(layer => new RankedName(
                    LargestShifts.Name(layer), weights.Where((_, s) => Schema.Signals[s].Layer == layer).Sum() / total)).OrderByDescending(layer => layer.Share),
            ],
            [], [])
        { IsOfScore = true };
    }

    private double[] Weights(RowRange alarm)
    {
        var width = Schema.Signals.Count;
        var weights = new double[width];
        if (detector is not ISignalEvidence evidence || detector is SmoothedDetector { GivesEvidence: false })
        {
            var scaled = new float[alarm.RowCount * width];
            scaler.Transform(task.Frame.Rows(alarm.Entity, alarm.FirstRow, alarm.RowCount), scaled);
            for (var i = 0; i < scaled.Length; i++)
                weights[i % width] += float.IsNaN(scaled[i]) ? 0 : Math.Abs(scaled[i]);
            return weights;
        }
        if (!_contributions.TryGetValue(alarm.Entity, out var of))
            _contributions[alarm.Entity] = of = evidence.Contributions(task.Frame, alarm.Entity);
        for (var i = alarm.FirstRow * width; i < alarm.EndRow * width; i++)
            weights[i % width] += float.IsFinite(of[i]) ? of[i] : 0;
        return weights;
    }

    private RankedSignal Signal(JudgedRows part, RowRange alarm, RowRange around, int signal, double weight)
    {
        var of = Schema.Signals[signal];
        var usual = scaler.Signals[signal].Status == SignalScaleStatus.NeverSeen ? (double?)null : scaler.Signals[signal].Median;
        var now = Mean(alarm, signal);
        double[] peers = [.. part.Entities.Where(entity => entity != alarm.Entity).Select(entity => Mean(alarm with { Entity = entity }, signal)).OfType<double>()];
        double[] seconds = [.. Enumerable.Range(around.FirstRow, around.RowCount).Select(part.SecondsOf)];
        double[][] values = [.. part.Entities.Select(entity => Column(around with { Entity = entity }, signal))];
        var culprit = part.Entities.Select((entity, e) => (entity, e)).First(one => one.entity == alarm.Entity).e;
        var curves = PeerCurves.Of(seconds, values, culprit, MostPoints);
        var direction = now is null ? ShiftDirection.Vanishes : usual is null ? ShiftDirection.Appears : now > usual ? ShiftDirection.Rises : ShiftDirection.Falls;
        return new RankedSignal(
            Schema.Entities[alarm.Entity].Id, of.Name, LargestShifts.Name(of.Layer), of.Unit, weight, direction.ToString().ToLowerInvariant(), now, usual,
            peers.Length == 0 ? null : Metrics.Quantiles.Of(peers, 0.5), curves.Culprit, curves.Median, curves.Low, curves.High);
    }

    private double? Mean(RowRange rows, int signal) => rows.Seen(task.Frame, signal) is { Length: > 0 } seen ? seen.Average() : null;

    private double[] Column(RowRange rows, int signal)
    {
        var values = task.Frame.Rows(rows.Entity, rows.FirstRow, rows.RowCount);
        var column = new double[rows.RowCount];
        for (var i = 0; i < column.Length; i++)
            column[i] = SeriesPlot.Short(values[(i * Schema.Signals.Count) + signal]);
        return column;
    }
}
