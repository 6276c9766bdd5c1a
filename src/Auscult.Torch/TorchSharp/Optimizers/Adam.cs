using Auscult.Torch.Optimizers;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam (Kingma and Ba 2015).</summary>
public class Adam : AdamFamily
{
    /// <param name="parameters">What to optimise.</param>
    /// <param name="lr">Learning rate, at least 0.</param>
    /// <param name="beta1">Decay rate of the first moment, 0 up to 1.</param>
    /// <param name="beta2">Decay rate of the second moment, 0 up to 1.</param>
    /// <param name="eps">Added to the denominator, at least 0.</param>
    /// <param name="weight_decay">L2 penalty that is added to the gradient. Default 0.</param>
    /// <param name="amsgrad">Divide by the largest second moment so far (Reddi et al. 2018).</param>
    /// <param name="maximize">Climb instead of descend.</param>
    /// <exception cref="ArgumentException">A value outside its range.</exception>
    public Adam(
        IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    /// <inheritdoc cref="Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
    public Adam(
        IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
        double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : base(new Options(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize))
    {
        foreach (var group in parameters)
            Add(group);
    }

    /// <inheritdoc/>
    public override void add_param_group(Modules.ParamGroup param_group) => Add(param_group);

    private protected override void Step(Parameter parameter, Tensor gradient, AdamMoments moments, AdamOptions options)
    {
        using var penalised = options.weight_decay!.Value is not 0 and var decay ? gradient.add(parameter, alpha: decay) : null;
        moments.Update(penalised ?? gradient, options);
    }

    private void Add(Modules.ParamGroup group) => Add(group, () => new Options(), parameter => new State(parameter));

    /// <summary>Hyper-parameters of one group.</summary>
    public class Options : AdamOptions
    {
        /// <summary>Everything open.</summary>
        public Options()
        {
        }

        internal Options(double lr, double beta1, double beta2, double eps, double weightDecay, bool amsgrad, bool maximize)
        {
            LearningRate = lr;
            (this.beta1, this.beta2, this.eps, weight_decay) = (beta1, beta2, eps, weightDecay);
            (this.amsgrad, this.maximize) = (amsgrad, maximize);
        }
    }

    /// <summary>Parameters that share hyper-parameters.</summary>
    public class ParamGroup : ParamGroup<Options>, optim.IBetas
    {
        /// <summary>An empty group with the optimiser's defaults.</summary>
        public ParamGroup()
        {
        }

        /// <param name="parameters">The parameters.</param>
        /// <param name="options">Their hyper-parameters.</param>
        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        /// <inheritdoc cref="Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize))
        {
        }

        /// <summary>Decay rates of the first and the second moment.</summary>
        public (double, double) Betas
        {
            get => (Options!.beta1!.Value, Options!.beta2!.Value);
            set => (Options!.beta1, Options!.beta2) = value;
        }
    }

    /// <summary>The moments of one parameter.</summary>
    public sealed class State : AdamMoments
    {
        /// <param name="parameter">The parameter.</param>
        public State(Parameter parameter)
            : base(parameter)
        {
        }
    }
}
