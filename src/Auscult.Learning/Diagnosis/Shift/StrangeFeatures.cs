namespace Auscult.Learning.Diagnosis.Shift;

/// <summary>How unlike quiet moments the features of a site are, whatever any class says.</summary>
internal static class StrangeFeatures
{
    private const double FeatureFloor = 0.1;
    private const int Strangest = 20;

    /// <summary>Mean absolute feature over some rows, <c>[feature]</c>; 0 when there is no row.</summary>
    /// <param name="rows">Features of quiet moments.</param>
    /// <param name="width">Number of features.</param>
    public static float[] Levels(IReadOnlyCollection<float[]> rows, int width)
    {
        var levels = new float[width];
        foreach (var row in rows)
        {
            for (var f = 0; f < width; f++)
                levels[f] += Math.Abs(row[f]) / rows.Count;
        }
        return levels;
    }

    /// <summary>Mean logarithm of the strangest features, each as a multiple of its usual size; larger is stranger.</summary>
    public static double Of(float[] features, IReadOnlyList<float> levels)
    {
        var strangest = new PriorityQueue<double, double>(Strangest + 1);
        for (var f = 0; f < features.Length; f++)
        {
            var strange = Math.Abs(features[f]) / (levels[f] + FeatureFloor);
            if (strangest.Count < Strangest)
                strangest.Enqueue(strange, strange);
            else
                strangest.EnqueueDequeue(strange, strange);
        }
        var (sum, count) = (0.0, strangest.Count);
        while (strangest.TryDequeue(out var strange, out _))
            sum += Math.Log(1 + strange);
        return sum / count;
    }
}
