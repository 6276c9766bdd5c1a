using Auscult.Simulation.Configuration;
using Auscult.Simulation.Exporting;
using Auscult.Simulation.Noise;
using Auscult.Simulation.Planes;
using Auscult.Simulation.Running;

namespace Auscult.Simulation.Tests.Exporting;

/// <summary>Measures one column of one entity, a sample per tick.</summary>
internal static class ColumnFixture
{
    public const int Ticks = 64;

    public static ExporterSettings Exact => ExporterSettings.Of(new ExporterConfig { Profile = ExporterProfile.Ideal });

    public static ExporterSettings Noisy => ExporterSettings.Of(new ExporterConfig());

    /// <summary>A plane of one entity that holds a value.</summary>
    public static Plane Constant(float value)
    {
        var plane = new Plane(1, Ticks, 0);
        plane.Change(0).Fill(value);
        return plane;
    }

    public static double[] Measure(SeriesColumnModel column, ExporterSettings settings, int blocks, Action<int>? before = null,
        float fraction = 0)
    {
        var random = new NoiseStream(1);
        column.Prepare(1, 1, settings);
        column.Start(0, ref random);
        var (result, floats, doubles) = (new List<double>(), new float[Ticks], new double[Ticks]);
        int[] ticks = [.. Enumerable.Range(0, Ticks)];
        float[] fractions = [.. Enumerable.Repeat(fraction, Ticks)];
        byte[] gaps = [.. Enumerable.Repeat((byte)1, Ticks)];
        for (var block = 0; block < blocks; block++)
        {
            before?.Invoke(block);
            var sampling = new Sampling
            {
                Block = new Block(block * Ticks, Ticks, 1, DateTimeOffset.UnixEpoch),
                Ticks = ticks, Fractions = fractions, Gaps = gaps, Latencies = new float[Ticks], Outcomes = new SampleOutcome[Ticks],
            };
            if (column is CounterColumn counter)
            {
                counter.Measure(0, sampling, doubles);
                result.AddRange(doubles);
            }
            else
            {
                ((GaugeColumn)column).Measure(0, sampling, floats, ref random);
                result.AddRange(floats.Select(value => (double)value));
            }
        }
        return [.. result];
    }
}
