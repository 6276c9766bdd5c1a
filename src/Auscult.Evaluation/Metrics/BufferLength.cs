using System.Numerics.Tensors;

namespace Auscult.Evaluation.Metrics;

/// <summary>The buffer length W that TSB-AD derives from a series' first channel (<c>find_length_rank</c>, rank 1).</summary>
public static class BufferLength
{
    /// <summary>W where the channel shows no usable period.</summary>
    public const int Fallback = 125;

    private const int MaxRows = 20_000;
    private const int MaxLag = 400;
    private const int FirstLag = 3;
    private const int MaxIndex = 300;

    /// <summary>
    /// The lag of the highest strict local maximum of the biased autocorrelation of the first 20,000 rows over lags 3..400;
    /// 125 when that maximum lies below lag 6 or above lag 303, or when there is none.
    /// </summary>
    public static int Of(ReadOnlySpan<double> channel)
    {
        var rows = channel[..Math.Min(MaxRows, channel.Length)];
        var correlation = Autocorrelation(rows);
        var best = -1;
        for (var i = 1; i < correlation.Length - 1; i++)
        {
            var isMaximum = correlation[i] > correlation[i - 1] && correlation[i] > correlation[i + 1];
            if (isMaximum && (best < 0 || correlation[i] > correlation[best]))
                best = i;
        }
        return best is < FirstLag or > MaxIndex ? Fallback : best + FirstLag;
    }

    private static double[] Autocorrelation(ReadOnlySpan<double> rows)
    {
        var mean = 0.0;
        foreach (var value in rows)
            mean += value / rows.Length;
        var centred = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            centred[i] = rows[i] - mean;

        var variance = TensorPrimitives.Dot<double>(centred, centred);
        var lags = Math.Min(MaxLag, rows.Length - 1);
        if (variance == 0 || lags < FirstLag)
            return [];
        var correlation = new double[lags - FirstLag + 1];
        for (var i = 0; i < correlation.Length; i++)
        {
            var lag = i + FirstLag;
            correlation[i] = TensorPrimitives.Dot<double>(centred.AsSpan(lag), centred.AsSpan(0, rows.Length - lag))
                / variance;
        }
        return correlation;
    }
}
