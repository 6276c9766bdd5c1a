using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Loading.Importing;
using Auscult.Telemetry.Loading.Text;
using Auscult.Telemetry.Loading.TrainingLogs.Formats;
using Auscult.Telemetry.Storage;

namespace Auscult.Telemetry.Loading.MlPerf;

/// <summary>The power logs of one run: <c>node_N.txt.gz</c> and <c>sw_N.txt.gz</c>.</summary>
internal static class NodePower
{
    private static readonly Signal OfNode =
        new("node_power_watts", Layer.Hardware, SignalKind.Gauge, "W", EntityKind.Node, Aggregation.Sum);
    private static readonly Signal OfSwitches =
        new("switch_power_watts", Layer.Hardware, SignalKind.Gauge, "W", EntityKind.Switch, Aggregation.Sum);

    /// <summary>Reads a folder.</summary>
    /// <returns>The recording, as long as the readings go on.</returns>
    /// <exception cref="InputException">The folder is absent, or a reading cannot be read.</exception>
    public static Recording Read(string folder, Recording run, DatasetBuilder builder, ImportContext context)
    {
        var (first, last) = (Micros.From(run.Start), Micros.From(run.End));
        foreach (var file in InputFiles.Find(folder, "*.txt.gz"))
        {
            var name = Path.GetFileName(file);
            if (name.StartsWith("node_", StringComparison.Ordinal))
            {
                var node = builder.Entity("node" + name[5..name.IndexOf('.', StringComparison.Ordinal)], EntityKind.Node);
                builder.Group("cluster", "cluster", node.Id);
                var series = builder.Series(node, OfNode);
                ReadLines(file, "power_reading", context, (time, value) =>
                {
                    series.Add(time, value);
                    (first, last) = (Math.Min(first, time), Math.Max(last, time));
                });
            }
            else if (name.StartsWith("sw_", StringComparison.Ordinal))
            {
                var series = builder.Series(builder.Entity("switches", EntityKind.Switch), OfSwitches);
                ReadLines(file, "interconnect_power_est", context, (_, value) => series.Add(Micros.From(run.Start), value));
            }
        }
        return run with { Start = Micros.ToTime(first), End = Micros.ToTime(last + Micros.PerSecond) };
    }

    private static void ReadLines(string file, string key, ImportContext context, Action<long, double> take)
    {
        using var reader = LineReader.Open(file, context.Cancellation);
        while (true)
        {
            try
            {
                if (!reader.TryRead(out var line))
                    return;
                if (MllogLine.Parse(line, reader) is not { } entry || entry.Key != key)
                    continue;
                if (entry.Value is not (>= 0 and < 1e7))
                    throw reader.Error($"'{entry.Value}' is no power in watts", key, "mend the line, or leave it out with --skip-bad");
                take(entry.Micros, entry.Value.Value);
            }
            catch (InputException fault)
            {
                context.Bad.Report(fault);
                if (reader.IsDamaged)
                    return;
            }
        }
    }
}
