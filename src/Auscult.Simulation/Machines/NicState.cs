using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Machines;

/// <summary>Physical state of network interfaces in the current block; rates per second.</summary>
internal sealed class NicState : PlaneSet
{
    public NicState(int entities, int ticks)
        : base(entities, ticks)
    {
        (TransmitBytes, ReceiveBytes, WaitShare, Congestion) = (Add(0), Add(0), Add(0), Add(0));
        (TransmitPause, ReceivePause, Marked, Lost, Timeouts) = (Add(0), Add(0), Add(0), Add(0), Add(0));
        (LinkDowns, PortState, PhysicalState, Rate, Up, Alive) = (Add(0), Add(4), Add(5), Add(0), Add(1), Add(1));
    }

    /// <summary>Bytes sent.</summary>
    public Plane TransmitBytes { get; }

    /// <summary>Bytes received.</summary>
    public Plane ReceiveBytes { get; }

    /// <summary>Share of the time in which data were there and could not be sent.</summary>
    public Plane WaitShare { get; }

    /// <summary>Congestion on the way, 0 free to 1 jammed.</summary>
    public Plane Congestion { get; }

    /// <summary>Share of the time for which it makes the switch pause, because its host takes data too slowly.</summary>
    public Plane TransmitPause { get; }

    /// <summary>Share of the time for which the switch makes it pause.</summary>
    public Plane ReceivePause { get; }

    /// <summary>Packets received with a congestion mark.</summary>
    public Plane Marked { get; }

    /// <summary>Packets lost or out of sequence.</summary>
    public Plane Lost { get; }

    /// <summary>Acknowledgements that did not come in time.</summary>
    public Plane Timeouts { get; }

    /// <summary>Link failures.</summary>
    public Plane LinkDowns { get; }

    /// <summary>InfiniBand's logical state: 4 active, 1 down.</summary>
    public Plane PortState { get; }

    /// <summary>InfiniBand's physical state: 5 link up, 3 disabled.</summary>
    public Plane PhysicalState { get; }

    /// <summary>Negotiated bytes per second.</summary>
    public Plane Rate { get; }

    /// <summary>1 while the link is up.</summary>
    public Plane Up { get; }

    /// <summary>0 while its host is down.</summary>
    public Plane Alive { get; }
}
