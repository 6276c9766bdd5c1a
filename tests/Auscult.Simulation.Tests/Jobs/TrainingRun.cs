using Auscult.Simulation.Configuration;
using Auscult.Simulation.Exporting;
using Auscult.Simulation.Faults;
using Auscult.Simulation.Jobs;
using Auscult.Simulation.Machines;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Tests.Jobs;

/// <summary>Runs a training alone: conditions and speeds come from the test, what the job does is recorded.</summary>
internal sealed class TrainingRun
{
    public static readonly MachineRoomConfig Four = new() { Nodes = 4 };

    /// <summary>A training without anything that scatters, checkpoints or evaluations.</summary>
    public static readonly TrainingJobConfig Calm = new()
    {
        Model = new ModelConfig { LastStageExtra = 0 },
        Imbalance = new ImbalanceConfig { SequenceSkew = 0, WarmUpSteps = 0 },
        Routing = new ExpertRoutingConfig { Skew = 0 },
        Loader = new LoaderConfig { Headroom = 100 },
        CheckpointSteps = 0,
        EvaluationSteps = 0,
    };

    private readonly double _step;
    private readonly int _ticks;
    private readonly Conditions _conditions;
    private readonly Fabric _fabric;
    private readonly Plane _speed;
    private long _tick;

    public TrainingRun(
        TrainingJobConfig config, MachineRoomConfig? room = null, double step = 1, int ticks = 64, params Interruption[] interruptions)
    {
        (_step, _ticks) = (step, ticks);
        Layout = new ClusterLayout(room ?? Four);
        Parallel = ParallelLayout.Of(config, Layout.Config);
        (_conditions, Activity) = (new Conditions(Layout, ticks, config.Experts), new Activity(Layout, ticks));
        (_fabric, _speed) = (new Fabric(Layout, ticks), new Plane(Layout.Gpus, ticks, 1));
        Ledger = new LossLedger(4);
        Job = new TrainingJob(config, Layout, Parallel, _fabric, interruptions, Ledger, new Seeds(1), ticks);
    }

    public ClusterLayout Layout { get; }

    public ParallelLayout Parallel { get; }

    public Activity Activity { get; }

    public LossLedger Ledger { get; }

    public TrainingJob Job { get; }

    public TrainingParts Parts => Job.Parts;

    public TrainingSteps Steps => Job.Steps;

    public List<OperationalEvent> Events { get; } = [];

    public List<BenignInterval> Benign { get; } = [];

    /// <summary>Runs until a moment.</summary>
    /// <param name="seconds">The moment, after the start.</param>
    /// <param name="write">Writes conditions and speeds of a tick: second, tick, conditions, speeds.</param>
    /// <param name="read">Reads what was done in a tick: second, tick.</param>
    public TrainingRun Until(double seconds, Action<double, int, Conditions, Plane>? write = null, Action<double, int>? read = null)
    {
        var total = (long)Math.Round(seconds / _step);
        while (_tick < total)
        {
            var block = new Block(_tick, (int)Math.Min(_ticks, total - _tick), _step, DateTimeOffset.UnixEpoch);
            _conditions.Reset();
            _speed.Reset();
            Activity.Reset();
            for (var tick = 0; tick < block.Ticks; tick++)
                write?.Invoke(block.SecondOf(tick), tick, _conditions, _speed);
            _fabric.Begin(block, _conditions);
            Job.Begin(block);
            for (var tick = 0; tick < block.Ticks; tick++)
            {
                Job.Advance(block, tick, _conditions, _speed, Activity);
                read?.Invoke(block.SecondOf(tick), tick);
            }
            Events.AddRange(Job.TakeEvents());
            Benign.AddRange(Job.TakeBenign());
            _tick += block.Ticks;
        }
        return this;
    }

    /// <summary>Seconds at which events of a kind happened.</summary>
    public double[] SecondsOf(string kind) =>
        [.. Events.Where(e => e.Kind == kind).Select(e => (e.Time - DateTimeOffset.UnixEpoch).TotalSeconds)];

    /// <summary>The plane behind a signal.</summary>
    public float Value(string signal, EntityKind kind, int entity, int tick) => Planes[(signal, kind)][entity][tick];

    private Dictionary<(string Name, EntityKind Kind), Plane> Planes => _planes ??= Job.Tables()
        .SelectMany(table => table.Columns.Select(column => (Key: (column.Name, table.EntityKind), Column: column)))
        .ToDictionary(pair => pair.Key, pair => pair.Column is GaugeColumn gauge ? gauge.Source : ((TotalColumn)pair.Column).Total);

    private Dictionary<(string Name, EntityKind Kind), Plane>? _planes;
}
