using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Auscult.Torch.Optimizers;

/// <summary>What Adam and AdamW remember about one parameter.</summary>
public abstract class AdamMoments : OptimizerState, IDisposable
{
    /// <summary>How many steps the parameter has made.</summary>
    public long step;

    /// <summary>First moment: the running mean of the gradient.</summary>
    public Tensor exp_avg;

    /// <summary>Second moment: the running mean of the squared gradient.</summary>
    public Tensor exp_avg_sq;

    /// <summary>The largest second moment so far; null without amsgrad.</summary>
    public Tensor? max_exp_avg_sq;

    private protected AdamMoments(Parameter parameter)
        : base(parameter) => (exp_avg, exp_avg_sq) = (null!, null!);

    /// <inheritdoc/>
    public override void Initialize(OptimizerOptions options)
    {
        Free();
        step = 0;
        exp_avg = zeros_like(_parameter).DetachFromDisposeScope();
        exp_avg_sq = zeros_like(_parameter).DetachFromDisposeScope();
        max_exp_avg_sq = ((AdamOptions)options).amsgrad!.Value ? zeros_like(_parameter).DetachFromDisposeScope() : null;
    }

    /// <inheritdoc/>
    public override void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(step);
        exp_avg.Save(writer);
        exp_avg_sq.Save(writer);
        SaveConditionalStateTensor(writer, max_exp_avg_sq);
    }

    /// <inheritdoc/>
    public override void LoadStateDict(BinaryReader reader)
    {
        step = reader.ReadInt64();
        exp_avg.Load(reader);
        exp_avg_sq.Load(reader);
        LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
    }

    /// <inheritdoc/>
    public override void LoadStateDict(OptimizerState source)
    {
        var other = (AdamMoments)source;
        Free();
        step = other.step;
        exp_avg = Copied(other.exp_avg, _parameter.device)!;
        exp_avg_sq = Copied(other.exp_avg_sq, _parameter.device)!;
        max_exp_avg_sq = Copied(other.max_exp_avg_sq, _parameter.device);
    }

    /// <inheritdoc/>
    public override void to(Device device)
    {
        Move(ref exp_avg!, device);
        Move(ref exp_avg_sq!, device);
        Move(ref max_exp_avg_sq, device);
    }

    /// <inheritdoc/>
    public override bool ApproximatelyEquals(OptimizerState other) =>
        other is AdamMoments state && step == state.step && Close(exp_avg, state.exp_avg) && Close(exp_avg_sq, state.exp_avg_sq) &&
        Close(max_exp_avg_sq, state.max_exp_avg_sq);

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    internal override void Free()
    {
        exp_avg?.Dispose();
        exp_avg_sq?.Dispose();
        max_exp_avg_sq?.Dispose();
    }

    /// <summary>
    /// One step of Adam (Kingma and Ba 2015, algorithm 1) after weight decay was applied. The order of the operators is
    /// TorchSharp's, so results agree to the last bit.
    /// </summary>
    internal void Update(Tensor gradient, AdamOptions options)
    {
        var (beta1, beta2) = (options.beta1!.Value, options.beta2!.Value);
        step++;
        exp_avg.mul_(beta1).add_(gradient, alpha: 1 - beta1);
        exp_avg_sq.mul_(beta2).addcmul_(gradient, gradient, value: 1 - beta2);
        if (max_exp_avg_sq is not null)
        {
            using var larger = maximum(max_exp_avg_sq, exp_avg_sq);
            max_exp_avg_sq.copy_(larger);
        }
        using var denominator = (max_exp_avg_sq ?? exp_avg_sq).sqrt();
        denominator.div_(Math.Sqrt(1 - Math.Pow(beta2, step))).add_(options.eps!.Value);
        _parameter.addcdiv_(exp_avg, denominator, value: -options.LearningRate!.Value / (1 - Math.Pow(beta1, step)));
    }
}
