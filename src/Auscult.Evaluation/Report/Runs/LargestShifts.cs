using Auscult.Telemetry.Domain;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>The mean of the five largest shifts of each layer at one moment: what the lanes of a recording show.</summary>
internal sealed class LargestShifts
{
    private const int Kept = 5;
    private readonly double[][] _largest = Array.ConvertAll(Layers, _ => new double[Kept]);

    /// <summary>The layers, in the order of <see cref="Means"/>.</summary>
    public static Layer[] Layers { get; } = Enum.GetValues<Layer>();

    /// <summary>Counts the shift of one signal; NaN counts as none.</summary>
    public void Add(Layer layer, double size)
    {
        var largest = _largest[(int)layer];
        if (!(size > largest[^1]))
            return;
        largest[^1] = size;
        for (var i = largest.Length - 1; i > 0 && largest[i] > largest[i - 1]; i--)
            (largest[i], largest[i - 1]) = (largest[i - 1], largest[i]);
    }

    /// <summary>One mean for each layer.</summary>
    public double[] Means() => Array.ConvertAll(_largest, values => values.Average());

    /// <summary>The layer with the largest mean.</summary>
    public static string Dominant(double[] means) => Name(Layers[Array.IndexOf(means, means.Max())]);

    /// <summary>How a report writes a layer.</summary>
    public static string Name(Layer layer) => layer.ToString().ToLowerInvariant();

    /// <summary>Bins of moments, so that a lane has at most so many cells.</summary>
    public static int[][] Bins(int moments, int most) =>
        [.. Enumerable.Range(0, moments).Chunk(Math.Max(1, (int)Math.Ceiling(moments / (double)most)))];

    /// <summary>A lane for each layer; a bin shows its strangest moment.</summary>
    public static IReadOnlyList<LayerLane> Lanes(int[][] bins, double[][] means) =>
        [.. Layers.Select((layer, l) => new LayerLane(Name(layer), [.. bins.Select(bin => bin.Max(moment => means[moment][l]))]))];
}
