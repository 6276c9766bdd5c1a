using System.Numerics;

namespace Auscult.Learning.Sites;

/// <summary>What is remembered of the past of some entities: <c>[entity, signal]</c>, rows padded to whole vectors.</summary>
internal sealed class PastStatistics(int entities, int width)
{
    private const float NormalDeviation = 1.4826f;

    /// <summary>Median; NaN where the past says nothing.</summary>
    public float[] Median { get; } = Unknown(entities * width);

    /// <summary>Robust deviation, at least the floor; the unit of shifts.</summary>
    public float[] Spread { get; } = Unknown(entities * width);

    /// <summary>Share of rows in which the signal was seen.</summary>
    public float[] Share { get; } = new float[entities * width];

    /// <summary>Mean distance of a value from the one a row before.</summary>
    public float[] Movement { get; } = new float[entities * width];

    /// <summary>Takes the past of one entity.</summary>
    /// <param name="entity">Index of the entity.</param>
    /// <param name="rowCount">Length of the past; 0 when there is none yet.</param>
    /// <param name="isLongEnough">Whether the past counts.</param>
    /// <param name="buffer">Values.</param>
    /// <param name="samples">Where the rows of the sample begin in it.</param>
    /// <param name="sums">Sums over the past: rows seen, then movement, a padded row each.</param>
    /// <param name="floors">Smallest spreads.</param>
    /// <param name="medians">Room to work.</param>
    public void Take(
        int entity, int rowCount, bool isLongEnough, float[] buffer, ReadOnlySpan<int> samples, float[] sums, SpreadFloors floors, ColumnMedians medians)
    {
        for (var lane = 0; lane < width; lane += Vector<float>.Count)
        {
            var at = (entity * width) + lane;
            var seen = new Vector<float>(sums, lane);
            var one = Vector<float>.One;
            (seen / new Vector<float>(Math.Max(1, rowCount))).CopyTo(Share, at);
            (new Vector<float>(sums, width + lane) / Vector.ConditionalSelect(Vector.LessThan(seen, one), one, seen)).CopyTo(Movement, at);
            var (median, deviation) = (new Vector<float>(float.NaN), Vector<float>.Zero);
            if (isLongEnough && samples.Length > 0)
                medians.Of(buffer, samples, lane, out median, out deviation);
            median.CopyTo(Median, at);
            Vector.Max(deviation * NormalDeviation, floors.At(lane, median)).CopyTo(Spread, at);
        }
    }

    private static float[] Unknown(int size)
    {
        var values = new float[size];
        Array.Fill(values, float.NaN);
        return values;
    }
}
