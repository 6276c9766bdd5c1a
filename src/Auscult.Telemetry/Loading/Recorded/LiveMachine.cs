using Auscult.Telemetry.Loading.Recorded.Sources;

namespace Auscult.Telemetry.Loading.Recorded;

/// <summary>The sources of the machine this process runs on.</summary>
public static class LiveMachine
{
    /// <summary>Opens every source that the options ask for.</summary>
    /// <param name="options">Names and files.</param>
    /// <param name="clock">Judges the age of answers.</param>
    /// <param name="root">Folder that holds <c>proc</c> and <c>sys</c>; another one than <c>/</c> for tests and mounted hosts.</param>
    public static IReadOnlyList<IRecordingSource> Open(RecordingOptions options, TimeProvider clock, string root = "/") =>
    [
        new CpuSource(root),
        new LoadSource(root),
        KeyValueSource.MemoryInfo(root),
        KeyValueSource.VirtualMemory(root),
        new PressureSource(root, "cpu"),
        new PressureSource(root, "memory"),
        new TemperatureSource(root),
        new GpuSource(),
        new NicSource(root),
        TcpSource.Snmp(root),
        TcpSource.Netstat(root),
        new SoftnetSource(root),
        new PressureSource(root, "io"),
        new DiskSource(root, new BlockDevices(root)),
        new FileSystemSource(root, new BlockDevices(root), clock),
        .. options.TrainingLogs.Select(path => new TrainingLogSource(path, options.Recording)),
        .. options.LabelFiles.Select(path => new LabelSource(path, options.Recording)),
    ];
}
