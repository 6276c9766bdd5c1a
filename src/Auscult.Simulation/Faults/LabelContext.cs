using Auscult.Simulation.Room;

namespace Auscult.Simulation.Faults;

/// <summary>What a fault needs to know to write its label.</summary>
/// <param name="Layout">The machine room.</param>
/// <param name="Parallel">The training's groups, or null.</param>
/// <param name="Ledger">What the job lost.</param>
/// <param name="Start">First moment of the simulation.</param>
/// <param name="DurationSeconds">Simulated time.</param>
/// <param name="Recording">Name of the recording.</param>
internal sealed record LabelContext(
    ClusterLayout Layout, ParallelLayout? Parallel, LossLedger Ledger, DateTimeOffset Start, double DurationSeconds, string Recording)
{
    /// <summary>The moment that many seconds after the start, within the simulated time.</summary>
    public DateTimeOffset TimeOf(double second) =>
        Start.AddTicks((long)Math.Round(Math.Clamp(second, 0, DurationSeconds) * TimeSpan.TicksPerSecond));
}
