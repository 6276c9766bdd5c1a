using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.TrainingLogs;
using Auscult.Telemetry.Storage;
using Google.Protobuf;

namespace Auscult.Telemetry.Loading.TensorBoard;

/// <summary>
/// The source <c>tensorboard</c>: the scalars of one run's event files. Several files of a folder follow each other in the order of their
/// names, which begin with their time; tags of subfolders (<c>train</c>, <c>validation</c>) get the subfolder's name in front.
/// </summary>
/// <param name="root">An event file, or the folder of a run.</param>
/// <param name="node">The node that the rank is on; null: unknown.</param>
public sealed class TensorBoardSource(string root, string? node = null) : IDatasetSource
{
    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var builder = new DatasetBuilder(root, context);
        var resolver = new SignalResolver(context.Catalogue);
        var signals = new LogSignals(builder, resolver);
        var folders = InputFiles.Find(root, "*tfevents*").GroupBy(file => Path.GetDirectoryName(file)!)
            .Select(folder => new { Path = folder.Key, Rows = folder.SelectMany(file => Read(file, context)).ToList() }).ToList();
        // The folder with the most values tells the steps; figures of the others stand beside them.
        var first = folders.MaxBy(folder => folder.Rows.Count)!;
        foreach (var folder in folders)
        {
            var run = new LogRun("run", builder, signals, node, context) { Start = 0, DefaultStepSeconds = 1 };
            var prefix = folders.Count == 1 || folder.Path == Path.GetFullPath(root) ? "" : $"{Path.GetRelativePath(root, folder.Path)}/";
            Take(run, folder.Rows, prefix == "./" ? "" : prefix, isFirst: folder == first);
            run.Finish();
        }
        return builder.Build(new DatasetHead
        {
            Name = Path.GetFileName(root.TrimEnd('/')) is { Length: > 0 } name ? name : "tensorboard",
            Source = "tensorboard",
            Origin = $"TensorBoard scalars of {Path.GetFileName(root.TrimEnd('/'))}",
            Licence = "unknown",
            Unmapped = resolver.Unmapped(),
        });
    }

    private static List<Row> Read(string file, ImportContext context)
    {
        var rows = new List<Row>();
        RecordFile.Read(file, context, (data, length, number) =>
        {
            try
            {
                var happened = ScalarEvent.Parse(data, length);
                var micros = happened.WallTime * Micros.PerSecond;
                foreach (var (tag, value) in happened.Values)
                    rows.Add(new Row(file, Math.Abs(micros) < 1e17 ? (long)micros : 0, happened.Step, tag, value));
            }
            catch (InvalidProtocolBufferException e)
            {
                context.Bad.Report(new InputException(
                    $"record {number}: is no TensorBoard event", file, remedy: "is it an event file?", inner: e));
            }
        });
        return rows;
    }

    /// <summary>Values of one step are written one after the other: they share the time of the first, until a tag comes again.</summary>
    private static void Take(LogRun run, List<Row> rows, string prefix, bool isFirst)
    {
        var record = new LogRecord();
        long? step = null;
        long time = 0;
        var tags = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var isNew = row.Step != step || !tags.Add(row.Tag);
            if (isNew)
            {
                (step, time) = (row.Step, row.Micros);
                tags.Clear();
                tags.Add(row.Tag);
            }
            record.Clear();
            record.Kind = isFirst ? LogLine.Step : LogLine.Detail;
            record.Step = row.Step;
            record.Micros = isNew || !isFirst ? time : null;
            record.Add(prefix + row.Tag, row.Value);
            run.Take(row.File, record);
        }
    }

    private sealed record Row(string File, long Micros, long Step, string Tag, double Value);
}
