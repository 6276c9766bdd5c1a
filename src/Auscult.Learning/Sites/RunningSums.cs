namespace Auscult.Learning.Sites;

/// <summary>Running sums of the columns of one entity: means and movements of any rows without reading them again.</summary>
internal sealed class RunningSums
{
    private readonly double[] _sums;
    private readonly double[] _moves;
    private readonly int[] _counts;
    private readonly int _width;

    private RunningSums(int rows, int width)
    {
        var size = (rows + 1) * width;
        (_sums, _moves, _counts, _width) = (new double[size], new double[size], new int[size], width);
    }

    /// <param name="plane"><c>[row, signal]</c>, NaN where nothing was seen.</param>
    /// <param name="width">Number of signals.</param>
    public static RunningSums Of(ReadOnlySpan<float> plane, int width)
    {
        var result = new RunningSums(plane.Length / width, width);
        for (var i = 0; i < plane.Length; i++)
        {
            var isSeen = !float.IsNaN(plane[i]);
            result._sums[i + width] = result._sums[i] + (isSeen ? plane[i] : 0);
            result._counts[i + width] = result._counts[i] + (isSeen ? 1 : 0);
            var move = i < width ? 0 : Math.Abs(plane[i] - plane[i - width]);
            result._moves[i + width] = result._moves[i] + (float.IsNaN(move) ? 0 : move);
        }
        return result;
    }

    /// <summary>Mean of the seen values, and the share of rows in which the signal was seen.</summary>
    public (float Mean, float Share) Mean(RowSpan rows, int signal)
    {
        var (first, end) = ((rows.First * _width) + signal, (rows.End * _width) + signal);
        var count = _counts[end] - _counts[first];
        return count == 0 ? (0, 0) : ((float)((_sums[end] - _sums[first]) / count), (float)count / rows.Count);
    }

    /// <summary>Mean distance of a value from the one a row before, where both were seen.</summary>
    public double Movement(RowSpan rows, int signal)
    {
        var (first, end) = ((rows.First * _width) + signal, (rows.End * _width) + signal);
        var count = _counts[end] - _counts[first];
        return count == 0 ? 0 : (_moves[end] - _moves[first]) / count;
    }
}
