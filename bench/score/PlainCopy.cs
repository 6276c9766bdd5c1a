namespace Auscult.Bench.Score;

/// <summary>Copies memory with all processors, reading and writing as many bytes in all as it is given.</summary>
internal sealed class PlainCopy
{
    private readonly float[] _from;
    private readonly float[] _to;

    public PlainCopy(long bytes)
    {
        Bytes = bytes;
        _from = new float[bytes / 2 / sizeof(float)];
        _to = new float[_from.Length];
        // Memory that was never written is one page of zeros to the machine: reading it would cost nothing.
        Array.Fill(_from, 1);
        Array.Fill(_to, 2);
    }

    public long Bytes { get; }

    public void Run()
    {
        var parts = Environment.ProcessorCount;
        var size = (_from.Length + parts - 1) / parts;
        Parallel.For(0, parts, part =>
        {
            var first = part * size;
            _from.AsSpan(first, Math.Min(size, _from.Length - first)).CopyTo(_to.AsSpan(first));
        });
    }
}
