using Auscult.Evaluation.Diagnosis;

namespace Auscult.Evaluation.Report.Runs;

/// <summary>A table of texts.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">Headers; the first column names the rows.</param>
/// <param name="Rows">As many texts each as there are columns.</param>
public sealed record TextTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>The tables of a report: the same in the page, in Markdown and in LaTeX.</summary>
public static class ReportTables
{
    private const int MostMethods = 6;

    /// <summary>Every table.</summary>
    public static IEnumerable<TextTable> Of(IReadOnlyList<ReportedRun> runs, IReadOnlyList<RunDifference> differences)
    {
        if (runs.Count > 1)
            yield return SideBySide(runs, differences);
        foreach (var run in runs.Where(run => run.Figures.Figures.Count > 0))
        {
            yield return Figures(run);
            if (run.Reliability is { } reliability)
                yield return Calibration(run, reliability);
        }
        yield return Leaderboard(runs);
    }

    /// <summary>Figures of runs side by side; differences are paired over the same resamples.</summary>
    public static TextTable SideBySide(IReadOnlyList<ReportedRun> runs, IReadOnlyList<RunDifference> differences)
    {
        string[] names = [.. runs.SelectMany(run => run.Figures.Figures).Select(figure => figure.Name).Distinct(StringComparer.Ordinal)];
        return new TextTable(
            $"{string.Join(", ", runs.Select(run => run.Name))}: figures with 95% intervals"
            + (differences.Count > 0 ? $"; differences over the same {differences[0].Incidents} faults" : ""),
            ["figure", .. runs.Select(run => run.Name), .. differences.Select(one => $"{one.First} minus {one.Second}")],
            [
                .. names.Select(name => (IReadOnlyList<string>)[name, .. runs.Select(run => Cell(run.Figures[name])),
                    .. differences.Select(one => Cell(one.Figures.FirstOrDefault(figure => figure.Name == name), signed: true))]),
            ]);
    }

    /// <summary>Figures of a run beside baselines and controls.</summary>
    public static TextTable Figures(ReportedRun run)
    {
        var beside = run.Beside.Where(set => set.Role != FigureRole.Published).Take(MostMethods).ToArray();
        return new TextTable(
            $"{run.Name}: figures with 95% intervals", ["figure", "this run", .. beside.Select(set => set.Name), "over"],
            [
                .. run.Figures.Figures.Select(figure => (IReadOnlyList<string>)[figure.Name, Cell(figure), .. beside.Select(set => Cell(set[figure.Name])),
                    figure.Count == 0 ? "" : $"{figure.Count}"]),
            ]);
    }

    /// <summary>Every method of every run, best first by the first headline figure.</summary>
    public static TextTable Leaderboard(IReadOnlyList<ReportedRun> runs)
    {
        string[] names = [.. runs.SelectMany(run => run.Headlines).Distinct(StringComparer.Ordinal).Take(6)];
        // The same control beside several runs on the same data would stand there several times.
        var sets = runs.SelectMany(run => run.Beside.Prepend(run.Figures with { Name = run.Name })).Where(set => set.Figures.Count > 0)
            .DistinctBy(set => (set.Name, names.Length > 0 ? set[names[0]]?.Value : 0));
        return new TextTable(
            "Leaderboard", ["method", "what", .. names],
            [
                .. sets.OrderByDescending(set => names.Select(name => set[name]?.Value).FirstOrDefault(value => value is not null && !double.IsNaN(value.Value)) ?? double.NegativeInfinity)
                    .Select(set => (IReadOnlyList<string>)[set.Name, set.Role.ToString().ToLowerInvariant(), .. names.Select(name => Cell(set[name]))]),
            ]);
    }

    /// <summary>A figure with its interval.</summary>
    public static string Cell(Figure? figure, bool signed = false) => figure is null || double.IsNaN(figure.Value) ? "-"
        : double.IsNaN(figure.Interval.Low) ? Number(figure.Value, signed)
        : $"{Number(figure.Value, signed)} [{Number(figure.Interval.Low, signed)}, {Number(figure.Interval.High, signed)}]";

    /// <summary>Whether less of a figure is better.</summary>
    public static bool IsLessBetter(string name) => name.StartsWith("delay", StringComparison.Ordinal)
        || name.StartsWith("false alarms", StringComparison.Ordinal) || name.StartsWith("calibration error", StringComparison.Ordinal);

    private static TextTable Calibration(ReportedRun run, Reliability reliability) => new(
        $"{run.Name}: stated confidence and how often it was right; expected calibration error {Number(reliability.Error, signed: false)}",
        ["stated", "right", "incidents"],
        [
            .. reliability.Bins.Select(bin => (IReadOnlyList<string>)[Number(bin.Confidence, signed: false),
                $"{Number(bin.Right, signed: false)} [{Number(bin.Low, signed: false)}, {Number(bin.High, signed: false)}]", $"{bin.Count}"]),
        ]);

    private static string Number(double value, bool signed)
    {
        var text = Math.Abs(value) >= 10 ? value.ToString("0.0") : value.ToString("0.000");
        return signed && value > 0 ? $"+{text}" : text;
    }
}
