namespace Auscult.Simulation.Faults;

/// <summary>A job's process dies or hangs.</summary>
/// <param name="Second">When, seconds after the start of the simulation.</param>
/// <param name="Gpu">The accelerator of the process.</param>
/// <param name="IsHang">True: the process stays and does nothing, so only the collectives' time-out finds it; false: it exits.</param>
/// <param name="NodeLost">True: its host must be replaced or repaired before the restart.</param>
/// <param name="Cause">Number of the fault.</param>
internal sealed record Interruption(double Second, int Gpu, bool IsHang, bool NodeLost, int Cause)
{
    /// <summary>First moment at which a restart can succeed, seconds after the start; the cause is over then. 0: at once.</summary>
    public double RepairedAt { get; init; }

    /// <summary>True: the job was told in time, wrote a checkpoint and loses no step (a planned reboot).</summary>
    public bool IsPlanned { get; init; }
}
