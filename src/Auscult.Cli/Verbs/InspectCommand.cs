using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;
using Spectre.Console;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult inspect</c>: what is in a dataset folder.</summary>
internal static class InspectCommand
{
    // Lines of a list that a terminal is given; --json has them all.
    private const int MaxListed = 20;

    public static Command Create(CliServices services)
    {
        var command = new Command("inspect", "Show what is in a dataset folder: recordings, entities, signals with coverage and ranges, incidents.");
        var directory = new Argument<string>("dir") { Description = "The dataset folder.", HelpName = "DIR" };
        command.Arguments.Add(directory);
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            var summary = DatasetSummary.Of(Dataset.Open(result.GetValue(directory)!));
            if (!json.TakesOutput(result))
                Show(summary, services.Tables);
            json.Write(result, summary);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(DatasetSummary summary, IAnsiConsole console)
    {
        var head = new Grid().AddColumn().AddColumn();
        void Line(string key, string value) => head.AddRow(Markup.Escape(key), Markup.Escape(value));
        Line("dataset", $"{summary.Name} ({summary.Location})");
        Line("origin", summary.Origin);
        Line("licence", summary.Licence);
        Line("step", $"{summary.StepSeconds} s");
        Line("entities", Words(summary.Entities));
        Line("groups", Words(summary.Groups));
        Line("events", Words(summary.Events));
        Line("fingerprint", summary.Fingerprint[..16]);
        console.Write(head);
        Recordings(summary).WriteTo(console);
        More(summary.Recordings.Count, "recordings", console);
        if (summary.Series.Count > 1)
            Layers(summary).WriteTo(console);
        foreach (var series in summary.Series)
            Signals(series).WriteTo(console);
        if (summary.Incidents.Count > 0)
            Incidents(summary).WriteTo(console);
        if (summary.Import?.Unmapped.Count > 0)
        {
            Unmapped(summary.Import).WriteTo(console);
            More(summary.Import.Unmapped.Count, "unmapped metrics", console);
        }
        if (summary.Import is { SkippedRecords: > 0 } import)
            console.WriteLine($"note: the import skipped {import.SkippedRecords} records that could not be read");
        foreach (var remark in summary.Import?.Remarks ?? [])
            console.WriteLine($"note: {remark}");
        foreach (var note in summary.Notes.Take(MaxListed))
            console.WriteLine($"note: {note}");
        More(summary.Notes.Count, "notes", console);
    }

    private static void More(int count, string what, IAnsiConsole console)
    {
        if (count > MaxListed)
            console.WriteLine($"and {count - MaxListed} more {what}; --json lists them all");
    }

    private static WideTable Layers(DatasetSummary summary)
    {
        var table = Titled("layers", "layer", "signals", "coverage", "below half", "without a value", "gaps", "longest gap");
        foreach (var layer in summary.Series.GroupBy(series => series.Layer))
        {
            var signals = layer.SelectMany(series => series.Signals).ToArray();
            table.AddRow(
                DatasetLayout.Word(layer.Key), signals.Length.ToString(), $"{signals.Select(signal => signal.Coverage).DefaultIfEmpty().Average():P1}",
                signals.Count(signal => signal.Coverage < 0.5).ToString(), signals.Count(signal => signal.Mean is null).ToString(),
                layer.Sum(series => (long)series.Gaps).ToString(), $"{layer.Max(series => series.LongestGapSeconds)} s");
        }
        return table;
    }

    private static WideTable Recordings(DatasetSummary summary)
    {
        var table = Titled("recordings", "name", "start", "hours", "split", "faults", "benign");
        foreach (var recording in summary.Recordings.Take(MaxListed))
        {
            table.AddRow(
                recording.Name, $"{recording.Start.UtcDateTime:yyyy-MM-dd HH:mm:ss}", $"{(recording.End - recording.Start).TotalHours:F2}",
                string.Join(", ", recording.Splits), recording.Faults.ToString(), recording.BenignEvents.ToString());
        }
        return table;
    }

    private static WideTable Signals(SeriesSummary series)
    {
        var title = $"{DatasetLayout.Word(series.Layer)}, per {DatasetLayout.Word(series.EntityKind)}: {series.Entities} x, {series.Rows} rows, "
            + (series.Gaps == 0 ? "no gaps" : $"{series.Gaps} gaps, the longest {series.LongestGapSeconds} s");
        var table = Titled(title, "signal", "kind", "unit", "coverage", "min", "mean", "max");
        foreach (var signal in series.Signals)
        {
            table.AddRow(
                signal.Name, DatasetLayout.Word(signal.Kind), signal.Unit, $"{signal.Coverage:P1}",
                Figure(signal.Minimum), Figure(signal.Mean), Figure(signal.Maximum));
        }
        return table;
    }

    private static WideTable Incidents(DatasetSummary summary)
    {
        var hasSeverity = summary.Incidents.Any(kind => kind.Severity is not null);
        var hasLoss = summary.Incidents.Any(kind => kind.LostSeconds is not null);
        string[] known = [.. hasSeverity ? ["severity"] : Array.Empty<string>(), .. hasLoss ? ["step time lost"] : Array.Empty<string>()];
        var table = Titled("incidents", ["class", "layer", "count", "shortest", "median", "longest", .. known]);
        foreach (var kind in summary.Incidents)
        {
            string[] figures =
            [
                .. hasSeverity ? [Range(kind.Severity, "")] : Array.Empty<string>(), .. hasLoss ? [Range(kind.LostSeconds, " s")] : Array.Empty<string>(),
            ];
            table.AddRow(
            [
                kind.IsBenign ? $"{kind.FaultClass} (benign)" : kind.FaultClass, DatasetLayout.Word(kind.Layer), kind.Count.ToString(),
                $"{kind.MinimumSeconds} s", $"{kind.MedianSeconds} s", $"{kind.MaximumSeconds} s", .. figures,
            ]);
        }
        return table;
    }

    private static WideTable Unmapped(ImportNote import)
    {
        var table = Titled($"{import.Unmapped.Count} metrics without a signal in the catalogue; kept under their own names", "metric", "nearest known name");
        foreach (var metric in import.Unmapped.Take(MaxListed))
            table.AddRow(metric.Name, metric.Nearest ?? "-");
        return table;
    }

    private static WideTable Titled(string title, params string[] columns) =>
        new(title, keys: 1, [.. columns.Select(name => new WideColumn(name, IsText: true))]);

    private static string Words(IReadOnlyDictionary<string, int> counts) =>
        counts.Count == 0 ? "none" : string.Join(", ", counts.Select(pair => $"{pair.Value} {pair.Key}"));

    private static string Range(FigureRange? range, string unit) => range switch
    {
        null => "-",
        var (least, most) when least.Equals(most) => $"{least:G3}{unit}",
        var (least, most) => $"{least:G3} to {most:G3}{unit}",
    };

    private static string Figure(double? value) => value is { } number ? $"{number:G5}" : "-";
}
