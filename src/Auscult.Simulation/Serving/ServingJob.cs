using Auscult.Simulation.Exporting;
using Auscult.Simulation.Faults;
using Auscult.Simulation.Jobs;
using Auscult.Simulation.Machines;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Simulation.Serving.Reporting;
using Auscult.Simulation.Serving.Settings;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Serving;

/// <summary>A serving fleet as the job of a machine room: rank r of the fleet runs on accelerator r.</summary>
internal sealed class ServingJob : IJob
{
    private readonly ServingPlan _plan;
    private readonly ClusterLayout _layout;
    private readonly ServingFleet _fleet;
    private readonly FleetConditions _conditions;
    private readonly FleetLosses _losses;
    private readonly ReplicaReport[] _reports;
    private readonly ReportedTable _replicas;
    private readonly ReportedTable? _ranks;
    private readonly ReportedTable? _experts;
    private readonly ExpertReport? _expertReport;
    private readonly Plane _present;
    private readonly bool[] _wasUp;
    private readonly List<OperationalEvent> _events = [];

    /// <param name="plan">Settings and machines.</param>
    /// <param name="layout">The machine room.</param>
    /// <param name="fabric">What the network can carry.</param>
    /// <param name="interruptions">Processes that die.</param>
    /// <param name="ledger">Takes the time lost.</param>
    /// <param name="start">First moment of the simulation.</param>
    /// <param name="ticks">Most ticks of a block.</param>
    /// <param name="seeds">Randomness.</param>
    public ServingJob(
        ServingPlan plan, ClusterLayout layout, Fabric fabric, IReadOnlyList<Interruption> interruptions, LossLedger ledger,
        DateTimeOffset start, int ticks, Seeds seeds)
    {
        (_plan, _layout) = (plan, layout);
        _fleet = new ServingFleet(plan, start.TimeOfDay.TotalSeconds, seeds);
        _conditions = new FleetConditions(plan, layout, fabric, interruptions);
        _losses = new FleetLosses(_fleet, layout, ledger);
        _reports = [.. _fleet.Replicas.Select(replica => new ReplicaReport(replica))];
        _replicas = new ReportedTable(ReplicaReport.Names, plan.Config.Replicas, ticks);
        (_present, _wasUp) = (new Plane(plan.Config.Replicas, ticks, 1), new bool[plan.Config.Replicas]);
        Array.Fill(_wasUp, true);
        if (plan.Config.Model.Experts == 0)
            return;
        _ranks = new ReportedTable(ExpertReport.RankNames, plan.Gpus, ticks);
        _experts = new ReportedTable(ExpertReport.ExpertNames, plan.Config.Model.Experts, ticks);
        _expertReport = new ExpertReport(_fleet, seeds.Child("routing").Value);
    }

    /// <inheritdoc/>
    public void Begin(Block block) => _present.Reset();

    /// <inheritdoc/>
    public void Advance(Block block, int tick, Conditions conditions, Plane speed, Activity activity)
    {
        _fleet.Load = conditions.Job.RequestRate[0][tick];
        if (_experts is not null)
            _fleet.SetSkew(_conditions.Skew(tick, conditions));
        _fleet.Advance(block.SecondOf(tick + 1), _conditions.Capabilities(block, tick, conditions, speed));
        _losses.Book(block, tick, conditions.Causes);
        for (var gpu = 0; gpu < _plan.Gpus; gpu++)
            Write(gpu, tick, activity);
        for (var node = 0; node * _layout.GpusPerNode < _plan.Gpus; node++)
            activity.Node.HostBusy.Change(node)[tick] = FleetConditions.HostBusy;
        Report(block, tick, conditions);
    }

    /// <inheritdoc/>
    public IEnumerable<SeriesTableModel> Tables()
    {
        var interval = _plan.Config.Interval.TotalSeconds;
        yield return new SeriesTableModel(
            Layer.Model, EntityKind.Replica, ServingTopology.ReplicaIds(_plan, _layout), interval, _replicas.Columns)
        {
            Present = _present,
        };
        if (_ranks is null || _experts is null)
            yield break;
        yield return new SeriesTableModel(
            Layer.Model, EntityKind.Rank, [.. Enumerable.Range(0, _plan.Gpus).Select(_layout.RankId)], interval, _ranks.Columns);
        yield return new SeriesTableModel(
            Layer.Model, EntityKind.Expert, [.. Enumerable.Range(0, _plan.Config.Model.Experts).Select(_layout.ExpertId)], interval,
            _experts.Columns);
    }

    /// <inheritdoc/>
    public IReadOnlyList<OperationalEvent> TakeEvents()
    {
        OperationalEvent[] events = [.. _events];
        _events.Clear();
        return events;
    }

    /// <inheritdoc/>
    public IReadOnlyList<BenignInterval> TakeBenign() => [];

    private void Write(int gpu, int tick, Activity activity)
    {
        var (shares, planes) = (_fleet.Activity[gpu], activity.Gpu);
        var busy = shares.ComputeBound + shares.MemoryBound;
        var isUp = _fleet.IsUp(gpu / _plan.Config.TensorParallel);
        planes.Compute.Change(gpu)[tick] = (float)busy;
        planes.Communicate.Change(gpu)[tick] = (float)shares.Communication;
        planes.Spin.Change(gpu)[tick] = (float)shares.Wait;
        planes.Starve.Change(gpu)[tick] = (float)(isUp ? Math.Max(0, 1 - busy - shares.Communication - shares.Wait) : 0);
        planes.MemoryTraffic.Change(gpu)[tick] = (float)shares.Memory;
        planes.MemoryBytes.Change(gpu)[tick] = (float)(isUp ? _plan.Config.Efficiency.Memory * _plan.Room.Accelerator.MemoryBytes : 0);
        // What overlaps with computing takes no time of its own, but its bytes are sent all the same.
        var tensor = shares.TensorTransfer * _plan.TensorLinkBytes;
        var expert = shares.ExpertTransfer * _plan.ExpertLinkBytes / _plan.VisibleShare;
        var network = (_plan.CrossesHosts ? expert : 0) + (_plan.SplitsOverHosts ? tensor : 0);
        planes.NetworkBytes.Change(gpu)[tick] = (float)network;
        planes.NvlinkBytes.Change(gpu)[tick] = (float)(tensor + expert - network);
    }

    private void Report(Block block, int tick, Conditions conditions)
    {
        var ticks = Math.Max(1, (long)Math.Round(_plan.Config.Interval.TotalSeconds / block.StepSeconds));
        var isEnd = (block.FirstTick + tick + 1) % ticks == 0;
        for (var replica = 0; replica < _reports.Length; replica++)
        {
            var isUp = _fleet.IsUp(replica);
            if (isUp != _wasUp[replica])
                Note(block, tick, replica, isUp);
            var node = _layout.NodeOfGpu(replica * _plan.Config.TensorParallel);
            if (!isUp || conditions.Node.Reachable[node][tick] <= 0)
                _present.Change(replica)[tick] = 0;
            _reports[replica].Write(_replicas, replica, tick, block.StepSeconds, isEnd);
        }
        _expertReport?.Write(_ranks!, _experts!, tick, isEnd);
    }

    private void Note(Block block, int tick, int replica, bool isUp)
    {
        _wasUp[replica] = isUp;
        _reports[replica].Restart();
        var id = ServingTopology.ReplicaIds(_plan, _layout)[replica];
        _events.Add(new OperationalEvent(
            block.TimeOf(tick), id, isUp ? "replica_started" : "replica_stopped", isUp ? "serves again" : "lost a rank of its group"));
    }
}
