using Auscult.Simulation.Configuration;
using Auscult.Simulation.Exporting;
using Auscult.Simulation.Faults;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// A synchronous training as a fluid: within a tick all ranks go through the phases of a step together, at the pace of the slowest one, and
/// the others spin for what they are faster.
/// </summary>
internal sealed class TrainingJob : IJob
{
    private readonly TrainingJobConfig _config;
    private readonly ClusterLayout _layout;
    private readonly ParallelLayout _parallel;
    private readonly LossLedger _ledger;
    private readonly JobState _state;
    private double _remaining;
    private double _stepSeconds;
    private long _step;
    private bool _isExchanging;

    public TrainingJob(TrainingJobConfig config, ClusterLayout layout, ParallelLayout parallel, LossLedger ledger, int ticks)
    {
        (_config, _layout, _parallel, _ledger) = (config, layout, parallel, ledger);
        _state = new JobState(ticks);
        _remaining = config.ComputeTime.TotalSeconds;
    }

    /// <inheritdoc/>
    public void Begin(Block block) => _state.Reset();

    /// <inheritdoc/>
    public void Advance(Block block, int tick, Conditions conditions, Plane speed, Activity activity)
    {
        var slowest = double.MaxValue;
        for (var rank = 0; rank < _parallel.Ranks; rank++)
            slowest = Math.Min(slowest, speed[rank][tick]);
        var (left, computing, exchanging) = (block.StepSeconds, 0.0, 0.0);
        while (left > 1e-9)
        {
            var rate = _isExchanging ? 1 : slowest;
            var spent = rate > 0 ? Math.Min(left, _remaining / rate) : left;
            _remaining -= spent * rate;
            _stepSeconds += spent;
            left -= spent;
            _ = _isExchanging ? exchanging += spent : computing += spent;
            if (_remaining <= 1e-9)
                NextPhase(tick);
        }
        for (var rank = 0; rank < _parallel.Ranks; rank++)
        {
            var busy = speed[rank][tick] > 0 ? slowest / speed[rank][tick] : 0;
            activity.Gpu.Compute.Change(rank)[tick] = (float)(computing * busy / block.StepSeconds);
            activity.Gpu.Spin.Change(rank)[tick] = (float)(computing * (1 - busy) / block.StepSeconds);
            activity.Gpu.Communicate.Change(rank)[tick] = (float)(exchanging / block.StepSeconds);
            activity.Gpu.NetworkBytes.Change(rank)[tick] =
                (float)(exchanging / block.StepSeconds * 0.8 * _layout.Config.NicBytesPerSecond * _layout.Rails / _layout.GpusPerNode);
        }
        _ledger.Add(-1, computing * (1 - slowest), block.SecondOf(tick + 1));
    }

    /// <inheritdoc/>
    public IEnumerable<SeriesTableModel> Tables()
    {
        yield return new SeriesTableModel(
            Layer.Model, EntityKind.Cluster, [_layout.ClusterId], 0, [new GaugeColumn("step_seconds", _state.StepSeconds)]) { Present = _state.StepEnds };
    }

    /// <inheritdoc/>
    public IReadOnlyList<OperationalEvent> TakeEvents() => [];

    /// <inheritdoc/>
    public IReadOnlyList<BenignInterval> TakeBenign() => [];

    private void NextPhase(int tick)
    {
        if (_isExchanging)
        {
            _state.StepSeconds.Change(0)[tick] = (float)_stepSeconds;
            _state.StepEnds.Change(0)[tick] = 1;
            _stepSeconds = 0;
            _step++;
        }
        _isExchanging = !_isExchanging;
        _remaining = (_isExchanging ? _config.GradientExchangeTime : _config.ComputeTime).TotalSeconds;
    }
}

/// <summary>What a training reports of itself.</summary>
internal sealed class JobState : PlaneSet
{
    public JobState(int ticks)
        : base(1, ticks) => (StepSeconds, StepEnds) = (Add(0), Add(0));

    /// <summary>Duration of the latest step.</summary>
    public Plane StepSeconds { get; }

    /// <summary>1 in ticks in which a step ends.</summary>
    public Plane StepEnds { get; }
}
