using Auscult.Simulation.Configuration;
using Auscult.Simulation.Exporting;
using Auscult.Simulation.Faults;
using Auscult.Simulation.Machines;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// A synchronous training as a fluid: conditions hold for a tick, within it the phases of steps follow each other at the pace that the
/// slowest member allows, so steps may be shorter or longer than a tick. See <see cref="TrainingWork"/> for what a step has to do,
/// <see cref="StepPace"/> for how long it takes and <see cref="TrainingSteps"/> for the order of things.
/// </summary>
internal sealed class TrainingJob : IJob
{
    /// <summary>Share of a host's processors that launching work and loading batches keep busy.</summary>
    private const double LaunchBusy = 0.06;
    private const double LoaderBusy = 0.12;
    private readonly TrainingParts _parts;
    private readonly TrainingSteps _steps;
    private readonly TrainingReport _report;
    private readonly int[] _ranksOfNode;
    private DateTimeOffset _start;
    private int _lastTick = -1;

    /// <param name="config">The training.</param>
    /// <param name="layout">The machine room.</param>
    /// <param name="parallel">The groups.</param>
    /// <param name="fabric">What the network can carry.</param>
    /// <param name="interruptions">Processes that will die, in order of time.</param>
    /// <param name="ledger">Where lost time is booked.</param>
    /// <param name="seeds">Every random choice derives from these.</param>
    /// <param name="ticks">Ticks of a block.</param>
    /// <exception cref="Foundation.InputException">The configuration cannot be; the message names the key.</exception>
    public TrainingJob(
        TrainingJobConfig config, ClusterLayout layout, ParallelLayout parallel, Fabric fabric,
        IReadOnlyList<Interruption> interruptions, LossLedger ledger, Seeds seeds, int ticks)
    {
        _parts = new TrainingParts(config, layout, parallel, fabric, interruptions, seeds);
        var pauses = new StepPauses(_parts);
        _report = new TrainingReport(_parts, pauses, ticks);
        _steps = new TrainingSteps(_parts, pauses, _report, ledger);
        _ranksOfNode = new int[layout.Nodes];
        for (var rank = 0; rank < parallel.Ranks; rank++)
            _ranksOfNode[layout.NodeOfGpu(rank)]++;
    }

    /// <summary>What the training consists of.</summary>
    internal TrainingParts Parts => _parts;

    /// <summary>Where it stands.</summary>
    internal TrainingSteps Steps => _steps;

    /// <inheritdoc/>
    public void Begin(Block block)
    {
        _start = block.Start;
        _report.Begin(_lastTick);
        _lastTick = block.Ticks - 1;
    }

    /// <inheritdoc/>
    public void Advance(Block block, int tick, Conditions conditions, Plane speed, Activity activity)
    {
        _parts.Capacity.Read(tick, conditions, speed);
        _parts.Loaders.Read(tick, conditions);
        _parts.Checkpoints.Read(tick, conditions);
        _parts.Blame.Read(tick, conditions);
        _steps.Advance(block, tick, conditions);
        _parts.Books.Close(tick, block.StepSeconds, activity.Gpu);
        _report.Close(tick, _steps.Moment(block.SecondOf(tick + 1)), activity.Gpu);
        CloseNodes(block, tick, activity.Node);
    }

    /// <inheritdoc/>
    public IEnumerable<SeriesTableModel> Tables() => _report.Tables();

    /// <inheritdoc/>
    public IReadOnlyList<OperationalEvent> TakeEvents() => _parts.Log.TakeEvents(_start);

    /// <inheritdoc/>
    public IReadOnlyList<BenignInterval> TakeBenign() => _parts.Log.TakeBenign();

    private void CloseNodes(Block block, int tick, NodeActivity activity)
    {
        var (written, loaders) = (_parts.Checkpoints.TakeWritten() / block.StepSeconds, _parts.Loaders);
        var bytesOfBatch = _parts.Config.Loader.BytesPerToken * _parts.Work.TokensPerStep / _parts.Parallel.Data;
        for (var node = 0; node < _ranksOfNode.Length; node++)
        {
            var made = loaders.TakeMade(node) / block.StepSeconds;
            if (_ranksOfNode[node] == 0)
                continue;
            activity.WriteBytes.Change(node)[tick] = (float)(written * _ranksOfNode[node] / _parts.Parallel.Ranks);
            activity.ReadBytes.Change(node)[tick] = (float)(made * bytesOfBatch * loaders.Feeds[node]);
            var launching = _parts.Recovery.IsDown ? 0 : LaunchBusy * _ranksOfNode[node] / _parts.Layout.GpusPerNode;
            var loading = loaders.Feeds[node] > 0 ? LoaderBusy * made * _parts.HealthyStepSeconds : 0;
            activity.HostBusy.Change(node)[tick] = (float)Math.Min(1, launching + loading);
        }
    }
}
