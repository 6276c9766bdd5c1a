using Auscult.Telemetry.Fusion;

namespace Auscult.Learning.Sites;

/// <summary>Computes the shifts of one kind of entity over a recording.</summary>
internal static class ShiftCalculator
{
    /// <param name="kind">Values.</param>
    /// <param name="scales">Usual spreads.</param>
    /// <param name="config">Limits.</param>
    /// <param name="moments">Rows of past and now of every moment; equal pasts follow one another.</param>
    /// <param name="block">Rows whose sums are taken together; pasts consist of whole blocks.</param>
    /// <param name="sampleStep">Rows between two samples of a past, which lie on multiples of it.</param>
    /// <param name="minPast">Fewest rows of a past that counts.</param>
    public static KindShifts Of(
        SiteKind kind, SignalScales scales, SiteConfig config, (RowSpan Past, RowSpan Now)[] moments, int block, int sampleStep, int minPast)
    {
        var schema = kind.Frame.Schema;
        var shifts = new KindShifts(kind.Kind, schema.Entities, schema.Signals, moments.Length);
        var floors = new SpreadFloors(kind.Kind, schema.Signals, scales, config.SpreadFloor);
        var spreads = new float[(long)moments.Length * schema.Entities.Count * floors.Width];
        Parallel.For(0, schema.Entities.Count, () => new ColumnMedians(), (entity, _, medians) =>
        {
            Own(kind.Frame, floors, moments, block, sampleStep, minPast, shifts, spreads, entity, medians);
            return medians;
        }, _ => { });
        Parallel.For(0, moments.Length, () => (Medians: new PeerMedians(schema.Entities.Count), Peers: new float[2 * floors.Width]), (moment, _, room) =>
        {
            for (var s = 0; s < schema.Signals.Count; s += PeerMedians.Tile)
                room.Medians.Take(shifts, moment, s, room.Peers, floors.Width);
            Compare(shifts, spreads, moment, new RowSpan(0, schema.Entities.Count), room.Peers, (float)config.Limit, floors.Width);
            return room;
        }, _ => { });
        return shifts;
    }

    /// <summary>Turns the distances of some entities at one moment into shifts from the past and from the peers.</summary>
    public static void Compare(KindShifts shifts, float[] spreads, int moment, RowSpan entities, float[] peers, float limit, int width)
    {
        var (distances, spread) = (new float[2 * width], new float[width]);
        for (var e = entities.First; e < entities.End; e++)
        {
            var cells = shifts.Write(moment, e);
            for (var s = 0; s < shifts.Signals.Count; s++)
                distances[s] = cells[s * KindShifts.Channels];
            Array.Copy(spreads, (((long)moment * shifts.Entities.Count) + e) * width, spread, 0, width);
            ShiftKernels.Compare(distances, spread, peers, limit, width);
            for (var s = 0; s < shifts.Signals.Count; s++)
                (cells[s * KindShifts.Channels], cells[(s * KindShifts.Channels) + 1]) = (distances[s], distances[width + s]);
        }
    }

    /// <summary>Writes distance, presence and motion of one entity at one moment.</summary>
    public static void Write(Span<float> cells, float[] now, int width)
    {
        for (var (s, at) = (0, 0); at < cells.Length; s++, at += KindShifts.Channels)
            (cells[at], cells[at + 2], cells[at + 3]) = (now[s], now[width + s], now[(2 * width) + s]);
    }

    /// <summary>Writes presence and motion, and for the time being the plain distance, of one entity.</summary>
    private static void Own(
        Frame frame, SpreadFloors floors, (RowSpan Past, RowSpan Now)[] moments, int block, int sampleStep, int minPast, KindShifts shifts,
        float[] spreads, int entity, ColumnMedians medians)
    {
        var width = floors.Width;
        var values = Padded(frame, entity, width);
        var blocks = BlockSums(values, block, width);
        var past = new PastStatistics(1, width);
        var (now, sums, known) = (new float[3 * width], new float[2 * width], new RowSpan(-1, -1));
        var (samples, rows) = (new List<int>(), new List<int>());
        for (var m = 0; m < moments.Length; m++)
        {
            var (before, current) = moments[m];
            if (before != known)
            {
                known = before;
                samples.Clear();
                for (var row = (before.First + sampleStep - 1) / sampleStep * sampleStep; row < before.End; row += sampleStep)
                    samples.Add(row * width);
                Array.Clear(sums);
                for (var b = before.First / block; b * block < before.End; b++)
                    ShiftKernels.Add(blocks, 2 * b * width, sums, 0, 2 * width);
                past.Take(
                    0, before.Count, before.Count >= minPast, values, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(samples), sums, floors, medians);
            }
            rows.Clear();
            for (var row = current.First - 1; row < current.End; row++)
                rows.Add(row * width);
            ShiftKernels.Now(values, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows), past, 0, now, width);
            Write(shifts.Write(m, entity), now, width);
            past.Spread.CopyTo(spreads, (((long)m * shifts.Entities.Count) + entity) * width);
        }
    }

    private static float[] Padded(Frame frame, int entity, int width)
    {
        var (count, rowCount) = (frame.Schema.Signals.Count, frame.Schema.RowCount);
        var plane = frame.Rows(entity, 0, rowCount);
        var values = new float[rowCount * width];
        for (var row = 0; row < rowCount; row++)
            plane.Slice(row * count, count).CopyTo(values.AsSpan(row * width));
        return values;
    }

    private static float[] BlockSums(float[] values, int block, int width)
    {
        var rowCount = values.Length / width;
        var sums = new float[2 * ((rowCount / block) + 1) * width];
        for (var row = 0; row < rowCount; row++)
        {
            var at = 2 * (row / block) * width;
            ShiftKernels.AddRow(values, row * width, (row - 1) * width, sums, at, at + width, width);
        }
        return sums;
    }
}
