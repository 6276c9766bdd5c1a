namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>
/// Packets the kernel dropped before a protocol saw them, and how often its budget ran out (<c>/proc/net/softnet_stat</c>: one line of
/// hexadecimal numbers per core).
/// </summary>
/// <param name="root">Folder that holds <c>proc</c>.</param>
internal sealed class SoftnetSource(string root) : IRecordingSource
{
    private static readonly int Dropped = RecordedSignals.IndexOf("softnet_dropped_packets_total");
    private static readonly int Squeezed = RecordedSignals.IndexOf("softnet_squeezed_total");
    private readonly ProcFile _file = new(Path.Combine(root, "proc/net/softnet_stat"));

    /// <inheritdoc/>
    public void Sample(SampleBatch batch)
    {
        double dropped = double.NaN, squeezed = double.NaN;
        var text = new Fields(_file.Read());
        while (text.NextLine(out var line))
        {
            line.Skip(1);
            dropped = Sum(dropped, line.Next(out var drops) ? Fields.HexadecimalOf(drops) : double.NaN);
            squeezed = Sum(squeezed, line.Next(out var squeezes) ? Fields.HexadecimalOf(squeezes) : double.NaN);
        }
        batch.Node.Set(Dropped, dropped);
        batch.Node.Set(Squeezed, squeezed);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static double Sum(double sum, double value) => double.IsNaN(value) ? sum : double.IsNaN(sum) ? value : sum + value;
}
