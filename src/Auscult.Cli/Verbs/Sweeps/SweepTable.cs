using System.Globalization;
using Auscult.Cli.Hosting;
using Auscult.Sweeps;
using Auscult.Sweeps.Specification;
using Auscult.Sweeps.State;
using Spectre.Console;

namespace Auscult.Cli.Verbs.Sweeps;

/// <summary>The trials of a sweep as one table, best first, each parameter with its importance.</summary>
internal static class SweepTable
{
    private const int MostRows = 50;

    public static void Write(IAnsiConsole console, SweepResults results)
    {
        if (results.Trials.Count == 0)
            return;
        string[] important = [.. results.Importance.Select(p => p.Name)];
        string[] names = [.. important, .. results.Trials[0].Values.Keys.Except(important, StringComparer.Ordinal)];
        var table = new WideTable(
            Title(results), 1,
            [
                new WideColumn("trial"), new WideColumn("state", IsText: true), new WideColumn(results.Metric.Name),
                new WideColumn("values"), new WideColumn("seconds"),
                .. names.Select(name => new WideColumn($"{name}\n{Importance(results, name)}")),
            ]);
        foreach (var trial in Ranked(results).Take(MostRows))
        {
            table.AddRow(
            [
                Text(trial.Number), trial.State.ToString().ToLowerInvariant(), trial.Value is { } value ? Figure(value) : "-",
                Text(trial.Reports.Count), trial.Seconds.ToString("F1", CultureInfo.InvariantCulture),
                .. names.Select(name => trial.Values.GetValueOrDefault(name, "-")),
            ]);
        }
        table.WriteTo(console);
        if (results.Trials.Count > MostRows)
            console.WriteLine($"the best {MostRows} of {results.Trials.Count} trials; --json has all");
    }

    /// <summary>Whole trials by their value, then pruned ones, then the others.</summary>
    public static IEnumerable<Trial> Ranked(SweepResults results) => results.Trials
        .OrderBy(trial => trial.State switch { TrialState.Complete => 0, TrialState.Pruned => 1, _ => 2 })
        .ThenBy(trial => trial.Value is { } value ? results.Metric.Cost(value) : double.PositiveInfinity);

    /// <summary>A metric's value in six digits.</summary>
    public static string Figure(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>One line: counts and what is best.</summary>
    public static string Title(SweepResults results) =>
        $"{results.Name}: {results.Method.ToString().ToLowerInvariant()}, {results.Trials.Count} trials, "
        + string.Join(", ", Enum.GetValues<TrialState>().Where(state => results.Count(state) > 0)
            .Select(state => $"{results.Count(state)} {state.ToString().ToLowerInvariant()}"))
        + (results.Best is { } best
            ? $"; {(results.Metric.Goal == MetricGoal.Minimize ? "smallest" : "largest")} {results.Metric.Name} "
                + $"{Figure(results.Trials[best].Value!.Value)} (trial {best})"
            : "; no whole trial");

    private static string Importance(SweepResults results, string name) =>
        results.Importance.FirstOrDefault(p => p.Name == name) is { } known
            ? known.Share.ToString("P0", CultureInfo.InvariantCulture) : "";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
