using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What becomes of the element-wise losses.</summary>
        public enum Reduction : long
        {
            /// <summary>They are returned.</summary>
            None = 0,

            /// <summary>They are averaged.</summary>
            Mean = 1,

            /// <summary>They are summed.</summary>
            Sum = 2,
        }
    }
}

/// <summary>A loss of a prediction against a target.</summary>
public abstract class Loss<T1, T2, TResult> : nn.Module<T1, T2, TResult>
{
    /// <param name="reduction">What becomes of the element-wise losses.</param>
    protected Loss(nn.Reduction reduction = nn.Reduction.Mean)
        : base("Loss") => this.reduction = reduction;

    /// <summary>What becomes of the element-wise losses. Default the mean.</summary>
    public nn.Reduction reduction { get; }
}

/// <summary>A loss with weights per class or element.</summary>
public abstract class WeightedLoss<T1, T2, TResult> : Loss<T1, T2, TResult>
{
    /// <param name="weight">The weights, or null for equal ones.</param>
    /// <param name="reduction">What becomes of the element-wise losses.</param>
    protected WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
        : base(reduction) => this.weight = weight;

    /// <summary>The weights, or null. The caller keeps owning them.</summary>
    public Tensor? weight { get; }
}
