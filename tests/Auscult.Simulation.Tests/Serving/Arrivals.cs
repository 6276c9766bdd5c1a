using Auscult.Simulation.Serving.Arrivals;

namespace Auscult.Simulation.Tests.Serving;

/// <summary>Statistics of arrivals.</summary>
internal static class Arrivals
{
    /// <summary>Everything that comes before a moment.</summary>
    public static List<ArrivingRequest> Take(IRequestSource source, double until)
    {
        var requests = new List<ArrivingRequest>();
        while (source.TryNext(until, out var request))
            requests.Add(request);
        return requests;
    }

    /// <summary>Index of dispersion: variance over mean of the counts in windows.</summary>
    public static double Dispersion(IReadOnlyList<double> times, double window)
    {
        var counts = new double[(int)(times[^1] / window)];
        foreach (var time in times)
        {
            if (time < counts.Length * window)
                counts[(int)(time / window)]++;
        }
        var mean = counts.Average();
        return counts.Average(count => (count - mean) * (count - mean)) / mean;
    }

    /// <summary>A quantile.</summary>
    public static double Quantile(IEnumerable<int> values, double quantile)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)(quantile * (sorted.Length - 1))];
    }
}
