using Auscult.Simulation.Exporting;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Room;
using Auscult.Telemetry.Domain;

namespace Auscult.Simulation.Jobs;

/// <summary>What training processes report, by rank. Values of a step stay until the next step ends.</summary>
internal sealed class RankPlanes : PlaneSet
{
    private readonly List<SeriesColumnModel> _model = [];
    private readonly List<SeriesColumnModel> _network = [];
    private readonly List<Plane> _held = [];

    /// <param name="ranks">Training processes.</param>
    /// <param name="ticks">Ticks of a block.</param>
    /// <param name="isSparse">Whether the model has experts.</param>
    /// <param name="isPipelined">Whether there are several stages.</param>
    public RankPlanes(int ranks, int ticks, bool isSparse, bool isPipelined)
        : base(ranks, ticks)
    {
        (Present, Phase, Steps, ProgressAge) = (Add(0), Model("phase_state"), Model("steps_total"), Model("progress_age_seconds"));
        (StepSeconds, Forward, Backward) = (Step("step_seconds"), Step("forward_seconds"), Step("backward_seconds"));
        (Optimizer, GradientReduce, Kernel) = (Step("optimizer_seconds"), Step("gradient_reduce_seconds"), Step("kernel_seconds"));
        (DataWait, DataWaitShare, DataLoads) = (Step("data_wait_seconds"), Step("data_wait_ratio"), Model("data_loads_total"));
        (Pause, Pauses) = (Step("garbage_collection_seconds"), Model("garbage_collections_total"));
        (Checkpoint, Tokens) = (Step("checkpoint_seconds"), Step("tokens_per_second"));
        (Flops, Hang) = (Step("model_flops_per_second"), Model("hang_state"));
        (Allocated, Reserved) = (Model("memory_allocated_bytes"), Model("memory_reserved_bytes"));
        Peak = Step("memory_peak_active_bytes");
        (Ready, Transmitted) = (Network("collective_gpu_ready_total"), Network("collective_transmitted_total"));
        Done = Network("collective_done_total");
        (Collective, BusBandwidth) = (StepNetwork("collective_seconds"), StepNetwork("collective_bus_bytes_per_second"));
        (AllReduce, AllCollectives) = (StepNetwork("step_allreduce_seconds"), StepNetwork("step_collective_seconds"));
        Message = StepNetwork("collective_message_bytes");
        AllToAll = isSparse ? StepNetwork("step_alltoall_seconds") : Add(0);
        SendReceive = isPipelined ? StepNetwork("step_sendrecv_seconds") : Add(0);
    }

    /// <summary>1 while the process runs.</summary>
    public Plane Present { get; }

    /// <summary>What the training does, as numbered in <see cref="Telemetry.Loading.TrainingLogs.TrainingPhase"/>.</summary>
    public Plane Phase { get; }

    /// <summary>Number of the latest step.</summary>
    public Plane Steps { get; }

    /// <summary>Seconds since the latest step ended.</summary>
    public Plane ProgressAge { get; }

    /// <summary>Duration of the latest step.</summary>
    public Plane StepSeconds { get; }

    /// <summary>Forward part of it: matrix products and the tensor-parallel waiting in between.</summary>
    public Plane Forward { get; }

    /// <summary>Backward part of it.</summary>
    public Plane Backward { get; }

    /// <summary>The optimiser's update.</summary>
    public Plane Optimizer { get; }

    /// <summary>From the end of backward to the end of the gradient exchange: who is early waits here.</summary>
    public Plane GradientReduce { get; }

    /// <summary>Time of computing kernels alone.</summary>
    public Plane Kernel { get; }

    /// <summary>Waiting for the batch.</summary>
    public Plane DataWait { get; }

    /// <summary>The same as a share of the step.</summary>
    public Plane DataWaitShare { get; }

    /// <summary>Batches taken since the process started.</summary>
    public Plane DataLoads { get; }

    /// <summary>Garbage collection in the latest step.</summary>
    public Plane Pause { get; }

    /// <summary>Garbage collections since the process started.</summary>
    public Plane Pauses { get; }

    /// <summary>Duration of the latest checkpoint.</summary>
    public Plane Checkpoint { get; }

    /// <summary>The rank's share of the tokens per second.</summary>
    public Plane Tokens { get; }

    /// <summary>Operations per second of the rank.</summary>
    public Plane Flops { get; }

    /// <summary>1 when a collective has made no progress for a tenth of its time-out.</summary>
    public Plane Hang { get; }

    /// <summary>Memory in use.</summary>
    public Plane Allocated { get; }

    /// <summary>Most memory in use in the latest step.</summary>
    public Plane Peak { get; }

    /// <summary>Memory taken from the driver.</summary>
    public Plane Reserved { get; }

    /// <summary>Operations whose data the accelerator has ready.</summary>
    public Plane Ready { get; }

    /// <summary>Operations whose data left the host.</summary>
    public Plane Transmitted { get; }

    /// <summary>Operations that are complete.</summary>
    public Plane Done { get; }

    /// <summary>Mean duration of an operation of the gradient exchange.</summary>
    public Plane Collective { get; }

    /// <summary>Bandwidth of the gradient exchange, waiting for late ranks included.</summary>
    public Plane BusBandwidth { get; }

    /// <summary>Time of a step in all-reduce.</summary>
    public Plane AllReduce { get; }

    /// <summary>Time of a step in all collectives.</summary>
    public Plane AllCollectives { get; }

    /// <summary>Bytes of an operation of the gradient exchange.</summary>
    public Plane Message { get; }

    /// <summary>Time of a step in all-to-all.</summary>
    public Plane AllToAll { get; }

    /// <summary>Time of a step in pipeline sends and receives, waiting included: the bubble.</summary>
    public Plane SendReceive { get; }

    /// <summary>The tables of the ranks.</summary>
    /// <param name="layout">The machine room.</param>
    /// <param name="intervalSeconds">Time between two samples.</param>
    public IEnumerable<SeriesTableModel> Tables(ClusterLayout layout, double intervalSeconds)
    {
        string[] ids = [.. Enumerable.Range(0, Entities).Select(layout.RankId)];
        yield return new SeriesTableModel(Layer.Model, EntityKind.Rank, ids, intervalSeconds, _model) { Present = Present };
        yield return new SeriesTableModel(Layer.Network, EntityKind.Rank, ids, intervalSeconds, _network) { Present = Present };
    }

    /// <summary>Sets a value that stays until it is set again.</summary>
    public static void Hold(Plane plane, int rank, int tick, double value) => plane.Change(rank)[tick..].Fill((float)value);

    /// <summary>Carries the values that stay over into a new block.</summary>
    /// <param name="lastTick">Last tick of the block before.</param>
    public void Carry(int lastTick)
    {
        foreach (var plane in _held)
        {
            for (var rank = 0; rank < Entities; rank++)
                plane.Change(rank).Fill(plane[rank][lastTick]);
        }
    }

    /// <summary>Forgets what stays: the processes are new.</summary>
    public void Forget(int tick)
    {
        foreach (var plane in _held)
        {
            for (var rank = 0; rank < Entities; rank++)
                Hold(plane, rank, tick, double.NaN);
        }
    }

    private Plane Model(string name) => Column(_model, name, 0);

    private Plane Network(string name) => Column(_network, name, 0);

    private Plane Step(string name) => Held(_model, name);

    private Plane StepNetwork(string name) => Held(_network, name);

    private Plane Held(List<SeriesColumnModel> columns, string name)
    {
        var plane = Column(columns, name, float.NaN);
        _held.Add(plane);
        return plane;
    }

    private Plane Column(List<SeriesColumnModel> columns, string name, float neutral)
    {
        var plane = Add(neutral);
        columns.Add(TotalColumn.Of(name, plane));
        return plane;
    }
}
