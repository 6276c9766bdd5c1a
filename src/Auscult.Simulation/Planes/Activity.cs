using Auscult.Simulation.Room;

namespace Auscult.Simulation.Planes;

/// <summary>What the jobs do with the machines in the current block. Jobs write it, machines read it.</summary>
/// <param name="layout">The machine room.</param>
/// <param name="ticks">Ticks of a block.</param>
internal sealed class Activity(ClusterLayout layout, int ticks)
{
    /// <summary>Accelerators.</summary>
    public GpuActivity Gpu { get; } = new(layout.Gpus, ticks);

    /// <summary>Hosts.</summary>
    public NodeActivity Node { get; } = new(layout.Nodes, ticks);

    /// <summary>Makes everything neutral again.</summary>
    public void Reset()
    {
        Gpu.Reset();
        Node.Reset();
    }
}

/// <summary>
/// Activity of accelerators. The shares of time <see cref="Compute"/>, <see cref="Communicate"/>, <see cref="Spin"/> and
/// <see cref="Starve"/> add up to at most 1; the rest is idle.
/// </summary>
internal sealed class GpuActivity : PlaneSet
{
    public GpuActivity(int entities, int ticks)
        : base(entities, ticks)
    {
        (Compute, Communicate, Spin, Starve) = (Add(0), Add(0), Add(0), Add(0));
        (NvlinkBytes, NetworkBytes, NetworkReceiveBytes, PcieBytes) = (Add(0), Add(0), Add(0), Add(0));
        (MemoryBytes, MemoryTraffic) = (Add(0), Add(0));
    }

    /// <summary>Share of the time in matrix products.</summary>
    public Plane Compute { get; }

    /// <summary>Share of the time in collectives that move data.</summary>
    public Plane Communicate { get; }

    /// <summary>Share of the time waiting for others inside a collective: the kernel spins.</summary>
    public Plane Spin { get; }

    /// <summary>Share of the time waiting for data, checkpoint or host: a process is there, nothing runs on the accelerator.</summary>
    public Plane Starve { get; }

    /// <summary>Bytes per second sent to accelerators of the same host.</summary>
    public Plane NvlinkBytes { get; }

    /// <summary>Bytes per second sent to other hosts.</summary>
    public Plane NetworkBytes { get; }

    /// <summary>
    /// Bytes per second received from other hosts, as a weight: what a rail receives together is what it sends together. While no job
    /// writes it, each receives as much as it sends.
    /// </summary>
    public Plane NetworkReceiveBytes { get; }

    /// <summary>Bytes per second from and to the host.</summary>
    public Plane PcieBytes { get; }

    /// <summary>Bytes of memory in use.</summary>
    public Plane MemoryBytes { get; }

    /// <summary>Share of the memory bandwidth in use.</summary>
    public Plane MemoryTraffic { get; }
}

/// <summary>Activity of hosts.</summary>
internal sealed class NodeActivity : PlaneSet
{
    public NodeActivity(int entities, int ticks)
        : base(entities, ticks) => (ReadBytes, WriteBytes, HostBusy) = (Add(0), Add(0), Add(0));

    /// <summary>Bytes per second read from the shared storage.</summary>
    public Plane ReadBytes { get; }

    /// <summary>Bytes per second written to the shared storage.</summary>
    public Plane WriteBytes { get; }

    /// <summary>Share of the processors that the job keeps busy.</summary>
    public Plane HostBusy { get; }
}
