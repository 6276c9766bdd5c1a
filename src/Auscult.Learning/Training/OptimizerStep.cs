using Auscult.Foundation;
using Auscult.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Auscult.Learning.Training;

/// <summary>One step of AdamW: the optimiser's own, or one kernel over all parameters of a group on the same moments.</summary>
/// <param name="optimizer">Parameters, moments and factors.</param>
/// <param name="isFused">Whether the one kernel does it.</param>
internal sealed class OptimizerStep(AdamW optimizer, bool isFused)
{
    /// <summary>The step that a configuration asks for.</summary>
    /// <exception cref="InputException">It asks for the fused one, and libtorch has none.</exception>
    public static OptimizerStep Of(AdamW optimizer, TrainingConfig config, Device device)
    {
        if (config.FusedOptimizer == FusedOptimizer.Always && !Capabilities.FusedAdamW)
        {
            throw new InputException(
                $"train.fused_optimizer=always, but libtorch {TorchRuntime.LibtorchVersion} has no fused AdamW",
                remedy: "use train.fused_optimizer=auto, or libtorch 2.4 or newer");
        }
        return new OptimizerStep(optimizer, config.FusedOptimizer switch
        {
            FusedOptimizer.Always => true,
            FusedOptimizer.Auto => device.type == DeviceType.CUDA && Capabilities.FusedAdamW,
            _ => false,
        });
    }

    /// <summary>Updates the parameters that have a gradient.</summary>
    public void Run()
    {
        if (!isFused)
        {
            optimizer.step();
            return;
        }
        using var frozen = no_grad();
        var states = new Queue<AdamW.State>(optimizer.state_dict().State.Cast<AdamW.State>());
        foreach (var group in optimizer.ParamGroups.Cast<AdamW.ParamGroup>())
        {
            var used = group.Parameters.Select(parameter => (Parameter: parameter, State: states.Dequeue()))
                .Where(pair => pair.Parameter.grad is not null).ToLookup(pair => ++pair.State.step);
            foreach (var sameAge in used)
                Update([.. sameAge.Select(pair => pair.Parameter)], [.. sameAge.Select(pair => pair.State)], sameAge.Key, group);
        }
    }

    private static void Update(Parameter[] parameters, AdamW.State[] states, long step, AdamW.ParamGroup group)
    {
        using var scope = NewDisposeScope();
        var steps = tensor((float)step, device: parameters[0].device);
        var options = group.Options!;
        FusedAdamW.Step(
            parameters, Array.ConvertAll(parameters, parameter => parameter.grad!), Array.ConvertAll(states, state => state.exp_avg),
            Array.ConvertAll(states, state => state.exp_avg_sq), [.. Enumerable.Repeat(steps, parameters.Length)],
            new AdamWFactors(group.LearningRate, options.beta1!.Value, options.beta2!.Value, options.weight_decay!.Value, options.eps!.Value));
    }
}
