using System.Diagnostics;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Schedules of the learning rate.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>
            /// Sets the learning rate of an optimiser's groups step by step. Constructing one makes step 0; call <see cref="step()"/>
            /// after each step of the optimiser.
            /// </summary>
            /// <remarks>
            /// As in TorchSharp a schedule has no state to save. To resume after k steps: build optimiser and schedule as for a new run,
            /// call <see cref="step()"/> k times, then load the optimiser's state. That repeats the same arithmetic, so every later rate
            /// is the same to the last bit.
            /// </remarks>
            public abstract class LRScheduler
            {
                internal readonly Optimizer _optimizer;
                internal readonly List<double> _base_lrs;
                internal List<double> _last_lrs;
                internal int _last_epoch;
                private readonly bool _verbose;

                /// <param name="optimizer">The optimiser whose rates are set.</param>
                /// <param name="last_epoch">The step before the first one; -1 for a new run.</param>
                /// <param name="verbose">Write every change of a rate to <see cref="Trace"/>.</param>
                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    _optimizer = optimizer;
                    _last_epoch = last_epoch;
                    _verbose = verbose;
                    _base_lrs = optimizer.ParamGroups.Select(group => group.InitialLearningRate).ToList();
                    _last_lrs = CurrentRates().ToList();
                }

                /// <summary>Goes on by one.</summary>
                public virtual void step() => step(null);

                /// <summary>Goes on by one, or to the given step where the schedule knows how to compute it directly.</summary>
                public virtual void step(int? epoch)
                {
                    _last_epoch = epoch ?? _last_epoch + 1;
                    var rates = (epoch is null ? get_lr() : get_closed_form_lr()).ToArray();
                    foreach (var (group, index) in _optimizer.ParamGroups.Select((group, index) => (group, index)))
                    {
                        group.LearningRate = rates[index];
                        if (_verbose && _last_lrs[index] != rates[index])
                            Trace.WriteLine($"learning rate of group {index}: {rates[index]}");
                        _last_lrs[index] = rates[index];
                    }
                }

                /// <summary>Goes on by one; the metric is for schedules that look at it.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The rates that the last step set, per group.</summary>
                public IEnumerable<double> get_last_lr() => _last_lrs;

                /// <summary>The rates of the step that was just reached, from the current ones.</summary>
                protected virtual IEnumerable<double> get_lr() => CurrentRates();

                /// <summary>The rates of the step that was just reached, from the initial ones.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                private protected IEnumerable<double> CurrentRates() => _optimizer.ParamGroups.Select(group => group.LearningRate);

                private protected IEnumerable<double> Scaled(double factor) => CurrentRates().Select(rate => rate * factor);
            }
        }
    }
}
