namespace Auscult.Learning.Training.Distributed;

/// <summary>What ranks must decide alike: whether training was asked to stop, and whether its time is over. One vote of any rank counts.</summary>
/// <param name="ranks">The ranks; null when this process is alone and decides at once.</param>
/// <param name="stop">Asks this rank to stop.</param>
/// <param name="isLate">Whether this rank's time is over.</param>
internal sealed class SharedDecisions(RankGroup? ranks, CancellationToken stop, Func<bool> isLate)
{
    private bool _stops;
    private bool _isLate;

    /// <summary>Whether training is to stop.</summary>
    public bool Stops => ranks is null ? stop.IsCancellationRequested : _stops;

    /// <summary>Whether the time is over.</summary>
    public bool IsLate => ranks is null ? isLate() : _isLate;

    /// <summary>Sums numbers over the ranks and counts their votes on the way.</summary>
    public double[] Sum(params double[] numbers)
    {
        if (ranks is null)
            return numbers;
        var sums = ranks.Sum([.. numbers, stop.IsCancellationRequested ? 1 : 0, isLate() ? 1 : 0]);
        (_stops, _isLate) = (sums[^2] > 0, sums[^1] > 0);
        return sums[..^2];
    }
}
