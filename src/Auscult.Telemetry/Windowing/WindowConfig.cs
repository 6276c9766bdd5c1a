namespace Auscult.Telemetry.Windowing;

/// <summary>How a frame is cut into windows (configs/window).</summary>
public sealed record WindowConfig
{
    /// <summary>Rows of one window.</summary>
    public required int Length { get; init; }

    /// <summary>Rows between the beginnings of two windows.</summary>
    public required int Stride { get; init; }

    /// <summary>Whether batches carry the time since each signal was last seen.</summary>
    public bool TimeSinceSeen { get; init; }

    /// <summary>Threads that fill a batch; 0 takes one per processor. The content of a batch does not depend on it.</summary>
    public int NumWorkers { get; init; }

    /// <summary>Batches prepared ahead of the consumer.</summary>
    public int Prefetch { get; init; } = 1;

    /// <summary>Scaling of values, fitted on training rows.</summary>
    public RobustScalerConfig Scaler { get; init; } = new();
}
