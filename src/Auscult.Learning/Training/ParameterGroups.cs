using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Auscult.Learning.Training;

/// <summary>Builds the optimiser: AdamW with weight decay on matrices only.</summary>
public static class ParameterGroups
{
    private static readonly string[] NeverDecayed = ["_position", "substitute"];

    /// <summary>AdamW over a module's trainable parameters (Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization").</summary>
    public static AdamW AdamW(nn.Module module, TrainingConfig config)
    {
        var parameters = module.named_parameters().Where(p => p.parameter.requires_grad).ToArray();
        return optim.AdamW(
            new AdamW.ParamGroup[]
            {
                Group([.. parameters.Where(p => IsDecayed(p.name, p.parameter)).Select(p => p.parameter)], config.WeightDecay),
                Group([.. parameters.Where(p => !IsDecayed(p.name, p.parameter)).Select(p => p.parameter)], 0),
            },
            lr: config.LearningRate, beta2: 0.98, weight_decay: config.WeightDecay);
    }

    /// <summary>Names of the parameters in the order in which the optimiser holds them.</summary>
    public static IReadOnlyList<string> Names(nn.Module module)
    {
        var parameters = module.named_parameters().Where(p => p.parameter.requires_grad).ToArray();
        return [.. parameters.Where(p => IsDecayed(p.name, p.parameter)).Concat(parameters.Where(p => !IsDecayed(p.name, p.parameter)))
            .Select(p => p.name)];
    }

    private static AdamW.ParamGroup Group(Parameter[] parameters, double weightDecay) =>
        new(parameters, new AdamW.Options { weight_decay = weightDecay });

    private static bool IsDecayed(string name, Parameter parameter) =>
        parameter.dim() >= 2 && !NeverDecayed.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal));
}
