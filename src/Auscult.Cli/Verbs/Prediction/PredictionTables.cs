using Auscult.Cli.Hosting;
using Auscult.Evaluation.Prediction;
using Spectre.Console;

namespace Auscult.Cli.Verbs.Prediction;

/// <summary>The figures of <c>auscult evaluate-prediction</c> as tables.</summary>
internal static class PredictionTables
{
    public static void Write(IAnsiConsole console, PredictionResults results)
    {
        console.WriteLine($"{results.Part}, {results.NodeDays:0.0} node-days, fingerprint {results.Fingerprint[..16]}");
        console.WriteLine("An alarm at a lead foretells an onset between the lead and 'until'; a late one counts as wrong. Open alarms (the recording ends) do not count.");
        Classes(results).WriteTo(console);
        foreach (var lead in results.Rows.Select(row => row.LeadMinutes).Distinct().Order())
            Methods(results, lead).WriteTo(console);
        foreach (var horizon in results.Reliability)
            Reliability(horizon).WriteTo(console);
    }

    private static WideTable Classes(PredictionResults results)
    {
        var table = new WideTable(
            "hazard model by class; ceilings: share of incidents with a sign that early, and on a signal that is exported", 3,
            [
                new("class", IsText: true), new("lead\nmin"), new("until\nmin"), new("ceiling\nlabels"), new("ceiling\nexported"), new("recall"),
                new("precision"), new("F1"), new("right"), new("late"), new("false"), new("open"), new("incidents"), new("recall at\n1 FA/1k"),
                new("recall at\n5 FA/1k"), new("AUPRC"), new("base\nrate"), new("lead\nmedian"), new("lead\n10th"), new("", IsText: true),
            ]);
        foreach (var row in results.Rows.Where(row => row is { Method: "hazard", Ceiling: not null }))
        {
            table.AddRow(
            [
                row.FaultClass, $"{row.LeadMinutes}", $"{row.UntilMinutes}", Share(row.Ceiling!.Labelled), Share(row.Ceiling.Exported), Share(row.Recall),
                .. Alarms(row), Note(row),
            ]);
        }
        return table;
    }

    private static WideTable Methods(PredictionResults results, double lead)
    {
        var table = new WideTable(
            $"all classes that are predictable at {lead} min", 1,
            [
                new("method", IsText: true), new("recall"), new("precision"), new("F1"), new("right"), new("late"), new("false"), new("open"),
                new("incidents"), new("recall at\n1 FA/1k"), new("recall at\n5 FA/1k"), new("AUPRC"), new("base\nrate"), new("lead\nmedian"),
                new("lead\n10th"), new("precision\n95 %"),
            ]);
        foreach (var row in results.Rows.Where(row => row.Ceiling is null && row.LeadMinutes.Equals(lead)))
            table.AddRow([row.Method, Share(row.Recall), .. Alarms(row), row.PrecisionInterval is { } i ? $"{Share(i.Low)} to {Share(i.High)}" : ""]);
        return table;
    }

    private static string[] Alarms(PredictionRow row) =>
    [
        Share(row.Precision), Share(row.F1), $"{row.Right}", $"{row.Late}", $"{row.False}", $"{row.Open}", $"{row.Incidents}",
        .. row.RecallAtFalseAlarms.Select(Share), Share(row.AucPr), Share(row.BaseRate), .. row.LeadQuantiles.Select(Minutes),
    ];

    private static string Note(PredictionRow row) =>
        row.HasAlarms ? "" : row.IsPredictable ? "no threshold is right often enough" : "not predictable";

    private static WideTable Reliability(Reliability horizon)
    {
        var table = new WideTable(
            $"within {horizon.HorizonMinutes} min: Brier {horizon.Brier:0.00000}, of the base rate {horizon.BaseBrier:0.00000}", 1,
            [new("stated"), new("pairs"), new("mean stated"), new("observed")]);
        foreach (var bin in horizon.Bins)
            table.AddRow($"{bin.From:0.###} to {bin.To:0.###}", $"{bin.Count}", $"{bin.Stated:0.0000}", $"{bin.Observed:0.0000}");
        return table;
    }

    private static string Share(double value) => double.IsNaN(value) ? "" : value.ToString("0.000");

    private static string Minutes(double value) => double.IsNaN(value) ? "" : value.ToString("0.0");
}
