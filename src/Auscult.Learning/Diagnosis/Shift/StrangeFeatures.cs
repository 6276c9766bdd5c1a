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
        var strange = new double[features.Length];
        for (var f = 0; f < features.Length; f++)
            strange[f] = Math.Abs(features[f]) / (levels[f] + FeatureFloor);
        Array.Sort(strange);
        return strange.TakeLast(Strangest).Average(value => Math.Log(1 + value));
    }
}
