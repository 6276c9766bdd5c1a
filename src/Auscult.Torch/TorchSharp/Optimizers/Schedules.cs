namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The schedules themselves; made by the functions of <see cref="lr_scheduler"/>.</summary>
            public static partial class impl
            {
                /// <summary>Initial rate times a function of the step.</summary>
                public sealed class LambdaLR : LRScheduler
                {
                    private readonly List<Func<int, double>> _factors;

                    /// <param name="optimizer">The optimiser whose rates are set.</param>
                    /// <param name="lr_lambda">The factor at a step, the same for all groups.</param>
                    /// <param name="last_epoch">The step before the first one; -1 for a new run.</param>
                    /// <param name="verbose">Trace every change.</param>
                    public LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Enumerable.Repeat(lr_lambda, optimizer.ParamGroups.Count()), last_epoch, verbose)
                    {
                    }

                    /// <inheritdoc cref="LambdaLR(Optimizer, Func{int, double}, int, bool)"/>
                    /// <param name="optimizer">The optimiser whose rates are set.</param>
                    /// <param name="lr_lambdas">The factor at a step, per group.</param>
                    /// <param name="last_epoch">The step before the first one; -1 for a new run.</param>
                    /// <param name="verbose">Trace every change.</param>
                    public LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _factors = lr_lambdas.ToList();
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() => _base_lrs.Zip(_factors, (rate, factor) => rate * factor(_last_epoch));
                }

                /// <summary>Multiplies the rate by gamma every so many steps.</summary>
                public sealed class StepLR : LRScheduler
                {
                    private readonly int _stepSize;
                    private readonly double _gamma;

                    /// <param name="optimizer">The optimiser whose rates are set.</param>
                    /// <param name="step_size">Steps between two changes.</param>
                    /// <param name="gamma">The factor.</param>
                    /// <param name="last_epoch">The step before the first one; -1 for a new run.</param>
                    /// <param name="verbose">Trace every change.</param>
                    public StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_stepSize, _gamma) = (step_size, gamma);
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        _last_epoch == 0 || _last_epoch % _stepSize != 0 ? CurrentRates() : Scaled(_gamma);

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => rate * Math.Pow(_gamma, _last_epoch / _stepSize));
                }

                /// <summary>A reduced rate for the first steps.</summary>
                public sealed class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _totalSteps;

                    /// <param name="optimizer">The optimiser whose rates are set.</param>
                    /// <param name="factor">The factor of the first steps.</param>
                    /// <param name="total_iters">How many steps that are.</param>
                    /// <param name="last_epoch">The step before the first one; -1 for a new run.</param>
                    /// <param name="verbose">Trace every change.</param>
                    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_factor, _totalSteps) = (factor, total_iters);
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        _last_epoch == 0 ? Scaled(_factor) : _last_epoch == _totalSteps ? Scaled(1.0 / _factor) : CurrentRates();

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => rate * (_last_epoch >= _totalSteps ? 1 : _factor));
                }

                /// <summary>A straight line from one factor to another, then constant.</summary>
                public sealed class LinearLR : LRScheduler
                {
                    private readonly double _start;
                    private readonly double _rise;
                    private readonly int _totalSteps;

                    /// <param name="optimizer">The optimiser whose rates are set.</param>
                    /// <param name="start_factor">The factor at step 0.</param>
                    /// <param name="end_factor">The factor at and after <paramref name="total_iters"/>.</param>
                    /// <param name="total_iters">Steps until the end factor.</param>
                    /// <param name="last_epoch">The step before the first one; -1 for a new run.</param>
                    /// <param name="verbose">Trace every change.</param>
                    public LinearLR(
                        Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_start, _rise, _totalSteps) = (start_factor, end_factor - start_factor, total_iters);
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0)
                            return Scaled(_start);
                        return _last_epoch > _totalSteps
                            ? CurrentRates()
                            : Scaled(1 + (_rise / ((_totalSteps * _start) + ((_last_epoch - 1) * _rise))));
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(rate => rate * (_start + (_rise * Math.Min(_totalSteps, _last_epoch) / _totalSteps)));
                }

                /// <summary>Half a cosine from the initial rate to a minimum, and back if stepped on (Loshchilov and Hutter 2017, without restarts).</summary>
                public sealed class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _period;
                    private readonly double _minimum;

                    /// <param name="optimizer">The optimiser whose rates are set.</param>
                    /// <param name="T_max">Steps to the minimum.</param>
                    /// <param name="eta_min">The minimum.</param>
                    /// <param name="last_epoch">The step before the first one; -1 for a new run.</param>
                    /// <param name="verbose">Trace every change.</param>
                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_period, _minimum) = (T_max, eta_min);
                        step();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch == 0)
                            return CurrentRates();
                        if ((_last_epoch - 1 - _period) % (2 * _period) == 0)
                            return CurrentRates().Zip(
                                _base_lrs, (rate, initial) => rate + ((initial - _minimum) * (1 - Math.Cos(Math.PI / _period)) / 2));
                        var ratio = (1 + Math.Cos(Math.PI * _last_epoch / _period)) / (1 + Math.Cos(Math.PI * (_last_epoch - 1) / _period));
                        return CurrentRates().Select(rate => (ratio * (rate - _minimum)) + _minimum);
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        _base_lrs.Select(initial => _minimum + ((initial - _minimum) * (1 + Math.Cos(Math.PI * _last_epoch / _period)) / 2));
                }

                /// <summary>Schedules one after the other.</summary>
                public sealed class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;
                    private readonly int[] _milestones;

                    /// <param name="optimizer">The optimiser whose rates are set.</param>
                    /// <param name="schedulers">The schedules, made for the same optimiser.</param>
                    /// <param name="milestones">The steps at which the next schedule takes over; one fewer than the schedules.</param>
                    /// <param name="last_epoch">The step before the first one; -1 for a new run.</param>
                    /// <exception cref="ArgumentException">Another optimiser, or a wrong number of milestones.</exception>
                    public SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1)
                        : base(optimizer, last_epoch + 1)
                    {
                        _schedulers = schedulers.ToArray();
                        _milestones = milestones.ToArray();
                        if (Array.Exists(_schedulers, scheduler => scheduler._optimizer != optimizer))
                            throw new ArgumentException("all schedules of a sequence must be made for its optimiser", nameof(schedulers));
                        if (_milestones.Length != _schedulers.Length - 1)
                            throw new ArgumentException(
                                $"{_schedulers.Length} schedules need {_schedulers.Length - 1} milestones, not {_milestones.Length}", nameof(milestones));
                        foreach (var group in optimizer.ParamGroups)
                            group.LearningRate = group.InitialLearningRate;
                        foreach (var scheduler in _schedulers)
                            scheduler._last_epoch--;
                        _schedulers[0].step();
                        _last_lrs = _schedulers[0]._last_lrs;
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        var current = _milestones.Length;
                        while (current > 0 && _milestones[current - 1] > _last_epoch)
                            current--;
                        if (current > 0 && _milestones[current - 1] == _last_epoch)
                            _schedulers[current].step(0);
                        else
                            _schedulers[current].step();
                        return CurrentRates();
                    }
                }
            }
        }
    }
}
