namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>Load averages (<c>/proc/loadavg</c>).</summary>
/// <param name="root">Folder that holds <c>proc</c>.</param>
internal sealed class LoadSource(string root) : IRecordingSource
{
    private static readonly int Load1 = RecordedSignals.IndexOf("load1");
    private static readonly int Load5 = RecordedSignals.IndexOf("load5");
    private readonly ProcFile _file = new(Path.Combine(root, "proc/loadavg"));

    /// <inheritdoc/>
    public void Sample(SampleBatch batch)
    {
        var text = new Fields(_file.Read());
        batch.Node.Set(Load1, text.NextNumber());
        batch.Node.Set(Load5, text.NextNumber());
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
