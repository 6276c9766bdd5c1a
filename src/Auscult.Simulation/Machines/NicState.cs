using Auscult.Simulation.Planes;

namespace Auscult.Simulation.Machines;

/// <summary>Physical state of network interfaces in the current block.</summary>
internal sealed class NicState : PlaneSet
{
    public NicState(int entities, int ticks)
        : base(entities, ticks) => (TransmitBytes, ReceiveBytes, WaitShare) = (Add(0), Add(0), Add(0));

    /// <summary>Bytes per second sent.</summary>
    public Plane TransmitBytes { get; }

    /// <summary>Bytes per second received.</summary>
    public Plane ReceiveBytes { get; }

    /// <summary>Share of the time in which data were there and could not be sent.</summary>
    public Plane WaitShare { get; }
}
