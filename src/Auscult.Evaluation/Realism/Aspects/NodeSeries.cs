using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism.Aspects;

/// <summary>One signal of every node in one recording, fused to a common grid.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="StartMicros">Time of the first row, microseconds since 1970.</param>
/// <param name="StepSeconds">Distance of the rows.</param>
/// <param name="Nodes">Values per node; short gaps hold the value before, no NaN.</param>
internal sealed record NodeSeries(Recording Recording, long StartMicros, double StepSeconds, double[][] Nodes)
{
    private const double MostMissing = 0.2;

    /// <summary>
    /// Fuses a signal; nodes that lack a fifth of it or more are left out, and so is a dataset that does not have it.
    /// </summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="signal">Its name, of nodes or of what they contain.</param>
    /// <param name="stepSeconds">Step of the grid.</param>
    public static IEnumerable<NodeSeries> Of(Dataset dataset, string signal, double stepSeconds)
    {
        if (!dataset.Series.Any(info => info.Columns.Contains(signal, StringComparer.Ordinal)))
            yield break;
        using var frame = FrameBuilder.Build(dataset, new FusionConfig { StepSeconds = stepSeconds, Signals = [signal] });
        foreach (var (segment, i) in frame.Schema.Segments.Select((segment, i) => (segment, i)))
        {
            double[][] nodes = [.. Enumerable.Range(0, frame.Schema.Entities.Count)
                .Select(entity => Filled(frame.Rows(entity, segment.FirstRow, segment.RowCount))).Where(values => values.Length > 0)];
            if (nodes.Length > 0)
                yield return new NodeSeries(dataset.Manifest.Recordings[i], Micros.From(frame.TimeOf(segment.FirstRow)), stepSeconds, nodes);
        }
    }

    /// <summary>Time of a row.</summary>
    public long MicrosOf(int row) => StartMicros + (long)(row * StepSeconds * Micros.PerSecond);

    private static double[] Filled(ReadOnlySpan<float> rows)
    {
        var values = new double[rows.Length];
        var (last, missing) = (double.NaN, 0);
        foreach (var value in rows)
            last = double.IsNaN(last) ? value : last;
        for (var row = 0; row < rows.Length; row++)
        {
            missing += float.IsNaN(rows[row]) ? 1 : 0;
            last = float.IsNaN(rows[row]) ? last : rows[row];
            values[row] = last;
        }
        return missing < MostMissing * rows.Length ? values : [];
    }
}
