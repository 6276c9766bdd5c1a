using System.ComponentModel.DataAnnotations;

namespace Auscult.Telemetry.Windowing;

/// <summary>How a frame is cut into windows (configs/window).</summary>
public sealed record WindowConfig
{
    /// <summary>Rows of one window.</summary>
    [Range(1, int.MaxValue)]
    public required int Length { get; init; }

    /// <summary>Rows between the beginnings of two windows.</summary>
    [Range(1, int.MaxValue)]
    public required int Stride { get; init; }

    /// <summary>Whether batches carry the time since each signal was last seen. Default false.</summary>
    public bool TimeSinceSeen { get; init; }

    /// <summary>Threads that fill a batch; 0 takes one per processor. The content of a batch does not depend on it.</summary>
    [Range(0, int.MaxValue)]
    public int NumWorkers { get; init; }

    /// <summary>Scaling of values, fitted on training rows.</summary>
    public RobustScalerConfig Scaler { get; init; } = new();

    /// <summary>Which rows train, validate and test.</summary>
    public SplitConfig Split { get; init; } = new();
}
