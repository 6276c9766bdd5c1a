using Auscult.Learning.Encoding;
using Auscult.Learning.Heads;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Training;

/// <summary>The sections of a configuration that a <see cref="TrainingPipeline"/> needs.</summary>
public sealed record PipelineConfig
{
    /// <summary>How samples become a frame.</summary>
    public FusionConfig Fusion { get; init; } = new();

    /// <summary>How the frame is split and cut into windows.</summary>
    public required WindowConfig Window { get; init; }

    /// <summary>Sizes of the encoder.</summary>
    public JointEncoderConfig Encoder { get; init; } = new();

    /// <summary>The heads.</summary>
    public HeadConfig Head { get; init; } = new();

    /// <summary>How to train.</summary>
    public TrainingConfig Train { get; init; } = new();

    /// <summary>Every random choice derives from it.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The whole configuration as YAML, kept with every checkpoint.</summary>
    public string Resolved { get; init; } = "";
}
