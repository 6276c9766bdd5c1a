namespace Auscult.Simulation.Faults;

/// <summary>Books the time a job lost to its causes. Written by one thread, the job's.</summary>
/// <param name="causes">Number of faults and benign events.</param>
internal sealed class LossLedger(int causes)
{
    private readonly double[] _lost = new double[causes];
    private readonly double[] _last = new double[causes];

    /// <summary>Books lost time.</summary>
    /// <param name="cause">Number of the fault or benign event; below 0 nobody's.</param>
    /// <param name="seconds">Job time lost.</param>
    /// <param name="until">When the loss ended, seconds after the start of the simulation.</param>
    public void Add(int cause, double seconds, double until)
    {
        if (cause < 0)
            return;
        _lost[cause] += seconds;
        _last[cause] = Math.Max(_last[cause], until);
    }

    /// <summary>Job time lost to a cause, seconds.</summary>
    public double LostSeconds(int cause) => _lost[cause];

    /// <summary>Last moment at which the job still lost time to a cause, seconds after the start of the simulation; 0 for never.</summary>
    public double LastEffect(int cause) => _last[cause];
}
