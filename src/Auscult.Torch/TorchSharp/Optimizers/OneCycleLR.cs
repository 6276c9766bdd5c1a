namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>
                /// Up to a maximum, then down far below the start, with the momentum the other way round (Smith and Topin 2018).
                /// </summary>
                /// <remarks>
                /// Rates are PyTorch's for every group. TorchSharp 0.107 takes a group's position for a phase's, so that from the second
                /// group on its rates differ; the first group agrees.
                /// </remarks>
                public sealed class OneCycleLR : LRScheduler
                {
                    private readonly int _totalSteps;
                    private readonly Phase[] _phases;
                    private readonly double[] _initial;
                    private readonly double[] _maximal;
                    private readonly double[] _final;
                    private readonly double[]? _baseMomentum;
                    private readonly double[]? _maxMomentum;
                    private readonly AnnealStrategy _anneal;

                    /// <param name="optimizer">The optimiser whose rates are set.</param>
                    /// <param name="max_lr">The highest rate.</param>
                    /// <param name="total_steps">Steps of the whole cycle; -1 takes epochs times steps per epoch.</param>
                    /// <param name="epochs">Epochs of the whole cycle.</param>
                    /// <param name="steps_per_epoch">Steps in an epoch.</param>
                    /// <param name="pct_start">Share of the cycle in which the rate rises, 0 to 1.</param>
                    /// <param name="anneal_strategy">Along a cosine or a straight line.</param>
                    /// <param name="cycle_momentum">Also move the momentum, or Adam's first beta.</param>
                    /// <param name="base_momentum">The momentum at the highest rate.</param>
                    /// <param name="max_momentum">The momentum at the start and the end.</param>
                    /// <param name="div_factor">Highest rate over first rate.</param>
                    /// <param name="final_div_factor">First rate over last rate.</param>
                    /// <param name="three_phase">Go down to the first rate before going down to the last.</param>
                    /// <param name="last_epoch">The step before the first one; -1 for a new run.</param>
                    /// <param name="verbose">Trace every change.</param>
                    /// <exception cref="ArgumentException">A length is missing or not positive, a share is outside 0 to 1, or the optimiser has no momentum.</exception>
                    public OneCycleLR(
                        Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85,
                        double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false,
                        int last_epoch = -1, bool verbose = false)
                        : this(
                            optimizer, PerGroup(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum,
                            PerGroup(optimizer, base_momentum), PerGroup(optimizer, max_momentum), div_factor, final_div_factor, three_phase,
                            last_epoch, verbose)
                    {
                    }

                    /// <inheritdoc cref="OneCycleLR(Optimizer, double, int, int, int, double, AnnealStrategy, bool, double, double, double, double, bool, int, bool)"/>
                    public OneCycleLR(
                        Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                        double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true,
                        IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, double div_factor = 25,
                        double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (pct_start is not (>= 0 and <= 1))
                            throw new ArgumentException($"pct_start must be between 0 and 1, not {pct_start}", nameof(pct_start));
                        _totalSteps = TotalSteps(total_steps, epochs, steps_per_epoch);
                        _anneal = anneal_strategy;
                        _maximal = max_lr.ToArray();
                        _initial = Array.ConvertAll(_maximal, rate => rate / div_factor);
                        _final = Array.ConvertAll(_initial, rate => rate / final_div_factor);
                        if (cycle_momentum)
                        {
                            if (optimizer is not (IMomentum or IBetas))
                                throw new ArgumentException("cycle_momentum needs an optimizer with momentum", nameof(optimizer));
                            _baseMomentum = (base_momentum ?? PerGroup(optimizer, 0.85)).ToArray();
                            _maxMomentum = (max_momentum ?? PerGroup(optimizer, 0.95)).ToArray();
                        }
                        var top = (pct_start * _totalSteps) - 1;
                        _phases = three_phase
                            ?
                            [
                                new(top, _initial, _maximal, _maxMomentum, _baseMomentum),
                                new((2 * pct_start * _totalSteps) - 2, _maximal, _initial, _baseMomentum, _maxMomentum),
                                new(_totalSteps - 1, _initial, _final, _maxMomentum, _maxMomentum),
                            ]
                            :
                            [
                                new(top, _initial, _maximal, _maxMomentum, _baseMomentum),
                                new(_totalSteps - 1, _maximal, _final, _baseMomentum, _maxMomentum),
                            ];
                        step();
                    }

                    /// <summary>How rates move between two values.</summary>
                    public enum AnnealStrategy
                    {
                        /// <summary>Along half a cosine.</summary>
                        Cos,

                        /// <summary>Along a straight line.</summary>
                        Linear,
                    }

                    /// <inheritdoc/>
                    /// <exception cref="InvalidOperationException">More steps than the cycle has.</exception>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch > _totalSteps)
                            throw new InvalidOperationException(
                                $"Tried to step {_last_epoch + 1} times. The specified number of total steps is {_totalSteps}");
                        var start = 0.0;
                        var current = 0;
                        while (current < _phases.Length - 1 && _last_epoch > _phases[current].End)
                            start = _phases[current++].End;
                        var phase = _phases[current];
                        var share = (_last_epoch - start) / (phase.End - start);
                        var groups = _optimizer.ParamGroups.ToArray();
                        if (phase.FirstMomentum is not null)
                        {
                            for (var index = 0; index < groups.Length; index++)
                                SetMomentum(groups[index], Between(phase.FirstMomentum[index], phase.LastMomentum![index], share));
                        }
                        return groups.Select((_, index) => Between(phase.FirstRate[index], phase.LastRate[index], share));
                    }

                    private static int TotalSteps(int total, int epochs, int perEpoch)
                    {
                        if (total == -1 && epochs == -1 && perEpoch == -1)
                            throw new ArgumentException("You must define either total_steps OR (epochs AND steps_per_epoch)", nameof(total));
                        if (total != -1)
                            return total > 0 ? total : throw new ArgumentException($"Expected positive integer total_steps, but got {total}", nameof(total));
                        if (epochs <= 0)
                            throw new ArgumentException($"Expected positive integer epochs, but got {epochs}", nameof(epochs));
                        if (perEpoch <= 0)
                            throw new ArgumentException($"Expected positive integer steps_per_epoch, but got {perEpoch}", nameof(perEpoch));
                        return epochs * perEpoch;
                    }

                    private static IEnumerable<double> PerGroup(Optimizer optimizer, double value) =>
                        Enumerable.Repeat(value, optimizer.ParamGroups.Count());

                    private static void SetMomentum(ILearningRateController group, double momentum)
                    {
                        if (group is IBetas adam)
                            adam.Betas = (momentum, adam.Betas.Item2);
                        else if (group is IMomentum plain)
                            plain.Momentum = momentum;
                    }

                    private double Between(double start, double end, double share) => _anneal == AnnealStrategy.Cos
                        ? end + ((start - end) / 2.0 * (Math.Cos(Math.PI * share) + 1))
                        : ((end - start) * share) + start;

                    private sealed record Phase(
                        double End, double[] FirstRate, double[] LastRate, double[]? FirstMomentum, double[]? LastMomentum);
                }
            }
        }
    }
}
