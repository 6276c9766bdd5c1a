using System.Text.Json;
using Auscult.Evaluation.Metrics;
using Auscult.Evaluation.Thresholds;

namespace Auscult.Evaluation.Tests.Golden;

/// <summary>Every metric against values of the reference implementations (see README.md in this folder).</summary>
public sealed class GoldenTests
{
    private const double Tolerance = 1e-6;
    private const double RelativePeaksTolerance = 1e-3;

    [Fact]
    public void Committed_series_give_the_reference_values()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "metrics.json")));
        foreach (var golden in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var labels = golden.GetProperty("labels").GetString()!.Select(label => label == '1').ToArray();
            var scores = golden.GetProperty("scores").EnumerateArray().Select(score => score.GetDouble()).ToArray();
            ShouldAgree(golden, new ScoredSeries(labels, scores));
        }
        DiagnosisShouldAgree(document.RootElement.GetProperty("diagnosis"));
        foreach (var golden in document.RootElement.GetProperty("pot").EnumerateArray())
        {
            var quantile = golden.GetProperty("data").GetString() == "exponential"
                ? (Func<double, double>)(u => -Math.Log(1 - u))
                : u => Math.Pow(1 - u, -0.3);
            PeaksShouldAgree(golden, [.. Enumerable.Range(0, 5000).Select(i => quantile((i + 0.5) / 5000))]);
        }
    }

    [GoldenFact]
    public void Reference_series_give_the_reference_values()
    {
        using var document = Expected();
        foreach (var golden in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var name = golden.GetProperty("name").GetString()!;
            var rows = File.ReadLines(Path.Combine(SharedFiles.Golden, name + ".csv")).Skip(1).Select(line => line.Split(',')).ToArray();
            var series = new ScoredSeries(
                [.. rows.Select(row => row[0] == "1")], [.. rows.Select(row => double.Parse(row[1]))]);
            series.Count.ShouldBe(golden.GetProperty("n").GetInt32());
            ShouldAgree(golden, series);
        }
        DiagnosisShouldAgree(document.RootElement.GetProperty("diagnosis"));
    }

    [GoldenFact]
    public void Reference_peaks_give_the_reference_thresholds()
    {
        using var document = Expected();
        foreach (var golden in document.RootElement.GetProperty("pot").EnumerateArray())
        {
            var file = Path.Combine(SharedFiles.Golden, $"pot_{golden.GetProperty("data").GetString()}.csv");
            PeaksShouldAgree(golden, [.. File.ReadLines(file).Select(double.Parse)]);
        }
    }

    [Fact]
    public void Buffer_length_of_a_sine_is_its_period_and_of_a_line_the_fallback()
    {
        BufferLength.Of([.. Enumerable.Range(0, 2000).Select(i => Math.Sin(2 * Math.PI * i / 50))]).ShouldBe(50);
        BufferLength.Of([.. Enumerable.Range(0, 2000).Select(i => (double)i)]).ShouldBe(BufferLength.Fallback);
        BufferLength.Of(new double[500]).ShouldBe(BufferLength.Fallback);
        BufferLength.Of([1, 2]).ShouldBe(BufferLength.Fallback);
    }

    private static JsonDocument Expected() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedFiles.Golden, "expected.json")));

    private static void ShouldAgree(JsonElement golden, ScoredSeries series)
    {
        var name = golden.GetProperty("name").GetString()!;
        var largest = 0;
        foreach (var volume in golden.GetProperty("metrics_W").EnumerateObject())
        {
            largest = int.Parse(volume.Name);
            var actual = VolumeUnderSurface.Of(series, largest);
            actual.Pr.ShouldBe(volume.Value.GetProperty("VUS_PR").GetDouble(), Tolerance, $"{name} VUS-PR at W {volume.Name}");
            actual.Roc.ShouldBe(volume.Value.GetProperty("VUS_ROC").GetDouble(), Tolerance, $"{name} VUS-ROC at W {volume.Name}");
        }

        var oracle = golden.GetProperty("default");
        RankingMetrics.AucPr(series).ShouldBe(oracle.GetProperty("AUC-PR").GetDouble(), Tolerance, name);
        RankingMetrics.AucRoc(series).ShouldBe(oracle.GetProperty("AUC-ROC").GetDouble(), Tolerance, name);
        RankingMetrics.OraclePointF1(series).ShouldBe(oracle.GetProperty("Standard-F1").GetDouble(), Tolerance, name);
        var predictions = series.Above(MeanPlusTwoDeviations(series.Scores));
        var predicted = golden.GetProperty("pred");
        foreach (var (key, metric) in PredictionMetricsByName)
        {
            if (key != "Standard-F1")
                OracleThreshold.Best(series, metric).Value.ShouldBe(oracle.GetProperty(key).GetDouble(), Tolerance, $"{name} {key}");
            metric(series.Labels, predictions).ShouldBe(predicted.GetProperty(key).GetDouble(), Tolerance, $"{name} pred {key}");
        }
        var volumes = VolumeUnderSurface.Of(series.Labels, predictions, largest);
        volumes.Recall.ShouldBe(predicted.GetProperty("VUS-Recall").GetDouble(), Tolerance, name);
        volumes.Precision.ShouldBe(predicted.GetProperty("VUS-Precision").GetDouble(), Tolerance, name);
        volumes.F1.ShouldBe(predicted.GetProperty("VUS-F").GetDouble(), Tolerance, name);
    }

    private static Dictionary<string, PredictionMetric> PredictionMetricsByName { get; } = new(StringComparer.Ordinal)
    {
        ["Standard-F1"] = PredictionMetrics.PointF1,
        ["PA-F1"] = PredictionMetrics.PointAdjustedF1,
        ["Event-based-F1"] = PredictionMetrics.EventF1,
        ["R-based-F1"] = PredictionMetrics.RangeF1,
        ["Affiliation-F"] = Affiliation.F1,
    };

    private static double MeanPlusTwoDeviations(ReadOnlySpan<double> scores)
    {
        var values = scores.ToArray();
        var mean = values.Average();
        return mean + (2 * Math.Sqrt(values.Average(score => (score - mean) * (score - mean))));
    }

    private static void DiagnosisShouldAgree(JsonElement golden)
    {
        var scores = golden.GetProperty("scores").EnumerateArray().Select(row => row.EnumerateArray().Select(s => s.GetDouble()).ToArray());
        var labels = golden.GetProperty("labels").EnumerateArray().Select(row => row.EnumerateArray().Select(s => s.GetInt32() == 1).ToArray());
        double[][] scoreRows = [.. scores];
        bool[][] labelRows = [.. labels];
        var expected = golden.GetProperty("expected");
        foreach (var percent in new[] { 100, 150 })
        {
            SignalRanking.HitRate(scoreRows, labelRows, percent).ShouldBe(expected.GetProperty($"Hit@{percent}%").GetDouble(), Tolerance);
            SignalRanking.Ndcg(scoreRows, labelRows, percent).ShouldBe(expected.GetProperty($"NDCG@{percent}%").GetDouble(), Tolerance);
        }
    }

    private static void PeaksShouldAgree(JsonElement golden, double[] scores)
    {
        var fit = PeaksOverThreshold.Fit(scores, golden.GetProperty("level").GetDouble(), TailFit.Spot);
        fit.Count.ShouldBe(golden.GetProperty("n").GetInt32());
        fit.PeakCount.ShouldBe(golden.GetProperty("Nt").GetInt32());
        Relative(fit.InitialThreshold, golden.GetProperty("t").GetDouble());
        Relative(fit.Gamma, golden.GetProperty("gamma").GetDouble());
        Relative(fit.Sigma, golden.GetProperty("sigma").GetDouble());
        Relative(fit.Quantile(golden.GetProperty("q").GetDouble()), golden.GetProperty("z_q").GetDouble());

        static void Relative(double actual, double expected) =>
            actual.ShouldBe(expected, (Math.Abs(expected) * RelativePeaksTolerance) + 1e-12);
    }
}
