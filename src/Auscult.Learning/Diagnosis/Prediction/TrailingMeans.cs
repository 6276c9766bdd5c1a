using Auscult.Telemetry.Fusion;

namespace Auscult.Learning.Diagnosis.Prediction;

/// <summary>Means of the seen values of each signal over the rows up to each moment.</summary>
internal sealed class TrailingMeans
{
    private readonly float[] _means;
    private readonly float[] _shares;
    private readonly int _entities;

    private TrailingMeans(Frame frame, IReadOnlyList<int> rows)
    {
        (Frame, Rows) = (frame, rows);
        (_entities, Signals) = (frame.Schema.Entities.Count, frame.Schema.Signals.Count);
        _means = new float[rows.Count * _entities * Signals];
        _shares = new float[_means.Length];
    }

    public Frame Frame { get; }

    /// <summary>Last row of each moment.</summary>
    public IReadOnlyList<int> Rows { get; }

    public int Signals { get; }

    /// <param name="frame">Values.</param>
    /// <param name="rows">Last row of each moment.</param>
    /// <param name="length">Rows of a mean.</param>
    public static TrailingMeans Of(Frame frame, IReadOnlyList<int> rows, int length)
    {
        var result = new TrailingMeans(frame, rows);
        Parallel.For(0, result._entities, e => result.Take(e, length));
        return result;
    }

    /// <summary>NaN where nothing was seen.</summary>
    public float Value(int moment, int entity, int signal) => _means[At(moment, entity, signal)];

    /// <summary>Share of the rows in which it was seen.</summary>
    public float Share(int moment, int entity, int signal) => _shares[At(moment, entity, signal)];

    private int At(int moment, int entity, int signal) => (((moment * _entities) + entity) * Signals) + signal;

    private void Take(int entity, int length)
    {
        var values = Frame.Rows(entity, 0, Frame.Schema.RowCount);
        for (var m = 0; m < Rows.Count; m++)
        {
            var first = Math.Max(0, Rows[m] + 1 - length);
            for (var s = 0; s < Signals; s++)
            {
                var (sum, seen) = (0.0, 0);
                for (var row = first; row <= Rows[m]; row++)
                {
                    var value = values[(row * Signals) + s];
                    if (!float.IsNaN(value))
                        (sum, seen) = (sum + value, seen + 1);
                }
                _means[At(m, entity, s)] = seen == 0 ? float.NaN : (float)(sum / seen);
                _shares[At(m, entity, s)] = (float)seen / (Rows[m] + 1 - first);
            }
        }
    }
}

/// <summary>For each entity the median of one signal over the others. Not safe for several threads: it reuses its room.</summary>
internal sealed class OtherMedians(int entities)
{
    private readonly float[] _sorted = new float[entities];
    private readonly int[] _order = new int[entities];
    private readonly int[] _ranks = new int[entities];
    private int _seen;

    public void Take(TrailingMeans means, int moment, int signal)
    {
        _seen = 0;
        for (var e = 0; e < entities; e++)
        {
            _ranks[e] = -1;
            var value = means.Value(moment, e, signal);
            if (float.IsNaN(value))
                continue;
            (_sorted[_seen], _order[_seen]) = (value, e);
            _seen++;
        }
        Array.Sort(_sorted, _order, 0, _seen);
        for (var i = 0; i < _seen; i++)
            _ranks[_order[i]] = i;
    }

    /// <summary>The median without one entity; NaN when no other was seen.</summary>
    public float Without(int entity)
    {
        var rank = _ranks[entity];
        var others = rank < 0 ? _seen : _seen - 1;
        return others == 0 ? float.NaN : (Value((others - 1) / 2, rank) + Value(others / 2, rank)) / 2;
    }

    private float Value(int index, int without) => _sorted[without >= 0 && index >= without ? index + 1 : index];
}
