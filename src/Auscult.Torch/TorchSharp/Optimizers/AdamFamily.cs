using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Auscult.Torch.Optimizers;

/// <summary>What Adam and AdamW share: everything but how weights decay.</summary>
public abstract class AdamFamily : OptimizerHelper, optim.IBetas
{
    private readonly AdamOptions _defaults;

    private protected AdamFamily(AdamOptions defaults)
    {
        Require(defaults.LearningRate >= 0, "learning rate", defaults.LearningRate!.Value);
        Require(defaults.eps >= 0, "ε", defaults.eps!.Value);
        Require(defaults.beta1 is >= 0 and < 1, "beta1", defaults.beta1!.Value);
        Require(defaults.beta2 is >= 0 and < 1, "beta2", defaults.beta2!.Value);
        Require(defaults.weight_decay >= 0, "weight_decay value", defaults.weight_decay!.Value);
        _defaults = defaults;
    }

    /// <summary>The default decay rates of groups that are added.</summary>
    public (double, double) Betas
    {
        get => (_defaults.beta1!.Value, _defaults.beta2!.Value);
        set => (_defaults.beta1, _defaults.beta2) = value;
    }

    private protected void Add(ParamGroup group, Func<AdamOptions> fresh, Func<Parameter, AdamMoments> state)
    {
        var options = (AdamOptions)(group.Options ??= fresh());
        options.FillFrom(_defaults);
        Add(group, state);
    }

    private protected override void Step(ParamGroup group)
    {
        var options = (AdamOptions)group.Options!;
        for (var index = 0; index < group.States.Length; index++)
        {
            var parameter = group.ParameterSpan[index];
            using var gradient = parameter.grad;
            if (gradient is null)
                continue;
            using var ascent = options.maximize!.Value ? gradient.neg() : null;
            Step(parameter, ascent ?? gradient, (AdamMoments)group.States[index], options);
        }
    }

    private protected abstract void Step(Parameter parameter, Tensor gradient, AdamMoments moments, AdamOptions options);
}
