using System.Text.Json;
using System.Text.Json.Serialization;
using Auscult.Foundation;

namespace Auscult.Learning.Heads;

/// <summary>
/// What normal scores look like: the threshold and the p-values of an anomaly score, from rows that no label was used to choose;
/// <c>anomaly.json</c> beside a run's checkpoints.
/// </summary>
public sealed record AnomalyCalibration
{
    private const int LargestSample = 2000;

    /// <summary>Name of the detector.</summary>
    public required string Detector { get; init; }

    /// <summary>Scores above it are alarms.</summary>
    public required double Threshold { get; init; }

    /// <summary>Share of the calibration scores at or below the threshold.</summary>
    public required double Quantile { get; init; }

    /// <summary>Rows the calibration looked at.</summary>
    public required int RowCount { get; init; }

    /// <summary>Evenly spaced order statistics of the calibration scores, ascending; at most 2,000.</summary>
    public required IReadOnlyList<float> Scores { get; init; }

    /// <summary>Share of the training rows in which each signal was seen, by signal name.</summary>
    public required IReadOnlyDictionary<string, float> PresenceShares { get; init; }

    /// <summary>Calibrates on scores of normal rows.</summary>
    /// <param name="detector">Name of the detector.</param>
    /// <param name="scores">Its scores, in any order.</param>
    /// <param name="quantile">Share of them that the threshold leaves below.</param>
    /// <param name="presenceShares">Kept with the calibration.</param>
    /// <exception cref="InputException">There are no scores.</exception>
    public static AnomalyCalibration Of(
        string detector, IReadOnlyCollection<float> scores, double quantile, IReadOnlyDictionary<string, float> presenceShares)
    {
        if (scores.Count == 0)
            throw new InputException("there are no rows to calibrate the anomaly score on", remedy: "give more training rows");
        var sorted = scores.ToArray();
        Array.Sort(sorted);
        var kept = Math.Min(sorted.Length, LargestSample);
        return new AnomalyCalibration
        {
            Detector = detector,
            Threshold = sorted[Math.Min(sorted.Length - 1, (int)(quantile * sorted.Length))],
            Quantile = quantile,
            RowCount = sorted.Length,
            Scores = [.. Enumerable.Range(0, kept).Select(i => sorted[kept == 1 ? 0 : (int)((long)i * (sorted.Length - 1) / (kept - 1))])],
            PresenceShares = presenceShares,
        };
    }

    /// <summary>Conformal p-value, see <see cref="ConformalScores"/>. Small means unlike everything seen in training.</summary>
    public double PValue(double score) => ConformalScores.PValue(Scores, score);

    /// <summary>Writes the calibration; the file appears whole or not at all.</summary>
    public void Save(string file) =>
        AtomicFile.WriteAllText(file, JsonSerializer.Serialize(this, AnomalyCalibrationJson.Default.AnomalyCalibration));

    /// <summary>Reads a calibration.</summary>
    /// <exception cref="InputException">It is missing or malformed.</exception>
    public static AnomalyCalibration Load(string file)
    {
        if (!File.Exists(file))
            throw new InputException("no such file", file, remedy: "run 'auscult train' first");
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(file), AnomalyCalibrationJson.Default.AnomalyCalibration)
                ?? throw new InputException("no calibration", file);
        }
        catch (JsonException error)
        {
            throw new InputException($"no calibration: {error.Message}", file, error.LineNumber + 1, inner: error);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = false)]
[JsonSerializable(typeof(AnomalyCalibration))]
internal sealed partial class AnomalyCalibrationJson : JsonSerializerContext;
