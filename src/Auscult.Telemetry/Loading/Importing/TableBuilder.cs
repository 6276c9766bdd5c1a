using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Importing;

/// <summary>Lays the series of one layer and entity kind side by side: one row per entity and moment, one column per signal.</summary>
internal static class TableBuilder
{
    public static SeriesTable Build(
        IReadOnlyList<Signal> signals, IReadOnlyList<string> entities, IReadOnlyDictionary<(string Entity, Signal Signal), SampleSeries> series)
    {
        var moments = entities.Select(entity => Moments(entity, signals, series)).ToArray();
        var rowCount = moments.Sum(times => times.Length);
        var times = new long[rowCount];
        var entityIndex = new int[rowCount];
        var columns = signals.Select(_ => NaN(rowCount)).ToArray();
        var first = 0;
        for (var entity = 0; entity < entities.Count; entity++)
        {
            moments[entity].CopyTo(times, first);
            entityIndex.AsSpan(first, moments[entity].Length).Fill(entity);
            for (var i = 0; i < signals.Count; i++)
            {
                if (series.TryGetValue((entities[entity], signals[i]), out var samples))
                    Fill(samples, moments[entity], columns[i].AsSpan(first, moments[entity].Length));
            }
            first += moments[entity].Length;
        }
        return new SeriesTable(entities, times, entityIndex, [.. signals.Select((signal, i) => new SeriesColumn(signal.Name, columns[i]))]);
    }

    private static long[] Moments(
        string entity, IReadOnlyList<Signal> signals, IReadOnlyDictionary<(string Entity, Signal Signal), SampleSeries> series)
    {
        long[] union = [];
        foreach (var signal in signals)
        {
            // Signals of one source are mostly sampled together: then the union is found at the first one.
            if (series.TryGetValue((entity, signal), out var samples) && !samples.Times.SequenceEqual(union))
                union = Union(union, samples.Times);
        }
        return union;
    }

    private static long[] Union(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        var merged = new long[a.Length + b.Length];
        var (i, j, count) = (0, 0, 0);
        while (i < a.Length || j < b.Length)
        {
            var next = j == b.Length || (i < a.Length && a[i] <= b[j]) ? a[i] : b[j];
            if (i < a.Length && a[i] == next)
                i++;
            if (j < b.Length && b[j] == next)
                j++;
            merged[count++] = next;
        }
        return merged[..count];
    }

    private static void Fill(SampleSeries samples, ReadOnlySpan<long> rows, Span<double> target)
    {
        var row = 0;
        for (var i = 0; i < samples.Count; i++)
        {
            while (rows[row] != samples.Times[i])
                row++;
            target[row] = samples.Values[i];
        }
    }

    private static double[] NaN(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
