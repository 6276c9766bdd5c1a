using System.Runtime.CompilerServices;
using Auscult.Telemetry.Storage.Long;

namespace Auscult.Telemetry.Fusion;

/// <summary>Samples of some series, each series by itself in the order of the file; one worker uses it again for one partition after another.</summary>
/// <param name="samples">Where they come from.</param>
internal sealed class LongPartition(LongSamples samples)
{
    private readonly int[] _begins = new int[samples.Series.Count];
    private readonly int[] _ends = new int[samples.Series.Count];
    private double[] _values = [];

    public long[] Times { get; private set; } = [];

    public double[] Values => _values;

    /// <summary>Position of the first sample of a loaded series.</summary>
    public int BeginOf(int series) => _begins[series];

    /// <summary>Takes all samples of some series.</summary>
    /// <param name="series">Numbers of the series.</param>
    /// <param name="partitions">Where their samples lie, together with those of other series.</param>
    public void Load(IReadOnlyList<int> series, IEnumerable<int> partitions)
    {
        var count = 0;
        Array.Fill(_ends, -1);
        foreach (var number in series)
        {
            (_begins[number], _ends[number]) = (count, count);
            count = checked((int)(count + samples.Series[number].Count));
        }
        if (Times.Length < count)
            (Times, _values) = (GC.AllocateUninitializedArray<long>(count), GC.AllocateUninitializedArray<double>(count));
        foreach (var partition in partitions)
            samples.Read(partition, Scatter);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scatter(ReadOnlySpan<Sample> chunk, int[] numberOf)
    {
        var (times, values, ends) = (Times, _values, _ends);
        foreach (ref readonly var sample in chunk)
        {
            var series = numberOf[sample.Series];
            var end = ends[series];
            if (end < 0)
                continue;
            (times[end], values[end]) = (sample.Time, sample.Value);
            ends[series] = end + 1;
        }
    }
}
