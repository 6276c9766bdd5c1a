using Auscult.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Auscult.Bench.Torch;

/// <summary>AdamW: one kernel over all parameters on a CUDA device that has it, else the plain one; encoder.py chooses alike.</summary>
internal sealed class Adam : IDisposable
{
    private readonly Parameter[] _parameters;
    private readonly optim.Optimizer? _plain;
    private readonly Tensor[] _firstMoments = [];
    private readonly Tensor[] _secondMoments = [];
    private readonly Tensor[] _steps = [];

    public Adam(IEnumerable<Parameter> parameters, bool onCuda)
    {
        _parameters = [.. parameters];
        if (!onCuda || !Capabilities.FusedAdamW)
        {
            _plain = optim.AdamW(_parameters, Workload.LearningRate, weight_decay: Workload.WeightDecay);
            return;
        }
        using var frozen = no_grad();
        _firstMoments = Array.ConvertAll(_parameters, parameter => zeros_like(parameter));
        _secondMoments = Array.ConvertAll(_parameters, parameter => zeros_like(parameter));
        var count = zeros([], ScalarType.Float32, _parameters[0].device);
        // The kernel only reads the number of steps, so all parameters share one.
        _steps = Array.ConvertAll(_parameters, _ => count);
    }

    /// <summary>Changes the parameters and forgets their gradients.</summary>
    public void Step()
    {
        using var frozen = no_grad();
        if (_plain is not null)
            _plain.step();
        else
        {
            _steps[0].add_(1);
            var gradients = Array.ConvertAll(_parameters, parameter => parameter.grad!);
            FusedAdamW.Step(
                _parameters, gradients, _firstMoments, _secondMoments, _steps,
                new AdamWFactors(Workload.LearningRate, WeightDecay: Workload.WeightDecay));
        }
        foreach (var parameter in _parameters)
            parameter.grad = null;
    }

    public void Dispose()
    {
        _plain?.Dispose();
        foreach (var tensor in _firstMoments.Concat(_secondMoments).Concat(_steps.Take(1)))
            tensor.Dispose();
    }
}
