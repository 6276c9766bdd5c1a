namespace Auscult.Simulation.Machines;

/// <summary>Shares a capacity among those who want it.</summary>
internal static class FairShare
{
    /// <summary>
    /// The most anybody gets (max-min fairness): whoever wants less gets what he wants, and what they leave is shared evenly by the others.
    /// </summary>
    /// <param name="demands">What each wants; the call puts them in order.</param>
    /// <param name="capacity">What there is.</param>
    /// <returns>Infinity when there is enough for all.</returns>
    public static float Limit(Span<float> demands, float capacity)
    {
        demands.Sort();
        var left = capacity;
        for (var i = 0; i < demands.Length; i++)
        {
            var even = left / (demands.Length - i);
            if (demands[i] > even)
                return Math.Max(0, even);
            left -= demands[i];
        }
        return float.PositiveInfinity;
    }
}
