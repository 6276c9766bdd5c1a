using System.ComponentModel.DataAnnotations;

namespace Auscult.Learning.Heads;

/// <summary>How reconstruction errors become an anomaly score; <c>configs/head/*.yaml</c> under <c>anomaly</c>.</summary>
public sealed record AnomalyHeadConfig
{
    /// <summary>Deterministic masks over which errors are averaged; every cell is hidden by exactly one of them. Default 4.</summary>
    [Range(2, 64)]
    public int NumMasks { get; init; } = 4;

    /// <summary>
    /// True hides whole signals over the window, so that a signal is judged by the others; false hides single cells. Default true.
    /// </summary>
    public bool HideWholeSignals { get; init; } = true;

    /// <summary>Rows between two scored windows; a row gets the score of the latest window that ends at or before it. Default 4.</summary>
    [Range(1, int.MaxValue)]
    public int ScoreStride { get; init; } = 4;

    /// <summary>
    /// True scores a row by windows that end at or before it; false averages over all windows that contain it, which needs the future.
    /// Default true.
    /// </summary>
    public bool IsCausal { get; init; } = true;

    /// <summary>Power of a signal's error in linear units before the mean over signals. Default 1.</summary>
    [Range(0.5, 4.0)]
    public double ErrorPower { get; init; } = 1;

    /// <summary>Largest error of one signal, in linear units. Default 20.</summary>
    [Range(1.0, 1e6)]
    public double ErrorLimit { get; init; } = 20;

    /// <summary>
    /// Error of a signal that is not seen, in linear units, times the share of training rows in which it was seen. A vanished
    /// series is a symptom. Default 3.
    /// </summary>
    [Range(0.0, 1e6)]
    public double MissingError { get; init; } = 3;

    /// <summary>Share of the training rows' scores below the threshold. Default 0.995.</summary>
    [Range(0.5, 1.0)]
    public double ThresholdQuantile { get; init; } = 0.995;

    /// <summary>Windows scored at once. Default 256.</summary>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Smoothing of the score. Default none: it helps long anomalies less than it delays short ones (experiments/).</summary>
    public SmoothingConfig Smoothing { get; init; } = new() { Rows = [] };
}
