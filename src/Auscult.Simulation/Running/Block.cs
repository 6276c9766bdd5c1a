using System.Runtime.InteropServices;

namespace Auscult.Simulation.Running;

/// <summary>The stretch of time that is simulated at once.</summary>
/// <param name="FirstTick">Its first tick, counted from the start of the simulation.</param>
/// <param name="Ticks">Its ticks; the last block may have fewer than the planes have room for.</param>
/// <param name="StepSeconds">Length of a tick.</param>
/// <param name="Start">First moment of the simulation.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Block(long FirstTick, int Ticks, double StepSeconds, DateTimeOffset Start)
{
    /// <summary>Seconds from the start of the simulation to the start of this block.</summary>
    public double FirstSecond => FirstTick * StepSeconds;

    /// <summary>Seconds from the start of the simulation to the end of this block.</summary>
    public double EndSecond => (FirstTick + Ticks) * StepSeconds;

    /// <summary>Seconds from the start of the simulation to the start of a tick of this block.</summary>
    public double SecondOf(int tick) => (FirstTick + tick) * StepSeconds;

    /// <summary>The moment at which a tick starts.</summary>
    public DateTimeOffset TimeOf(int tick) => Start.AddTicks((long)Math.Round(SecondOf(tick) * TimeSpan.TicksPerSecond));
}
