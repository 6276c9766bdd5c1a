namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>Probability of an onset in the window of each lead, for every pair of a site.</summary>
/// <param name="model">The class.</param>
/// <param name="config">Leads and windows.</param>
public sealed class WindowScores(ClassHazard model, PredictionConfig config)
{
    /// <summary><c>[lead][pair]</c>.</summary>
    public float[][] Of(KindPrecursors precursors)
    {
        var cumulative = CumulativeOf(precursors);
        return [.. config.Windows().Select(window => Array.ConvertAll(cumulative, one => (float)(one[window.Until] - one[window.Lead])))];
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
