namespace Auscult.Telemetry.Windowing;

/// <summary>
/// The k-th smallest of many floats without sorting them: one pass counts the upper halves of their bit patterns, a second one the lower
/// halves within the bucket that holds the rank. Exact. Not safe for several threads: it reuses its counts.
/// </summary>
internal sealed class OrderStatistics
{
    private const int Buckets = 1 << 16;
    private readonly int[] _upper = new int[Buckets];
    private readonly int[] _lower = new int[Buckets];
    private float[] _values = [];
    private int _count;
    private int _bucket;

    /// <summary>Takes the values to look into; none may be NaN.</summary>
    public void Load(float[] values, int count)
    {
        (_values, _count, _bucket) = (values, count, -1);
        Array.Clear(_upper);
        for (var i = 0; i < count; i++)
            _upper[Key(values[i]) >> 16]++;
    }

    /// <summary>The quantile of a share between 0 and 1, interpolated linearly between the two nearest values.</summary>
    public double Quantile(double share)
    {
        var position = share * (_count - 1);
        var below = (int)position;
        double low = Smallest(below);
        return below + 1 < _count ? low + ((position - below) * (Smallest(below + 1) - low)) : low;
    }

    /// <summary>The value of a rank; 0 is the smallest.</summary>
    public float Smallest(int rank)
    {
        var bucket = 0;
        for (; rank >= _upper[bucket]; bucket++)
            rank -= _upper[bucket];
        if (bucket != _bucket)
            CountLower(bucket);
        var lower = 0;
        for (; rank >= _lower[lower]; lower++)
            rank -= _lower[lower];
        var key = ((uint)bucket << 16) | (uint)lower;
        return BitConverter.UInt32BitsToSingle((key & 0x8000_0000) != 0 ? key & 0x7FFF_FFFF : ~key);
    }

    private void CountLower(int bucket)
    {
        _bucket = bucket;
        Array.Clear(_lower);
        for (var i = 0; i < _count; i++)
        {
            var key = Key(_values[i]);
            if (key >> 16 == bucket)
                _lower[key & 0xFFFF]++;
        }
    }

    // Bit patterns of floats in the order of the floats: negative ones reversed, positive ones above them.
    private static uint Key(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
    }
}
