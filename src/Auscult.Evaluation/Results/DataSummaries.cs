using Auscult.Learning.Training;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Evaluation.Results;

/// <summary>Describes prepared data for the report.</summary>
internal static class DataSummaries
{
    public static DataSummary Of(PreparedData data)
    {
        var schema = data.Frame.Schema;
        var incidents = data.Dataset.Incidents;
        return new DataSummary
        {
            Dataset = data.Dataset.Manifest.Name,
            Fingerprint = data.Fingerprint,
            Entities = [.. schema.Entities.Select(entity => entity.Id)],
            StepSeconds = schema.Step.TotalSeconds,
            SplitRows = new Dictionary<string, long>(StringComparer.Ordinal)
            {
                ["train"] = Rows(data.Split.Train),
                ["validation"] = Rows(data.Split.Validation),
                ["test"] = Rows(data.Split.Test),
            },
            Layers = [.. schema.Layers.Select(layer => new LayerSummary(layer.Layer.ToString(), layer.SignalCount, Coverage(data.Frame, layer)))],
            Recordings = [.. schema.Segments.Select(segment => new RecordingSummary(
                segment.Recording, segment.Start, segment.RowCount,
                incidents.Count(incident => incident.Recording == segment.Recording && !incident.IsBenign),
                incidents.Count(incident => incident.Recording == segment.Recording && incident.IsBenign)))],
            Classes = [.. incidents.GroupBy(incident => (incident.FaultClass, incident.IsBenign))
                .OrderBy(group => group.Key.IsBenign).ThenBy(group => group.Key.FaultClass, StringComparer.Ordinal)
                .Select(group => new ClassSummary(group.Key.FaultClass, group.Key.IsBenign, group.Count(), Median(
                    [.. group.Select(incident => (incident.End - incident.Onset).TotalSeconds)])))],
        };
    }

    private static long Rows(IReadOnlyList<RowRange> ranges) => ranges.Sum(range => (long)range.RowCount);

    private static double Median(double[] values) => Metrics.Quantiles.Of(values, 0.5);

    private static double Coverage(Frame frame, LayerColumns layer)
    {
        var (seen, total) = (0L, 0L);
        foreach (var range in RowRange.Everything(frame.Schema))
        {
            var rows = frame.Rows(range.Entity, range.FirstRow, range.RowCount);
            for (var row = 0; row < range.RowCount; row++)
            {
                foreach (var value in rows.Slice((row * frame.Schema.Signals.Count) + layer.FirstSignal, layer.SignalCount))
                    seen += float.IsNaN(value) ? 0 : 1;
            }
            total += (long)range.RowCount * layer.SignalCount;
        }
        return total == 0 ? 0 : (double)seen / total;
    }
}
