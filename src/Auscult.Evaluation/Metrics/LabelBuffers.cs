namespace Auscult.Evaluation.Metrics;

/// <summary>The rows around labelled segments and their weights, for one buffer length after another.</summary>
internal sealed class LabelBuffers
{
    private readonly bool[] _labels;
    private readonly IReadOnlyList<LabelSegment> _segments;
    private readonly double[] _weights;
    private readonly List<int> _rows = [];

    public LabelBuffers(ReadOnlySpan<bool> labels, IReadOnlyList<LabelSegment> segments)
    {
        _labels = labels.ToArray();
        _segments = segments;
        _weights = new double[labels.Length];
    }

    /// <summary>The sum of all buffers' weights at a row, at most 1.</summary>
    public double WeightOf(int row) => Math.Min(1, _weights[row]);

    /// <summary>The sum of all buffers' weights at a row.</summary>
    public double UncappedWeightOf(int row) => _weights[row];

    /// <summary>
    /// The unlabelled rows at distance d = 1..floor(w/2) from a segment; each buffer gives its rows the weight sqrt(1 - d/w).
    /// </summary>
    public IReadOnlyList<int> Extend(int w)
    {
        foreach (var row in _rows)
            _weights[row] = 0;
        _rows.Clear();
        for (var d = 1; d <= w / 2; d++)
        {
            var weight = Math.Sqrt(1 - ((double)d / w));
            foreach (var segment in _segments)
            {
                Add(segment.End - 1 + d, weight);
                Add(segment.Start - d, weight);
            }
        }
        return _rows;
    }

    private void Add(int row, double weight)
    {
        if (row < 0 || row >= _labels.Length || _labels[row])
            return;
        if (_weights[row] == 0)
            _rows.Add(row);
        _weights[row] += weight;
    }
}

/// <summary>
/// The first threshold that hits each extended segment, where segments whose extensions overlap count as one.
/// </summary>
internal sealed class SegmentMinima
{
    private readonly IReadOnlyList<LabelSegment> _segments;
    private readonly int[] _levels;
    private readonly int[] _minima;
    private int _reach;

    public SegmentMinima(IReadOnlyList<LabelSegment> segments, int[] levels)
    {
        _segments = segments;
        _levels = levels;
        _minima = new int[segments.Count];
        for (var k = 0; k < segments.Count; k++)
            _minima[k] = levels.AsSpan(segments[k].Start, segments[k].Length).ToArray().Min();
    }

    /// <summary>Counts, per threshold, the segments first hit there; returns how many segments remain after merging.</summary>
    /// <param name="reach">Rows added on both sides; never smaller than at the previous call.</param>
    /// <param name="histogram">Overwritten.</param>
    public int Extend(int reach, double[] histogram)
    {
        while (_reach < reach)
        {
            _reach++;
            for (var k = 0; k < _minima.Length; k++)
            {
                if (_segments[k].Start - _reach >= 0)
                    _minima[k] = Math.Min(_minima[k], _levels[_segments[k].Start - _reach]);
                if (_segments[k].End - 1 + _reach < _levels.Length)
                    _minima[k] = Math.Min(_minima[k], _levels[_segments[k].End - 1 + _reach]);
            }
        }

        Array.Clear(histogram);
        var count = 0;
        for (var k = 0; k < _minima.Length; k++)
        {
            var minimum = _minima[k];
            while (k + 1 < _minima.Length && _segments[k].End - 1 + reach >= _segments[k + 1].Start - reach)
                minimum = Math.Min(minimum, _minima[++k]);
            histogram[minimum]++;
            count++;
        }
        return count;
    }
}
