namespace Auscult.Evaluation.Protocols;

/// <summary>A labelled interval on the time axis of a plot.</summary>
/// <param name="Start">First point.</param>
/// <param name="End">First point after it.</param>
/// <param name="Class">Its class.</param>
/// <param name="IsBenign">Whether it is a labelled negative.</param>
public sealed record PlotBand(int Start, int End, string Class, bool IsBenign);

/// <summary>One curve.</summary>
/// <param name="Name">Name of the detector or signal.</param>
/// <param name="Low">Smallest value per point; NaN where nothing was seen.</param>
/// <param name="High">Largest value per point.</param>
/// <param name="Threshold">Horizontal line, or null.</param>
public sealed record PlotCurve(string Name, IReadOnlyList<double> Low, IReadOnlyList<double> High, double? Threshold);

/// <summary>Scores and signals of one entity over time, reduced to at most a thousand points that keep every peak.</summary>
public sealed record SeriesPlot
{
    /// <summary>Largest number of points of a plot.</summary>
    public const int MaxPoints = 1000;

    /// <summary>Entity and recordings shown.</summary>
    public required string Title { get; init; }

    /// <summary>Time of the first point.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Seconds per point.</summary>
    public required double SecondsPerPoint { get; init; }

    /// <summary>Points where a new recording begins.</summary>
    public required IReadOnlyList<int> Borders { get; init; }

    /// <summary>Labelled intervals.</summary>
    public required IReadOnlyList<PlotBand> Bands { get; init; }

    /// <summary>Anomaly scores, one per detector.</summary>
    public required IReadOnlyList<PlotCurve> Scores { get; init; }

    /// <summary>The signals that moved most during the labelled intervals.</summary>
    public required IReadOnlyList<PlotCurve> Signals { get; init; }

    /// <summary>The smallest and largest of every <paramref name="rowsPerPoint"/> values.</summary>
    public static PlotCurve Reduce(string name, ReadOnlySpan<float> values, int rowsPerPoint, double? threshold = null)
    {
        var points = (values.Length + rowsPerPoint - 1) / rowsPerPoint;
        var (low, high) = (new double[points], new double[points]);
        for (var point = 0; point < points; point++)
        {
            (low[point], high[point]) = (double.NaN, double.NaN);
            foreach (var value in values.Slice(point * rowsPerPoint, Math.Min(rowsPerPoint, values.Length - (point * rowsPerPoint))))
            {
                if (float.IsNaN(value))
                    continue;
                low[point] = double.IsNaN(low[point]) ? value : Math.Min(low[point], value);
                high[point] = double.IsNaN(high[point]) ? value : Math.Max(high[point], value);
            }
            (low[point], high[point]) = (Short(low[point]), Short(high[point]));
        }
        return new PlotCurve(name, low, high, threshold);
    }

    /// <summary>A plot has no use for more than four digits, and the results file is a third of the size.</summary>
    internal static double Short(double value) => double.Parse(value.ToString("G4"));
}
