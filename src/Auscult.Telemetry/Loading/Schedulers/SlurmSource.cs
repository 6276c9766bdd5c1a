using Auscult.Foundation;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.Schedulers;

/// <summary>
/// Slurm's accounts: <c>sacct --parsable2</c>, <c>sacctmgr --parsable2 list event</c>, <c>scontrol show job</c> and <c>show node</c>, told apart by their
/// first lines; several files are one history.
/// </summary>
public sealed class SlurmSource(SchedulerConfig config) : IDatasetSource
{
    /// <inheritdoc/>
    public Dataset Load(ImportContext? context = null)
    {
        context ??= new ImportContext();
        var history = new ClusterHistory(config.From, config.Until);
        var facts = new SlurmFacts(history, LocalTime.Of(config.TimeZone));
        foreach (var file in InputFiles.Find(config.Root))
            Read(file, facts, context);
        facts.Finish();
        return config.Build(history, "slurm", "Slurm", context);
    }

    private static void Read(string file, SlurmFacts facts, ImportContext context)
    {
        using var reader = LineReader.Open(file, context.Cancellation);
        var blocks = new SlurmBlocks(facts, context.Bad);
        string[]? columns = null;
        foreach (var line in GoodLines.Of(reader, context.Bad))
        {
            if (SlurmBlocks.IsFirstLine(line) || blocks.IsOpen)
                blocks.Read(line, reader);
            else if (line.Contains('|', StringComparison.Ordinal) && IsHeader(line))
                columns = line.Split('|');
            else if (columns is not null)
                Row(columns, line, facts, reader, context.Bad);
            else
                throw reader.Error(
                    "this is no output of Slurm that is known", remedy: "expected sacct or sacctmgr with --parsable2 and header, or scontrol show job or node");
        }
        blocks.Close(reader);
    }

    private static bool IsHeader(string line)
    {
        var names = line.Split('|');
        return names.Contains("JobID", StringComparer.Ordinal) || (names.Contains("NodeName", StringComparer.Ordinal) && names.Contains("State", StringComparer.Ordinal));
    }

    private static void Row(string[] columns, string line, SlurmFacts facts, LineReader reader, BadRecords bad)
    {
        try
        {
            var fields = line.Split('|');
            if (fields.Length != columns.Length)
                throw reader.Error($"{fields.Length} fields under {columns.Length} columns", remedy: "the line is cut off; use --parsable2");
            var record = new SlurmRecord(columns.Zip(fields).ToDictionary(StringComparer.Ordinal), reader);
            if (record.Has("JobID"))
                facts.Job(record);
            else
                facts.NodeEvent(record);
        }
        catch (InputException e)
        {
            bad.Report(e);
        }
    }
}
