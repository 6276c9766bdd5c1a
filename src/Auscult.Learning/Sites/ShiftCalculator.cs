using Auscult.Telemetry.Fusion;

namespace Auscult.Learning.Sites;

/// <summary>Computes the shifts of one kind of entity.</summary>
internal static class ShiftCalculator
{
    // Values of a past whose median is taken: evenly spaced ones are enough, sorting all of them is what would take the time.
    private const int PastSamples = 64;
    private const int MinPeers = 3;

    // Movement below this share of the spread counts as standing still.
    private const double StillShare = 0.05;
    private const float NormalDeviation = 1.4826f;

    /// <param name="kind">Values.</param>
    /// <param name="scales">Usual spreads.</param>
    /// <param name="config">Limits.</param>
    /// <param name="moments">Rows of past and now of every moment; equal pasts follow one another.</param>
    /// <param name="minPast">Fewest rows of a past in which a signal was seen.</param>
    public static KindShifts Of(SiteKind kind, SignalScales scales, SiteConfig config, (RowSpan Past, RowSpan Now)[] moments, int minPast)
    {
        var schema = kind.Frame.Schema;
        var shifts = new KindShifts(kind.Kind, schema.Entities, schema.Signals, moments.Length);
        var spreads = new float[shifts.Values.Length / KindShifts.Channels];
        Parallel.For(0, schema.Entities.Count, entity => Own(kind, scales, config, moments, minPast, shifts, spreads, entity));
        Parallel.For(0, moments.Length, () => new Peers(schema.Entities.Count), (moment, _, peers) =>
        {
            Compare(shifts, spreads, moment, peers, (float)config.Limit);
            return peers;
        }, _ => { });
        return shifts;
    }

    /// <summary>Writes presence, and for the time being the plain distance, of one entity.</summary>
    private static void Own(
        SiteKind kind, SignalScales scales, SiteConfig config, (RowSpan Past, RowSpan Now)[] moments, int minPast, KindShifts shifts, float[] spreads, int entity)
    {
        var signals = kind.Frame.Schema.Signals;
        var width = signals.Count;
        var plane = kind.Frame.Rows(entity, 0, kind.Frame.Schema.RowCount);
        var sums = RunningSums.Of(plane, width);
        var pasts = new Past[width];
        var values = new float[PastSamples];
        var known = new RowSpan(-1, -1);
        for (var m = 0; m < moments.Length; m++)
        {
            var (past, now) = moments[m];
            var isNewPast = past != known;
            known = past;
            var target = shifts.Write(m, entity);
            for (var s = 0; s < width; s++)
            {
                if (isNewPast)
                {
                    pasts[s] = PastOf(plane, width, s, past, minPast, values);
                    pasts[s].Spread = (float)Math.Max(
                        NormalDeviation * pasts[s].Deviation, config.SpreadFloor * scales.Of(kind.Kind, signals[s], pasts[s].Median));
                    pasts[s].Movement = sums.Movement(past, s);
                }
                var (mean, seen) = sums.Mean(now, s);
                var at = s * KindShifts.Channels;
                target[at] = pasts[s].IsKnown && seen > 0 ? mean - pasts[s].Median : float.NaN;
                target[at + 2] = seen - pasts[s].Share;
                target[at + 3] = float.IsNaN(target[at]) ? float.NaN : Motion(sums.Movement(now, s), pasts[s]);
                spreads[(((m * shifts.Entities.Count) + entity) * width) + s] = pasts[s].Spread;
            }
        }
    }

    /// <summary>Turns the distances of one moment into shifts from the past and from the peers.</summary>
    private static void Compare(KindShifts shifts, float[] spreads, int moment, Peers peers, float limit)
    {
        var (entities, width) = (shifts.Entities.Count, shifts.Signals.Count);
        for (var s = 0; s < width; s++)
        {
            var count = 0;
            for (var e = 0; e < entities; e++)
            {
                var distance = shifts.At(moment, e)[s * KindShifts.Channels];
                if (!float.IsNaN(distance))
                    peers.Values[count++] = distance;
            }
            var (median, deviation) = count >= MinPeers ? peers.Middle(count) : (float.NaN, float.NaN);
            for (var e = 0; e < entities; e++)
            {
                var cell = shifts.Write(moment, e).Slice(s * KindShifts.Channels, KindShifts.Channels);
                var distance = cell[0];
                var spread = spreads[(((moment * entities) + e) * width) + s];
                cell[0] = Limited(distance / spread, limit);
                cell[1] = Limited((distance - median) / Math.Max(spread, NormalDeviation * deviation), limit);
            }
        }
    }

    private static float Motion(double now, in Past past)
    {
        var still = StillShare * past.Spread;
        return (float)Math.Log((now + still) / (past.Movement + still));
    }

    private static float Limited(float shift, float limit) => float.IsNaN(shift) ? float.NaN : Math.Clamp(MathF.Asinh(shift), -limit, limit);

    private static Past PastOf(ReadOnlySpan<float> plane, int width, int signal, RowSpan past, int minPast, float[] values)
    {
        var every = Math.Max(1, past.Count / PastSamples);
        var (count, looked) = (0, 0);
        for (var row = past.First; row < past.End && looked < PastSamples; row += every, looked++)
        {
            var value = plane[(row * width) + signal];
            if (!float.IsNaN(value))
                values[count++] = value;
        }
        var result = new Past { Share = looked == 0 ? 0 : (float)count / looked };
        if (count == 0 || count * every < Math.Min(minPast, past.Count) * result.Share || past.Count < minPast)
            return result;
        var part = values.AsSpan(0, count);
        part.Sort();
        result.Median = part[count / 2];
        for (var i = 0; i < count; i++)
            part[i] = Math.Abs(part[i] - result.Median);
        part.Sort();
        (result.Deviation, result.IsKnown) = (part[count / 2], true);
        return result;
    }

    private struct Past
    {
        public float Median;
        public float Deviation;
        public float Spread;
        public float Share;
        public double Movement;
        public bool IsKnown;
    }

    /// <summary>Room for the distances of the peers, per thread.</summary>
    private sealed class Peers(int entities)
    {
        private readonly float[] _sorted = new float[entities];

        public float[] Values { get; } = new float[entities];

        /// <summary>Median, and median absolute deviation from it.</summary>
        public (float Median, float Deviation) Middle(int count)
        {
            var sorted = _sorted.AsSpan(0, count);
            Values.AsSpan(0, count).CopyTo(sorted);
            sorted.Sort();
            var median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
            for (var i = 0; i < count; i++)
                sorted[i] = Math.Abs(Values[i] - median);
            sorted.Sort();
            return (median, (sorted[(count - 1) / 2] + sorted[count / 2]) / 2);
        }
    }
}
