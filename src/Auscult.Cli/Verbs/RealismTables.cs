using Auscult.Evaluation.Realism;
using Spectre.Console;

namespace Auscult.Cli.Verbs;

/// <summary>The figures of <c>auscult realism</c> as tables.</summary>
internal static class RealismTables
{
    public static void Write(IAnsiConsole console, RealismResults results)
    {
        foreach (var source in results.Sources.Where(source => !source.IsThere))
            console.WriteLine($"absent: {source.Name} ({source.Note})");
        foreach (var comparison in results.Comparisons)
            Write(console, comparison);
        if (results.Telling.Count == 0)
            return;
        console.WriteLine();
        console.WriteLine("Telling simulated from real windows (AUC; 0.5 is chance)");
        var table = Columns("windows", "simulated : real", "95 %", "accuracy", "real : real", "gives it away");
        foreach (var telling in results.Telling)
        {
            table.AddRow(
                telling.IsStandardised ? $"{telling.Title}, standardised" : telling.Title, Figure(telling.Simulated.Auc),
                $"{Figure(telling.Simulated.Interval.Low)} to {Figure(telling.Simulated.Interval.High)}", Figure(telling.Simulated.Accuracy),
                telling.Real is { } real ? Figure(real.Auc) : "", telling.Features.Count > 0 ? telling.Features[0].Name : "");
        }
        console.Write(table);
    }

    private static void Write(IAnsiConsole console, Comparison comparison)
    {
        console.WriteLine();
        console.WriteLine(comparison.Missing is { } missing
            ? $"{comparison.Title}: not compared, {missing}"
            : $"{comparison.Title}: {comparison.Simulated} against {comparison.Real}");
        if (comparison.Missing is not null)
            return;
        var table = Columns("figure", "real", "simulated", "distance", "difference");
        foreach (var figure in comparison.Figures)
        {
            table.AddRow(
                figure.Title, Number(figure.Real), Number(figure.Simulated),
                double.IsNaN(figure.Distance) ? "" : figure.Scale == FigureScale.Ratio ? $"x{Number(figure.Distance)}" : $"{figure.Distance:+0.000;-0.000;0}",
                figure.Sentence);
        }
        foreach (var sample in comparison.Samples)
            table.AddRow(sample.Title, "", "", $"KS {sample.KolmogorovSmirnov:0.00}, W {Number(sample.Wasserstein)}", sample.Sentence);
        console.Write(table);
    }

    private static Table Columns(params string[] names)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (name, i) in names.Select((name, i) => (name, i)))
            table.AddColumn(i > 0 && i < names.Length - 1 ? new TableColumn(name).RightAligned() : new TableColumn(name));
        return table;
    }

    private static string Figure(double value) => double.IsNaN(value) ? "" : value.ToString("0.000");

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("0.####");
}
