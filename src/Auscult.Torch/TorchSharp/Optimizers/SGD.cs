using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, with momentum if wanted (Sutskever et al. 2013 in PyTorch's form).</summary>
public class SGD : OptimizerHelper, optim.IMomentum
{
    private readonly Options _defaults;

    /// <param name="parameters">What to optimise.</param>
    /// <param name="lr">Learning rate, at least 0.</param>
    /// <param name="momentum">Momentum, at least 0.</param>
    /// <param name="dampening">Share of the new gradient that momentum leaves out.</param>
    /// <param name="weight_decay">L2 penalty, at least 0.</param>
    /// <param name="nesterov">Nesterov momentum; needs a momentum and no dampening.</param>
    /// <param name="maximize">Climb instead of descend.</param>
    /// <exception cref="ArgumentException">A value outside its range.</exception>
    public SGD(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    /// <inheritdoc cref="SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/>
    public SGD(
        IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
    {
        Require(lr >= 0, "learning rate", lr);
        Require(momentum >= 0, "momentum value", momentum);
        Require(weight_decay >= 0, "weight_decay value", weight_decay);
        if (nesterov && (momentum <= 0 || dampening != 0))
            throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening", nameof(nesterov));
        _defaults = new Options
        {
            LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize,
        };
        foreach (var group in parameters)
            Add(group);
    }

    /// <summary>The default momentum of groups that are added.</summary>
    public double Momentum
    {
        get => _defaults.momentum!.Value;
        set => _defaults.momentum = value;
    }

    /// <inheritdoc/>
    public override void add_param_group(Modules.ParamGroup param_group) => Add(param_group);

    private protected override void Step(Modules.ParamGroup group)
    {
        var options = (Options)group.Options!;
        var momentum = options.momentum!.Value;
        var rate = options.LearningRate!.Value;
        for (var index = 0; index < group.States.Length; index++)
        {
            var parameter = group.ParameterSpan[index];
            using var scope = NewDisposeScope();
            var gradient = parameter.grad;
            if (gradient is null)
                continue;
            if (options.weight_decay!.Value is not 0 and var decay)
                gradient = gradient.add(parameter, alpha: decay);
            if (momentum != 0)
                gradient = ((State)group.States[index]).Accumulate(gradient, momentum, options.dampening!.Value, options.nesterov!.Value);
            parameter.add_(gradient, alpha: options.maximize!.Value ? rate : -rate);
        }
    }

    private void Add(Modules.ParamGroup group)
    {
        var options = (Options)(group.Options ??= new Options());
        options.LearningRate ??= _defaults.LearningRate;
        options.momentum ??= _defaults.momentum;
        options.dampening ??= _defaults.dampening;
        options.weight_decay ??= _defaults.weight_decay;
        options.nesterov ??= _defaults.nesterov;
        options.maximize ??= _defaults.maximize;
        Add(group, parameter => new State(parameter));
    }

    /// <summary>Hyper-parameters of one group.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>Momentum.</summary>
        public double? momentum;

        /// <summary>Share of the new gradient that momentum leaves out.</summary>
        public double? dampening;

        /// <summary>L2 penalty.</summary>
        public double? weight_decay;

        /// <summary>Nesterov momentum.</summary>
        public bool? nesterov;

        /// <summary>Climb instead of descend.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(momentum!.Value);
            writer.Write(dampening!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(nesterov!.Value);
            writer.Write(maximize!.Value);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            momentum = reader.ReadDouble();
            dampening = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            nesterov = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var other = (Options)source;
            (momentum, dampening, weight_decay) = (other.momentum, other.dampening, other.weight_decay);
            (nesterov, maximize) = (other.nesterov, other.maximize);
        }
    }

    /// <summary>Parameters that share hyper-parameters.</summary>
    public class ParamGroup : ParamGroup<Options>, optim.IMomentum
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

        /// <inheritdoc cref="SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : base(
                parameters,
                new Options
                {
                    LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov,
                    maximize = maximize,
                })
        {
        }

        /// <summary>The momentum.</summary>
        public double Momentum
        {
            get => Options!.momentum!.Value;
            set => Options!.momentum = value;
        }
    }

    /// <summary>The momentum of one parameter.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        /// <summary>The running gradient; null before the first step with momentum.</summary>
        public Tensor? momentum_buffer;

        /// <param name="parameter">The parameter.</param>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options) => Dispose();

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer) => SaveConditionalStateTensor(writer, momentum_buffer);

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader) =>
            LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            Dispose();
            momentum_buffer = Copied(((State)source).momentum_buffer, _parameter.device);
        }

        /// <inheritdoc/>
        public override void to(Device device) => Move(ref momentum_buffer, device);

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && Close(momentum_buffer, state.momentum_buffer);

        /// <summary>Frees the buffer.</summary>
        public void Dispose()
        {
            momentum_buffer?.Dispose();
            momentum_buffer = null;
        }

        internal override void Free() => Dispose();

        internal Tensor Accumulate(Tensor gradient, double momentum, double dampening, bool nesterov)
        {
            if (momentum_buffer is null)
                momentum_buffer = gradient.clone().DetachFromDisposeScope();
            else
                momentum_buffer.mul_(momentum).add_(gradient, alpha: 1 - dampening);
            return nesterov ? gradient.add(momentum_buffer, alpha: momentum) : momentum_buffer;
        }
    }
}
