namespace Auscult.Telemetry.Loading.Recorded.Sources;

/// <summary>The hottest sensor of the machine (<c>/sys/class/hwmon</c>, <c>/sys/class/thermal</c>).</summary>
internal sealed class TemperatureSource : IRecordingSource
{
    private static readonly int Temperature = RecordedSignals.IndexOf("temperature_max_celsius");
    private readonly ProcFile[] _sensors;

    /// <param name="root">Folder that holds <c>sys</c>.</param>
    public TemperatureSource(string root) =>
        _sensors = [.. Sensors(root, "hwmon", "temp*_input").Concat(Sensors(root, "thermal", "temp")).Select(path => new ProcFile(path))];

    /// <inheritdoc/>
    public void Sample(SampleBatch batch)
    {
        var hottest = double.NaN;
        foreach (var sensor in _sensors)
        {
            var text = new Fields(sensor.Read());
            if (text.NextLine(out var line))
                hottest = double.MaxNumber(hottest, line.NextNumber() / 1000);
        }
        batch.Node.Set(Temperature, hottest);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var sensor in _sensors)
            sensor.Dispose();
    }

    private static IEnumerable<string> Sensors(string root, string kind, string pattern)
    {
        var folder = new DirectoryInfo(Path.Combine(root, "sys/class", kind));
        return folder.Exists
            ? folder.EnumerateDirectories().SelectMany(device => device.EnumerateFiles(pattern)).Select(file => file.FullName).Order(StringComparer.Ordinal)
            : [];
    }
}
