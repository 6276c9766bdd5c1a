using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Machines;

/// <summary>Physical state of hosts in the current block. Processor times are seconds of all hardware threads per second.</summary>
internal sealed class NodeState : PlaneSet
{
    public NodeState(int entities, int ticks)
        : base(entities, ticks)
    {
        (User, System, Idle, IoWait, SoftIrq, Irq) = (Add(0), Add(0), Add(0), Add(0), Add(0), Add(0));
        (Running, Blocked, Load1, Load5, Switches, Interrupts, QueueWait) = (Add(0), Add(0), Add(0), Add(0), Add(0), Add(0), Add(0));
        (CpuPressure, MemorySome, MemoryFull, IoSome, IoFull) = (Add(0), Add(0), Add(0), Add(0), Add(0));
        (Free, Available, Cached, Anonymous, Dirty, Writeback) = (Add(0), Add(0), Add(0), Add(0), Add(0), Add(0));
        (PageFaults, MajorFaults, Reclaimed, LoaderBytes, CoreMax) = (Add(0), Add(0), Add(0), Add(0), Add(0));
        (NfsRequests, NfsQueue, NfsResponse, NfsRead, NfsWrite, NfsTimeouts) = (Add(0), Add(0), Add(0), Add(0), Add(0), Add(0));
        (Power, Temperature, Fan, ForeignBusy) = (Add(0), Add(0), Add(0), Add(0));
    }

    /// <summary>Processor time in programs.</summary>
    public Plane User { get; }

    /// <summary>Processor time in the kernel.</summary>
    public Plane System { get; }

    /// <summary>Processor time without work.</summary>
    public Plane Idle { get; }

    /// <summary>Processor time without work while somebody waits for input or output.</summary>
    public Plane IoWait { get; }

    /// <summary>Processor time in deferred interrupt work.</summary>
    public Plane SoftIrq { get; }

    /// <summary>Processor time in interrupts.</summary>
    public Plane Irq { get; }

    /// <summary>Processes that run or want to.</summary>
    public Plane Running { get; }

    /// <summary>Processes that wait for input or output.</summary>
    public Plane Blocked { get; }

    /// <summary>Running and blocked processes, forgotten with one minute.</summary>
    public Plane Load1 { get; }

    /// <summary>Running and blocked processes, forgotten with five minutes.</summary>
    public Plane Load5 { get; }

    /// <summary>Context switches per second.</summary>
    public Plane Switches { get; }

    /// <summary>Interrupts per second.</summary>
    public Plane Interrupts { get; }

    /// <summary>Seconds per second that processes wait for a processor, all together.</summary>
    public Plane QueueWait { get; }

    /// <summary>Share of the time in which some process waits for a processor.</summary>
    public Plane CpuPressure { get; }

    /// <summary>Share of the time in which some process waits for memory.</summary>
    public Plane MemorySome { get; }

    /// <summary>Share of the time in which all do.</summary>
    public Plane MemoryFull { get; }

    /// <summary>Share of the time in which some process waits for input or output.</summary>
    public Plane IoSome { get; }

    /// <summary>Share of the time in which all do.</summary>
    public Plane IoFull { get; }

    /// <summary>Bytes that nobody uses.</summary>
    public Plane Free { get; }

    /// <summary>Bytes that can be had without swapping.</summary>
    public Plane Available { get; }

    /// <summary>Bytes of the page cache.</summary>
    public Plane Cached { get; }

    /// <summary>Bytes of processes.</summary>
    public Plane Anonymous { get; }

    /// <summary>Bytes of the page cache that are not written yet.</summary>
    public Plane Dirty { get; }

    /// <summary>Bytes of the page cache that are being written.</summary>
    public Plane Writeback { get; }

    /// <summary>Page faults per second.</summary>
    public Plane PageFaults { get; }

    /// <summary>Page faults per second that need the disk.</summary>
    public Plane MajorFaults { get; }

    /// <summary>Pages per second looked at to get memory back.</summary>
    public Plane Reclaimed { get; }

    /// <summary>Bytes of the data loaders.</summary>
    public Plane LoaderBytes { get; }

    /// <summary>Share of the time for which the busiest hardware thread works.</summary>
    public Plane CoreMax { get; }

    /// <summary>Requests per second to the shared storage.</summary>
    public Plane NfsRequests { get; }

    /// <summary>Seconds per second that requests wait in the client, all together.</summary>
    public Plane NfsQueue { get; }

    /// <summary>Seconds per second that requests wait for the server, all together.</summary>
    public Plane NfsResponse { get; }

    /// <summary>Bytes per second read from the shared storage.</summary>
    public Plane NfsRead { get; }

    /// <summary>Bytes per second written to the shared storage.</summary>
    public Plane NfsWrite { get; }

    /// <summary>Requests per second that time out.</summary>
    public Plane NfsTimeouts { get; }

    /// <summary>Watts drawn by the whole host.</summary>
    public Plane Power { get; }

    /// <summary>Degrees Celsius of the hottest processor.</summary>
    public Plane Temperature { get; }

    /// <summary>Revolutions per minute of the fans.</summary>
    public Plane Fan { get; }

    /// <summary>Share of the processors that work for others than the job.</summary>
    public Plane ForeignBusy { get; }
}
