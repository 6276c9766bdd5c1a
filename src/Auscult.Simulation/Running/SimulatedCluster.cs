using Auscult.Foundation;
using Auscult.Simulation.Benchmark;
using Auscult.Simulation.Benign;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Exporting;
using Auscult.Simulation.Faults;
using Auscult.Simulation.Jobs;
using Auscult.Simulation.Machines;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Serving;
using Auscult.Simulation.Serving.Settings;
using Auscult.Telemetry.Catalogue;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Simulation.Running;

/// <summary>One machine room with its job, advanced block by block.</summary>
internal sealed class SimulatedCluster
{
    /// <summary>Ticks of a block: long enough to work on many at once, short enough that 4,096 hosts fit in memory.</summary>
    private const int BlockTicks = 64;
    private readonly SimulationConfig _config;
    private readonly ClusterLayout _layout;
    private readonly ParallelLayout? _parallel;
    private readonly Conditions _conditions;
    private readonly Activity _activity;
    private readonly MachineRoom _room;
    private readonly FaultPlan _plan;
    private readonly LossLedger _ledger;
    private readonly IReadOnlyList<IJob> _jobs;
    private readonly RoomExporters _exporters;
    private readonly IReadOnlyList<TableSampler> _samplers;
    private readonly List<OperationalEvent> _events = [];
    private readonly List<BenignInterval> _benign = [];

    /// <param name="member">What to simulate.</param>
    /// <exception cref="Foundation.InputException">The configuration cannot be; the message names the key.</exception>
    public SimulatedCluster(SuiteMember member)
        : this(member.Config, member.Seeds, member.Prefix)
    {
    }

    /// <param name="config">What to simulate.</param>
    /// <param name="seeds">Every random choice derives from these.</param>
    /// <param name="prefix">Put before every entity id.</param>
    /// <exception cref="Foundation.InputException">The configuration cannot be; the message names the key.</exception>
    public SimulatedCluster(SimulationConfig config, Seeds seeds, string prefix = "")
    {
        _config = config;
        _layout = new ClusterLayout(config.Room, prefix);
        _parallel = config.Training is { } training ? ParallelLayout.Of(training, config.Room) : null;
        var serving = config.Serving is { } fleet ? new ServingPlan(fleet, config.Room) : null;
        if (serving is not null && _parallel is not null)
            throw new InputException($"{ServingConfig.Section} and simulation.training need the same accelerators", remedy: "give one");
        _conditions = new Conditions(_layout, BlockTicks, config.Training?.Experts ?? serving?.Config.Model.Experts ?? 0);
        _activity = new Activity(_layout, BlockTicks);
        _room = new MachineRoom(_layout, BlockTicks, seeds.Child("room"));
        _plan = FaultPlanner.Draw(config, _layout, _parallel, seeds.Child("faults"));
        _ledger = new LossLedger(_plan.Instances.Count);
        _jobs = JobsOf(config, serving, seeds);
        var topology = RoomTopology.Of(_layout, _parallel, config.Training);
        Topology = serving is null ? topology : ServingTopology.Add(topology, serving, _layout);
        var (settings, exporterSeeds) = (ExporterSettings.Of(config.Exporters), seeds.Child("exporters"));
        var isUpgraded = settings.UpgradeAfter is not null || _plan.Instances.Any(instance => instance is ExporterUpgrade);
        _exporters = new RoomExporters(_layout, _room, _conditions, settings, isUpgraded, exporterSeeds);
        var truth = config.Truth ? TruthTables.Of(_layout, _room, _conditions, _activity, config.Step.TotalSeconds) : [];
        Tables = [.. _exporters.Tables, .. _jobs.SelectMany(job => job.Tables()).Select(OnHostClock), .. truth];
        var recorded = (Micros.From(config.Start), Micros.From(config.Start + config.Duration));
        _samplers =
            [.. Tables.Select(table => new TableSampler(table, settings, BlockTicks, config.Step.TotalSeconds, recorded, exporterSeeds))];
    }

    /// <summary>Entities and groups.</summary>
    public Topology Topology { get; }

    /// <summary>What is measured.</summary>
    public IReadOnlyList<SeriesTableModel> Tables { get; }

    /// <summary>What the measured signals are.</summary>
    public IEnumerable<Signal> Signals() => Tables.Where(table => !table.IsTruth)
        .SelectMany(table => table.Columns.Where(column => column is not RenamedColumn).Select(column =>
        SignalCatalogue.Default.Require(column.Name).Signal with { EntityKind = table.EntityKind, Layer = table.Layer }));

    /// <summary>Simulates the whole time.</summary>
    /// <param name="sink">Takes the samples.</param>
    /// <param name="threads">Threads; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between two blocks.</param>
    /// <param name="progress">Told the simulated seconds after every block; may be null.</param>
    public void Run(ISeriesSink sink, int threads, CancellationToken cancellation, Action<double>? progress = null)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        var total = (long)Math.Round(_config.Duration / _config.Step);
        for (var first = 0L; first < total; first += BlockTicks)
        {
            cancellation.ThrowIfCancellationRequested();
            var block = new Block(first, (int)Math.Min(BlockTicks, total - first), _config.Step.TotalSeconds, _config.Start);
            Advance(block, parallel);
            _exporters.Begin(block, parallel);
            foreach (var sampler in _samplers)
                sampler.Measure(block, parallel, sink);
            progress?.Invoke(block.EndSecond);
        }
    }

    /// <summary>The labels, after <see cref="Run"/>.</summary>
    public IReadOnlyList<Incident> Labels(string recording)
    {
        var context = new LabelContext(_ledger, _config.Start, _config.Duration.TotalSeconds, recording);
        var planned = _plan.Instances.Select(instance => IncidentLabels.Of(instance, context));
        var reported = _benign.Select((interval, i) => IncidentLabels.Of(interval, _plan.Instances.Count + i, context));
        return [.. planned.Concat(reported).Select(label => label with { Id = _layout.Prefix + label.Id })];
    }

    /// <summary>The operational events, after <see cref="Run"/>.</summary>
    public IReadOnlyList<OperationalEvent> Events =>
    [
        .. _plan.Events.Where(happened => happened.Second < _config.Duration.TotalSeconds)
            .Select(one => new OperationalEvent(_config.Start.AddSeconds(one.Second), one.Entity, one.Kind, one.Detail))
            .Concat(_events).OrderBy(happened => happened.Time),
    ];

    /// <summary>Ranks stamp their rows with their hosts' clocks; rank r runs on accelerator r.</summary>
    private SeriesTableModel OnHostClock(SeriesTableModel table) =>
        table.EntityKind == EntityKind.Rank ? table with { Clocks = _exporters.Clocks, EntitiesPerTarget = _layout.GpusPerNode } : table;

    private IReadOnlyList<IJob> JobsOf(SimulationConfig config, ServingPlan? serving, Seeds seeds)
    {
        if (serving is not null)
        {
            var own = seeds.Child("serving");
            return [new ServingJob(serving, _layout, _room.Fabric, _plan.Interruptions, _ledger, config.Start, BlockTicks, own)];
        }
        if (_parallel is null)
            return [];
        return
        [
            new TrainingJob(
                config.Training!, _layout, _parallel, _room.Fabric, _plan.Interruptions, _ledger, seeds.Child("training"), BlockTicks),
        ];
    }

    private void Advance(Block block, ParallelOptions parallel)
    {
        _plan.Apply(_conditions, block);
        _activity.Reset();
        _room.BeginBlock(block, _conditions);
        foreach (var job in _jobs)
            job.Begin(block);
        for (var tick = 0; tick < block.Ticks; tick++)
        {
            _room.Begin(tick, _conditions);
            foreach (var job in _jobs)
                job.Advance(block, tick, _conditions, _room.Speed, _activity);
            _room.End(block, tick, _conditions, _activity);
        }
        foreach (var job in _jobs)
        {
            _events.AddRange(job.TakeEvents());
            _benign.AddRange(job.TakeBenign());
        }
        _room.Finish(block, _conditions, _activity, parallel);
    }
}
