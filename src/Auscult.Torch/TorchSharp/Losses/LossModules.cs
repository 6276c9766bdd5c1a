using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Softmax and negative log-likelihood in one; targets are class indices or class probabilities.</summary>
public sealed class CrossEntropyLoss : WeightedLoss<Tensor, Tensor, Tensor>
{
    /// <param name="weight">Weight per class.</param>
    /// <param name="ignore_index">Target index that counts for nothing; null means -100.</param>
    /// <param name="reduction">What becomes of the element-wise losses.</param>
    /// <param name="label_smoothing">Share of the target's mass that is spread over all classes, 0 to 1.</param>
    public CrossEntropyLoss(
        Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0)
        : base(weight, reduction)
    {
        this.ignore_index = ignore_index;
        this.label_smoothing = label_smoothing;
    }

    /// <summary>Target index that counts for nothing; null means -100.</summary>
    public long? ignore_index { get; }

    /// <summary>Share of the target's mass that is spread over all classes. Default 0.</summary>
    public double label_smoothing { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target) =>
        functional.cross_entropy(input, target, weight, ignore_index ?? -100, reduction, label_smoothing);
}

/// <summary>Binary cross-entropy of probabilities.</summary>
public sealed class BCELoss : WeightedLoss<Tensor, Tensor, Tensor>
{
    /// <param name="weight">Weight per element of a batch.</param>
    /// <param name="reduction">What becomes of the element-wise losses.</param>
    public BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean)
        : base(weight, reduction)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target) => functional.binary_cross_entropy(input, target, weight, reduction);
}

/// <summary>Sigmoid and binary cross-entropy in one, computed stably.</summary>
public sealed class BCEWithLogitsLoss : WeightedLoss<Tensor, Tensor, Tensor>
{
    /// <param name="weight">Weight per element of a batch.</param>
    /// <param name="reduction">What becomes of the element-wise losses.</param>
    /// <param name="pos_weights">Weight of positive targets, per class.</param>
    public BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
        : base(weight, reduction) => this.pos_weights = pos_weights;

    /// <summary>Weight of positive targets, or null. The caller keeps owning it.</summary>
    public Tensor? pos_weights { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target) =>
        functional.binary_cross_entropy_with_logits(input, target, weight, reduction, pos_weights);
}

/// <summary>Squared error.</summary>
public sealed class MSELoss : Loss<Tensor, Tensor, Tensor>
{
    /// <param name="reduction">What becomes of the element-wise losses.</param>
    public MSELoss(Reduction reduction = Reduction.Mean)
        : base(reduction)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target) => functional.mse_loss(input, target, reduction);
}

/// <summary>Absolute error.</summary>
public sealed class L1Loss : Loss<Tensor, Tensor, Tensor>
{
    /// <param name="reduction">What becomes of the element-wise losses.</param>
    public L1Loss(Reduction reduction = Reduction.Mean)
        : base(reduction)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target) => functional.l1_loss(input, target, reduction);
}

/// <summary>Squared error below <see cref="beta"/> (divided by it), absolute error above.</summary>
public sealed class SmoothL1Loss : Loss<Tensor, Tensor, Tensor>
{
    /// <param name="reduction">What becomes of the element-wise losses.</param>
    /// <param name="beta">Where squared becomes absolute error.</param>
    public SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1.0)
        : base(reduction) => this.beta = beta;

    /// <summary>Where squared becomes absolute error. Default 1.</summary>
    public double beta { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target) => functional.smooth_l1_loss(input, target, reduction, beta);
}

/// <summary>Squared error below <see cref="delta"/>, <see cref="delta"/> times absolute error above (Huber 1964).</summary>
public sealed class HuberLoss : Loss<Tensor, Tensor, Tensor>
{
    /// <param name="delta">Where squared becomes absolute error.</param>
    /// <param name="reduction">What becomes of the element-wise losses.</param>
    public HuberLoss(double delta = 1.0, Reduction reduction = Reduction.Mean)
        : base(reduction) => this.delta = delta;

    /// <summary>Where squared becomes absolute error. Default 1.</summary>
    public double delta { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input, Tensor target) => functional.huber_loss(input, target, delta, reduction);
}
