using System.CommandLine;
using Auscult.Cli.Hosting;
using Auscult.Evaluation.Metrics;
using Auscult.Foundation;
using Spectre.Console;

namespace Auscult.Cli.Verbs;

/// <summary><c>auscult metrics</c>: detection figures of any file with labels and scores.</summary>
internal static class MetricsCommand
{
    public static Command Create(CliServices services)
    {
        var file = new Argument<string>("file") { Description = "CSV with the columns label (0 or 1) and score.", HelpName = "FILE.csv" };
        var window = new Option<int>("--window")
        {
            Description = "Largest buffer length W of VUS in rows (TSB-AD's default: 100).",
            HelpName = "W",
            DefaultValueFactory = _ => 100,
        };
        var threshold = new Option<double?>("--threshold")
        {
            Description = "Also judge the prediction score > T, for a T that was not chosen on these labels.",
            HelpName = "T",
        };
        var command = new Command("metrics", "Print VUS-PR and the other detection metrics of a label,score file.") { file, window, threshold };
        var json = new JsonOutput(command, services);
        command.SetAction(result =>
        {
            var path = result.GetRequiredValue(file);
            var bufferLength = result.GetValue(window);
            if (bufferLength < 0)
                throw new InputException($"--window {bufferLength} is negative", remedy: "give a number of rows");
            var series = ScoreFile.Read(path);
            if (series.PositiveCount == 0)
                throw new InputException($"none of the {series.Count} rows has label 1", path, remedy: "there is nothing to detect in this file");

            List<MetricValue> values =
            [
                .. DetectionMetrics.ThresholdFree(series, bufferLength),
                .. result.GetValue(threshold) is { } fixedThreshold ? DetectionMetrics.At(series, fixedThreshold, "given_threshold") : [],
                .. DetectionMetrics.AtOracle(series),
            ];
            if (!json.TakesOutput(result))
            {
                var table = new Table().Border(TableBorder.Simple).AddColumn("metric").AddColumn(new TableColumn("value").RightAligned());
                foreach (var value in values)
                    table.AddRow(Markup.Escape(value.Name), value.Value.ToString("0.000000"));
                services.Tables.Write(table);
                services.Tables.WriteLine(
                    $"{series.Count} rows, {series.PositiveCount} anomalous in {series.Segments.Count} segments, W {bufferLength}");
            }
            json.Write(result, new
            {
                File = path,
                Rows = series.Count,
                AnomalousRows = series.PositiveCount,
                Segments = series.Segments.Count,
                Window = bufferLength,
                Metrics = values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal),
            });
            return ExitCode.Ok;
        });
        return command;
    }
}
