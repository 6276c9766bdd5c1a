using System.ComponentModel.DataAnnotations;
using Auscult.Foundation;

namespace Auscult.Learning.Encoding;

/// <summary>What masked-patch pretraining hides; part of <c>configs/train/*.yaml</c> as <c>objective</c>.</summary>
public sealed record PretrainingConfig
{
    /// <summary>Share of (signal, patch) cells that are hidden one by one. Default 0.3.</summary>
    [Range(0.0, 0.99)]
    public double PatchMaskRatio { get; init; } = 0.3;

    /// <summary>Probability that a signal is hidden over the whole window. Default 0.1.</summary>
    [Range(0.0, 0.99)]
    public double SignalMaskRatio { get; init; } = 0.1;

    /// <summary>Probability that all signals of one patch of time are hidden. Default 0.1.</summary>
    [Range(0.0, 0.99)]
    public double TimeMaskRatio { get; init; } = 0.1;

    /// <summary>Probability, per window, that one whole layer is hidden and predicted from the others. Default 0.15.</summary>
    [Range(0.0, 0.99)]
    public double LayerMaskRatio { get; init; } = 0.15;

    /// <summary>
    /// Probability, per window and layer, that a layer is dropped as if it had never been recorded; at least one stays. Default 0.1.
    /// </summary>
    [Range(0.0, 0.99)]
    public double ModalityDropout { get; init; } = 0.1;

    /// <summary>Largest magnitude of a target in linear units; what lies beyond is cut. Default 20.</summary>
    [Range(0.1, 1e6)]
    public double TargetLimit { get; init; } = 20;

    /// <summary>Residual, in linear units, beyond which the loss grows linearly instead of squared (Huber). Default 3.</summary>
    [Range(1e-3, 1e6)]
    public double HuberDelta { get; init; } = 3;

    /// <summary>This configuration, when it hides something.</summary>
    /// <exception cref="InputException">There would be nothing to predict.</exception>
    public PretrainingConfig Checked() => PatchMaskRatio > 0 || SignalMaskRatio > 0 || TimeMaskRatio > 0 || LayerMaskRatio > 0
        ? this
        : throw new InputException("train.objective hides nothing", remedy: "set train.objective.patch_mask_ratio=0.3");
}
