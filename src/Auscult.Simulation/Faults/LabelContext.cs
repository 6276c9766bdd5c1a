namespace Auscult.Simulation.Faults;

/// <summary>What came of the faults, and when the simulation was.</summary>
/// <param name="Ledger">What the job lost.</param>
/// <param name="Start">First moment of the simulation.</param>
/// <param name="DurationSeconds">Simulated time.</param>
/// <param name="Recording">Name of the recording.</param>
internal sealed record LabelContext(LossLedger Ledger, DateTimeOffset Start, double DurationSeconds, string Recording)
{
    /// <summary>The moment that many seconds after the start, within the simulated time.</summary>
    public DateTimeOffset TimeOf(double second) =>
        Start.AddTicks((long)Math.Round(Math.Clamp(second, 0, DurationSeconds) * TimeSpan.TicksPerSecond));
}
