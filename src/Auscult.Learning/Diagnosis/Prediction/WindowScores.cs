namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>Probability of an onset between each lead and the horizon after it, for every pair of a site.</summary>
/// <param name="model">The class.</param>
/// <param name="horizons">Ends of the intervals in minutes.</param>
public sealed class WindowScores(ClassHazard model, IReadOnlyList<double> horizons)
{
    /// <summary><c>[lead][pair]</c>.</summary>
    public float[][] Of(KindPrecursors precursors)
    {
        var cumulative = CumulativeOf(precursors);
        var scores = new float[horizons.Count - 1][];
        for (var lead = 0; lead < scores.Length; lead++)
            scores[lead] = [.. cumulative.Select(until => (float)(until[lead + 1] - until[lead]))];
        return scores;
    }

    /// <summary>Probability of an onset until each horizon, <c>[pair][horizon]</c>.</summary>
    public double[][] CumulativeOf(KindPrecursors precursors)
    {
        var columns = ClassHazard.ColumnsOf(precursors, model.Features);
        var result = new double[precursors.Count][];
        Parallel.For(0, result.Length, pair => result[pair] = model.Hazard.Cumulative(ClassHazard.FeaturesOf(precursors, columns, pair)));
        return result;
    }
}
