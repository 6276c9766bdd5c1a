using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Parameters that share their hyper-parameters.</summary>
public class ParamGroup : ILearningRateController
{
    private Parameter[] _parameters = [];
    private OptimizerState[]? _states;

    /// <summary>The parameters; to be set before the group is added to an optimiser.</summary>
    public IEnumerable<Parameter> Parameters
    {
        get => _parameters;
        set => (_parameters, _states) = (value.ToArray(), null);
    }

    /// <summary>The hyper-parameters; null takes the optimiser's defaults when the group is added.</summary>
    public OptimizerOptions? Options { get; set; }

    /// <inheritdoc/>
    public double LearningRate
    {
        get => Options!.LearningRate!.Value;
        set => Options!.LearningRate = value;
    }

    /// <inheritdoc/>
    public double InitialLearningRate
    {
        get => Options!.InitialLearningRate;
        set => Options!.InitialLearningRate = value;
    }

    internal ReadOnlySpan<Parameter> ParameterSpan => _parameters;

    internal ReadOnlySpan<OptimizerState> States =>
        _states ?? throw new InvalidOperationException("the group's parameters were replaced after it was added to an optimiser");

    internal void Attach(Func<Parameter, OptimizerState> state) => _states = Array.ConvertAll(_parameters, parameter => state(parameter));
}

/// <summary>Parameters that share hyper-parameters of a known kind.</summary>
public class ParamGroup<TOptions> : ParamGroup
    where TOptions : OptimizerOptions
{
    /// <summary>An empty group with default hyper-parameters.</summary>
    public ParamGroup()
    {
    }

    /// <param name="parameters">The parameters.</param>
    /// <param name="options">Their hyper-parameters; null takes the optimiser's defaults.</param>
    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        base.Options = options;
    }

    /// <summary>The hyper-parameters.</summary>
    public new TOptions? Options
    {
        get => (TOptions?)base.Options;
        set => base.Options = value;
    }
}
