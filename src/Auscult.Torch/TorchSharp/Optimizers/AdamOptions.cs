using TorchSharp.Modules;

namespace Auscult.Torch.Optimizers;

/// <summary>Hyper-parameters that Adam and AdamW share.</summary>
public abstract class AdamOptions : OptimizerOptions
{
    /// <summary>Decay rate of the first moment. Default 0.9.</summary>
    public double? beta1;

    /// <summary>Decay rate of the second moment. Default 0.999.</summary>
    public double? beta2;

    /// <summary>Weight decay. Default 0, where PyTorch's AdamW has 0.01.</summary>
    public double? weight_decay;

    /// <summary>Added to the denominator. Default 1e-8.</summary>
    public double? eps;

    /// <summary>Divide by the largest second moment so far (Reddi et al. 2018).</summary>
    public bool? amsgrad;

    /// <summary>Climb instead of descend.</summary>
    public bool? maximize;

    private protected AdamOptions()
    {
    }

    /// <inheritdoc/>
    public override void SaveStateDict(BinaryWriter writer)
    {
        base.SaveStateDict(writer);
        writer.Write(beta1!.Value);
        writer.Write(beta2!.Value);
        writer.Write(eps!.Value);
        writer.Write(weight_decay!.Value);
        writer.Write(amsgrad!.Value);
        writer.Write(maximize!.Value);
    }

    /// <inheritdoc/>
    public override void LoadStateDict(BinaryReader reader)
    {
        base.LoadStateDict(reader);
        beta1 = reader.ReadDouble();
        beta2 = reader.ReadDouble();
        eps = reader.ReadDouble();
        weight_decay = reader.ReadDouble();
        amsgrad = reader.ReadBoolean();
        maximize = reader.ReadBoolean();
    }

    /// <inheritdoc/>
    public override void LoadStateDict(OptimizerOptions source)
    {
        base.LoadStateDict(source);
        var other = (AdamOptions)source;
        (beta1, beta2, eps, weight_decay) = (other.beta1, other.beta2, other.eps, other.weight_decay);
        (amsgrad, maximize) = (other.amsgrad, other.maximize);
    }

    internal void FillFrom(AdamOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        beta1 ??= defaults.beta1;
        beta2 ??= defaults.beta2;
        eps ??= defaults.eps;
        weight_decay ??= defaults.weight_decay;
        amsgrad ??= defaults.amsgrad;
        maximize ??= defaults.maximize;
    }
}
