namespace Auscult.Evaluation.Baselines;

/// <summary>Mean and standard deviation of each signal over some rows, where it was seen.</summary>
internal sealed class StandardScale
{
    private readonly double[] _means;
    private readonly double[] _deviations;

    private StandardScale(double[] means, double[] deviations) => (_means, _deviations) = (means, deviations);

    /// <summary>Fits on the given rows; a signal that was constant or never seen gets no scale and always reads 0.</summary>
    public static StandardScale Fit(ReadOnlySpan<float> rows, int width)
    {
        var (means, deviations, counts) = (new double[width], new double[width], new int[width]);
        for (var i = 0; i < rows.Length; i++)
        {
            if (float.IsNaN(rows[i]))
                continue;
            means[i % width] += rows[i];
            counts[i % width]++;
        }
        for (var signal = 0; signal < width; signal++)
            means[signal] /= Math.Max(1, counts[signal]);
        for (var i = 0; i < rows.Length; i++)
        {
            if (!float.IsNaN(rows[i]))
                deviations[i % width] += (rows[i] - means[i % width]) * (rows[i] - means[i % width]);
        }
        for (var signal = 0; signal < width; signal++)
        {
            deviations[signal] = Math.Sqrt(deviations[signal] / Math.Max(1, counts[signal]));
            // A constant in single precision is not exactly its own mean.
            if (deviations[signal] <= 1e-6 * Math.Abs(means[signal]))
                deviations[signal] = 0;
        }
        return new StandardScale(means, deviations);
    }

    /// <summary>Standardises rows <c>[row, signal]</c> in place; 0 where nothing was seen.</summary>
    public void Apply(Span<float> rows)
    {
        var width = _means.Length;
        for (var i = 0; i < rows.Length; i++)
        {
            var signal = i % width;
            rows[i] = float.IsNaN(rows[i]) || _deviations[signal] == 0 ? 0 : (float)((rows[i] - _means[signal]) / _deviations[signal]);
        }
    }
}
