using Auscult.Foundation;

namespace Auscult.Learning.Encoding;

/// <summary>What masked-patch pretraining hides; part of <c>configs/train/*.yaml</c> as <c>objective</c>.</summary>
public sealed record PretrainingConfig
{
    /// <summary>Share of (signal, patch) cells that are hidden one by one. Default 0.3.</summary>
    public double PatchMaskRatio { get; init; } = 0.3;

    /// <summary>Probability that a signal is hidden over the whole window. Default 0.1.</summary>
    public double SignalMaskRatio { get; init; } = 0.1;

    /// <summary>Probability that all signals of one patch of time are hidden. Default 0.1.</summary>
    public double TimeMaskRatio { get; init; } = 0.1;

    /// <summary>Probability, per window, that one whole layer is hidden and predicted from the others. Default 0.15.</summary>
    public double LayerMaskRatio { get; init; } = 0.15;

    /// <summary>
    /// Probability, per window and layer, that a layer is dropped as if it had never been recorded; at least one stays. Default 0.1.
    /// </summary>
    public double ModalityDropout { get; init; } = 0.1;

    /// <summary>Largest magnitude of a target in linear units; what lies beyond is cut. Default 20.</summary>
    public double TargetLimit { get; init; } = 20;

    /// <summary>Residual, in linear units, beyond which the loss grows linearly instead of squared (Huber). Default 3.</summary>
    public double HuberDelta { get; init; } = 3;

    /// <summary>This configuration, when every ratio is a share and every limit positive.</summary>
    /// <exception cref="InputException">One is not; the message names the key.</exception>
    public PretrainingConfig Checked()
    {
        Share("patch_mask_ratio", PatchMaskRatio);
        Share("signal_mask_ratio", SignalMaskRatio);
        Share("time_mask_ratio", TimeMaskRatio);
        Share("layer_mask_ratio", LayerMaskRatio);
        Share("modality_dropout", ModalityDropout);
        if (PatchMaskRatio == 0 && SignalMaskRatio == 0 && TimeMaskRatio == 0 && LayerMaskRatio == 0)
            throw new InputException("train.objective hides nothing", remedy: "set train.objective.patch_mask_ratio=0.3");
        return TargetLimit > 0 && HuberDelta > 0
            ? this
            : throw new InputException("train.objective.target_limit and huber_delta must be positive");
    }

    private static void Share(string key, double value)
    {
        if (!(value >= 0 && value < 1))
            throw new InputException($"train.objective.{key}={value} is not in [0, 1)");
    }
}
