using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Machines;

/// <summary>
/// Physical state of disks in the current block: one of every host, then the shared storage. Rates are per second.
/// </summary>
internal sealed class DiskState : PlaneSet
{
    public DiskState(int entities, int ticks)
        : base(entities, ticks)
    {
        (ReadBytes, WriteBytes, Reads, Writes, ReadSeconds, WriteSeconds) = (Add(0), Add(0), Add(0), Add(0), Add(0), Add(0));
        (Busy, InFlight, Flushes, Used, Alive) = (Add(0), Add(0), Add(0), Add(0), Add(1));
    }

    /// <summary>Bytes read.</summary>
    public Plane ReadBytes { get; }

    /// <summary>Bytes written.</summary>
    public Plane WriteBytes { get; }

    /// <summary>Reads.</summary>
    public Plane Reads { get; }

    /// <summary>Writes.</summary>
    public Plane Writes { get; }

    /// <summary>Seconds that reads take, all together.</summary>
    public Plane ReadSeconds { get; }

    /// <summary>Seconds that writes take, all together.</summary>
    public Plane WriteSeconds { get; }

    /// <summary>Share of the time with work.</summary>
    public Plane Busy { get; }

    /// <summary>Requests under way.</summary>
    public Plane InFlight { get; }

    /// <summary>Flushes.</summary>
    public Plane Flushes { get; }

    /// <summary>Bytes in use.</summary>
    public Plane Used { get; }

    /// <summary>0 while its host is down.</summary>
    public Plane Alive { get; }
}
