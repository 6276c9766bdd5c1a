using System.Numerics;
using Auscult.Telemetry.Windowing;

namespace Auscult.Learning.Sites;

/// <summary>
/// The formulas of shifts on whole vectors of signals; used by recordings and by streams alike, so that both give the same bits.
/// </summary>
internal static class ShiftKernels
{
    // Movement below this share of the spread counts as standing still.
    private const float StillShare = 0.05f;
    private const float NormalDeviation = 1.4826f;

    /// <summary>Adds a row to sums of rows seen and of movement.</summary>
    /// <param name="buffer">Values.</param>
    /// <param name="row">Where the row begins.</param>
    /// <param name="before">Where the row before it begins; negative when there is none.</param>
    /// <param name="sums">Sums.</param>
    /// <param name="seenAt">Where the sums of rows seen begin.</param>
    /// <param name="movementAt">Where the sums of movement begin.</param>
    /// <param name="width">Padded number of signals.</param>
    public static void AddRow(float[] buffer, int row, int before, float[] sums, int seenAt, int movementAt, int width)
    {
        for (var lane = 0; lane < width; lane += Vector<float>.Count)
        {
            var value = new Vector<float>(buffer, row + lane);
            (new Vector<float>(sums, seenAt + lane) + Counted(value)).CopyTo(sums, seenAt + lane);
            if (before >= 0)
                (new Vector<float>(sums, movementAt + lane) + Seen(Vector.Abs(value - new Vector<float>(buffer, before + lane)))).CopyTo(sums, movementAt + lane);
        }
    }

    /// <summary>Adds sums to sums.</summary>
    public static void Add(float[] from, int fromAt, float[] to, int toAt, int width)
    {
        for (var lane = 0; lane < width; lane += Vector<float>.Count)
            (new Vector<float>(to, toAt + lane) + new Vector<float>(from, fromAt + lane)).CopyTo(to, toAt + lane);
    }

    /// <summary>Distance, presence and motion of "now" against the past of one entity.</summary>
    /// <param name="buffer">Values.</param>
    /// <param name="rows">
    /// Where each row of now begins, oldest first, after the row before them, which is negative when there is none.
    /// </param>
    /// <param name="past">The past.</param>
    /// <param name="pastAt">Where the entity's past begins in it.</param>
    /// <param name="now">Receives distance, presence and motion, a padded row each.</param>
    /// <param name="width">Padded number of signals.</param>
    public static void Now(float[] buffer, ReadOnlySpan<int> rows, PastStatistics past, int pastAt, float[] now, int width)
    {
        var unknown = new Vector<float>(float.NaN);
        for (var lane = 0; lane < width; lane += Vector<float>.Count)
        {
            var at = pastAt + lane;
            var median = new Vector<float>(past.Median, at);
            var (sum, count, movement) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
            var before = rows[0] < 0 ? unknown : new Vector<float>(buffer, rows[0] + lane);
            foreach (var row in rows[1..])
            {
                var value = new Vector<float>(buffer, row + lane);
                sum += Vector.ConditionalSelect(Vector.Equals(value, value), value - median, Vector<float>.Zero);
                count += Counted(value);
                movement += Seen(Vector.Abs(value - before));
                before = value;
            }
            // Nothing seen: 0 / 0 is unknown, as it should be.
            var distance = sum / count;
            var still = new Vector<float>(past.Spread, at) * StillShare;
            var motion = Vector.Log(((movement / count) + still) / (new Vector<float>(past.Movement, at) + still));
            distance.CopyTo(now, lane);
            ((count / new Vector<float>(rows.Length - 1)) - new Vector<float>(past.Share, at)).CopyTo(now, width + lane);
            Vector.ConditionalSelect(Vector.Equals(distance, distance), motion, unknown).CopyTo(now, (2 * width) + lane);
        }
    }

    /// <summary>Turns distances of one entity into shifts from its past and from its peers.</summary>
    /// <param name="distances">
    /// Distances, a padded row, and room for a second one: receives the shifts from the past, then from the peers.
    /// </param>
    /// <param name="spreads">Spreads, a padded row.</param>
    /// <param name="peers">Medians of the peers' distances, then their median absolute deviations; a padded row each.</param>
    /// <param name="limit">Largest magnitude.</param>
    /// <param name="width">Padded number of signals.</param>
    public static void Compare(float[] distances, float[] spreads, float[] peers, float limit, int width)
    {
        for (var lane = 0; lane < width; lane += Vector<float>.Count)
        {
            var (distance, spread) = (new Vector<float>(distances, lane), new Vector<float>(spreads, lane));
            var deviation = new Vector<float>(peers, width + lane) * NormalDeviation;
            Limited(distance / spread, limit).CopyTo(distances, lane);
            Limited((distance - new Vector<float>(peers, lane)) / Vector.Max(spread, deviation), limit).CopyTo(distances, width + lane);
        }
    }

    private static Vector<float> Limited(Vector<float> shift, float limit)
    {
        var value = InverseSinh.Of(shift);
        var size = Vector.Abs(value);
        return Vector.ConditionalSelect(Vector.GreaterThan(size, new Vector<float>(limit)), Vector.CopySign(new Vector<float>(limit), value), value);
    }

    private static Vector<float> Counted(Vector<float> value) =>
        Vector.ConditionalSelect(Vector.Equals(value, value), Vector<float>.One, Vector<float>.Zero);

    private static Vector<float> Seen(Vector<float> value) =>
        Vector.ConditionalSelect(Vector.Equals(value, value), value, Vector<float>.Zero);
}
