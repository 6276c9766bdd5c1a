namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>
/// Pressure stall totals of one resource (<c>/proc/pressure/NAME</c>): how long some, or all, runnable tasks have waited for it.
/// </summary>
/// <param name="root">Folder that holds <c>proc</c>.</param>
/// <param name="resource"><c>cpu</c>, <c>memory</c> or <c>io</c>.</param>
internal sealed class PressureSource(string root, string resource) : IRecordingSource
{
    private readonly ProcFile _file = new(Path.Combine(root, "proc/pressure", resource));
    private readonly int _some = RecordedSignals.IndexOf($"pressure_{resource}_some_seconds_total");
    private readonly int _full = RecordedSignals.IndexOf($"pressure_{resource}_full_seconds_total");

    /// <inheritdoc/>
    public void Sample(SampleBatch batch)
    {
        var text = new Fields(_file.Read());
        while (text.NextLine(out var line))
        {
            if (!line.Next(out var extent))
                continue;
            var signal = extent.SequenceEqual("some"u8) ? _some : extent.SequenceEqual("full"u8) ? _full : -1;
            if (signal >= 0)
                batch.Node.Set(signal, TotalOf(line) / 1e6);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static double TotalOf(Fields line)
    {
        while (line.Next(out var field))
        {
            if (field.StartsWith("total="u8))
                return Fields.NumberOf(field["total="u8.Length..]);
        }
        return double.NaN;
    }
}
