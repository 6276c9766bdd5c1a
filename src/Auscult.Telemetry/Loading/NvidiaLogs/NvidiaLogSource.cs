using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.NvidiaLogs;

/// <summary>
/// Logs of <c>nvidia-smi --query-gpu</c> (CSV), <c>nvidia-smi dmon</c> and <c>dcgmi dmon</c>, told apart by their headers. Several files are of one
/// node where it is given, else each is of the node that its name begins with.
/// </summary>
/// <param name="root">A file, a folder or a pattern.</param>
/// <param name="node">The node's name; null: <c>node0</c> for one file, the file's name for several.</param>
/// <param name="timeZone">Zone of the times; null: UTC.</param>
/// <param name="from">First tick of logs without times.</param>
/// <param name="stepSeconds">Distance of their ticks.</param>
public sealed class NvidiaLogSource(string root, string? node, string? timeZone, DateTimeOffset? from, double? stepSeconds) : IDatasetSource
{
    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var builder = new DatasetBuilder(root, context);
        var resolver = new SignalResolver(context.Catalogue);
        var clock = LocalTime.Of(timeZone);
        var files = InputFiles.Find(root);
        foreach (var file in files)
        {
            var name = node ?? (files.Count == 1 ? "node0" : Path.GetFileName(file).Split('.')[0]);
            Read(file, new GpuRecorder(name, builder, resolver), clock, context);
        }
        return builder.Build(new DatasetHead
        {
            Name = Path.GetFileName(root.TrimEnd('/')) is { Length: > 0 } stem ? stem : "nvidia",
            Source = "nvidia_logs",
            Origin = $"nvidia-smi or dcgmi log {Path.GetFileName(root.TrimEnd('/'))}",
            Licence = "unknown",
            Step = stepSeconds is { } step ? TimeSpan.FromSeconds(step) : null,
            Unmapped = resolver.Unmapped(),
        });
    }

    private void Read(string file, GpuRecorder recorder, LocalTime clock, ImportContext context)
    {
        var query = new QueryGpuLog(recorder, clock, context.Bad);
        var monitor = new DeviceMonitorLog(recorder, clock, new TickTimes(from, stepSeconds), context.Bad);
        Action<string, LineReader>? read = null;
        using var reader = LineReader.Open(file, context.Cancellation);
        foreach (var line in GoodLines.Of(reader, context.Bad))
        {
            if (QueryGpuLog.IsHeader(line))
                read = query.Read;
            else if (DeviceMonitorLog.IsHeader(line))
                read = monitor.Read;
            if (read is null)
            {
                throw reader.Error(
                    "the first line is no header of nvidia-smi or dcgmi",
                    remedy: "expected 'timestamp, index, ...' of --query-gpu with --format=csv, '# gpu ...' or '#Entity ...' of dmon");
            }
            read(line, reader);
        }
    }
}
