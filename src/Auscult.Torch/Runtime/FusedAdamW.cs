using static TorchSharp.torch;

namespace Auscult.Torch;

/// <summary>One AdamW step over many parameters in one kernel (Loshchilov and Hutter 2019; libtorch's <c>_fused_adamw_</c>).</summary>
public static class FusedAdamW
{
    /// <summary>Updates parameters and moments in place; lists run in parallel, all on one device.</summary>
    /// <param name="parameters">What is learned.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="firstMoments">Running means of the gradients.</param>
    /// <param name="secondMoments">Running means of the squared gradients.</param>
    /// <param name="steps">One float32 number per parameter: steps done, this one included.</param>
    /// <param name="options">The step's factors.</param>
    /// <exception cref="NotSupportedException">The engine has no such kernel; see <see cref="Capabilities.FusedAdamW"/>.</exception>
    public static void Step(
        IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> firstMoments,
        IReadOnlyList<Tensor> secondMoments, IReadOnlyList<Tensor> steps, AdamWFactors options)
    {
        Capabilities.Require(Capabilities.FusedAdamW, "the fused AdamW kernel", "the libtorch provider with libtorch 2.4 or newer");
        Engine.FusedAdamW([.. parameters], [.. gradients], [.. firstMoments], [.. secondMoments], [.. steps], options);
    }
}

/// <summary>Factors of one AdamW step.</summary>
/// <param name="LearningRate">Step size.</param>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="WeightDecay">Decoupled decay, multiplied by the learning rate.</param>
/// <param name="Epsilon">Added to the denominator.</param>
public sealed record AdamWFactors(
    double LearningRate, double Beta1 = 0.9, double Beta2 = 0.999, double WeightDecay = 1e-2, double Epsilon = 1e-8);
