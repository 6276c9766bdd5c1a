using Auscult.Simulation.Configuration;

namespace Auscult.Simulation.Jobs;

/// <summary>
/// Time that a step loses before its micro-batches begin: slow first steps after a start, and garbage collections of single ranks.
/// </summary>
/// <param name="parts">The training.</param>
internal sealed class StepPauses(TrainingParts parts)
{
    private const uint PauseStream = 5;
    private const uint LengthStream = 6;
    private readonly ImbalanceConfig _config = parts.Config.Imbalance;

    /// <summary>By unit: seconds left.</summary>
    public double[] Left { get; } = new double[parts.Pace.Units];

    /// <summary>By unit: the rank that pauses; -1 when all do.</summary>
    public int[] Rank { get; } = new int[parts.Pace.Units];

    /// <summary>By rank: seconds of garbage collection in this step.</summary>
    public double[] Collected { get; } = new double[parts.Parallel.Ranks];

    /// <summary>By rank: garbage collections since its process started.</summary>
    public int[] Collections { get; } = new int[parts.Parallel.Ranks];

    /// <summary>The longest pause of the step, and who has it; -1 for none.</summary>
    public (int Rank, double Seconds) Longest { get; private set; }

    /// <summary>Draws the pauses of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="sinceStart">Steps since the processes started.</param>
    public void Draw(long step, long sinceStart)
    {
        var slow = sinceStart < _config.WarmUpSteps ? _config.WarmUpSlowdown * parts.HealthyStepSeconds * Math.Pow(3, -sinceStart) : 0;
        Array.Fill(Left, slow);
        Array.Fill(Rank, -1);
        Longest = (-1, 0);
        if (_config.PauseSteps == 0)
            return;
        Array.Clear(Collected);
        for (var rank = 0; rank < Collected.Length; rank++)
        {
            if (parts.Draws.Uniform(PauseStream, step, rank) * _config.PauseSteps >= 1)
                continue;
            var length = 0.5 - (0.5 * Math.Log(1 - parts.Draws.Uniform(LengthStream, step, rank)));
            var seconds = Collected[rank] = _config.PauseTime.TotalSeconds * length;
            Collections[rank]++;
            var unit = parts.Parallel.DataOf(rank) / parts.Parallel.Expert;
            if (slow + seconds > Left[unit])
                (Left[unit], Rank[unit]) = (slow + seconds, slow > 0 ? -1 : rank);
            if (seconds > Longest.Seconds)
                Longest = (rank, seconds);
        }
    }

    /// <summary>The processes are new.</summary>
    public void Restart() => Array.Clear(Collections);
}
