using Auscult.Evaluation.Realism.Statistics;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Evaluation.Realism.Aspects;

/// <summary>Arrivals of one recording, all replicas together, per step of the telemetry.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="StepSeconds">Length of a step.</param>
/// <param name="Requests">Requests of each step.</param>
/// <param name="PromptTokens">Their prompt tokens.</param>
/// <param name="AnswerTokens">Their answer tokens.</param>
internal sealed record RequestSeries(Recording Recording, double StepSeconds, double[] Requests, double[] PromptTokens, double[] AnswerTokens)
{
    private static readonly string[] Columns = ["requests_per_second", "prompt_tokens_per_second", "generation_tokens_per_second"];

    /// <summary>Of every recording with the three rates; empty when the dataset has none.</summary>
    public static IEnumerable<RequestSeries> Of(Dataset dataset)
    {
        var info = dataset.Series.FirstOrDefault(series => series.Layer == Layer.Model && series.EntityKind == EntityKind.Replica);
        if (info is null || Columns.Any(name => !info.Columns.Contains(name, StringComparer.Ordinal)))
            yield break;
        var step = Micros.From(dataset.Manifest.Step);
        var seconds = dataset.Manifest.Step.TotalSeconds;
        foreach (var recording in dataset.Manifest.Recordings)
        {
            var table = dataset.ReadSeries(
                Layer.Model, EntityKind.Replica, new SeriesFilter { Columns = Columns, From = recording.Start, Until = recording.End });
            if (table.RowCount == 0)
                continue;
            var first = table.TimesMicros.Min();
            var length = (int)(((table.TimesMicros.Max() - first) / step) + 1);
            double[][] sums = [.. table.Columns.Select(column => Sum(table, column.Values, first, step, length, seconds))];
            yield return new RequestSeries(recording, seconds, [.. sums[0].Select(count => Math.Round(count))], sums[1], sums[2]);
        }
    }

    /// <summary>Requests in spans of some seconds.</summary>
    public double[] Counts(double seconds) => Sums(Requests, seconds);

    /// <summary>Sums of a quantity per step over spans of some seconds, at least a step.</summary>
    public double[] Sums(double[] values, double seconds)
    {
        var bins = Math.Max(1, (int)Math.Round(seconds / StepSeconds));
        return [.. Enumerable.Range(0, values.Length / bins).Select(i => values.AsSpan(i * bins, bins).ToArray().Sum())];
    }

    /// <summary>Index of dispersion in spans of some seconds; NaN below the step.</summary>
    public double Dispersion(double seconds) => seconds < StepSeconds - 1e-9
        ? double.NaN
        : EventStatistics.Dispersion(Requests, (int)Math.Round(seconds / StepSeconds));

    /// <summary>
    /// Coefficient of variation of the gaps between arrivals, requests of one step spread evenly over it; NaN where steps hold more than
    /// one request on average, since then the step hides the gaps.
    /// </summary>
    public double GapVariation()
    {
        if (Requests.Average() > 1)
            return double.NaN;
        var times = new List<double>();
        for (var i = 0; i < Requests.Length; i++)
        {
            for (var k = 0; k < Requests[i]; k++)
                times.Add((i + ((k + 0.5) / Requests[i])) * StepSeconds);
        }
        return SeriesStatistics.Variation(SeriesStatistics.Differences([.. times]));
    }

    private static double[] Sum(SeriesTable table, double[] values, long first, long step, int length, double seconds)
    {
        var sums = new double[length];
        for (var row = 0; row < values.Length; row++)
        {
            if (!double.IsNaN(values[row]))
                sums[(table.TimesMicros[row] - first) / step] += values[row] * seconds;
        }
        return sums;
    }
}
