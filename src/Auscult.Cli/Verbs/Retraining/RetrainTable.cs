using System.Globalization;
using System.Text;
using Auscult.Retraining.Decision;
using Auscult.Retraining.State;

namespace Auscult.Cli.Verbs.Retraining;

/// <summary>Decisions as a Markdown table, and the words that table and page share.</summary>
internal static class RetrainTable
{
    private const string None = "–";

    /// <summary>The figures of a comparison, in order.</summary>
    public static IReadOnlyList<string> FigureNames(IEnumerable<LineageEntry> lineage) =>
        [.. lineage.SelectMany(entry => entry.Comparison?.Figures ?? []).Select(figure => figure.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>One row per call.</summary>
    public static string Markdown(IReadOnlyList<LineageEntry> lineage)
    {
        var figures = FigureNames(lineage);
        var text = new StringBuilder();
        Row(["call", "data", "decision", "serves", .. figures, "drift", "why"]);
        Row(Enumerable.Repeat("---", figures.Count + 6));
        foreach (var (entry, i) in lineage.Select((entry, i) => (entry, i)))
        {
            Row([
                $"{i + 1}", Data(entry), EventName(entry), entry.Champion is { } champion ? $"version {champion}" : "nothing",
                .. figures.Select(name => Change(entry.Comparison?.Figures.FirstOrDefault(figure => figure.Name == name))), Drift(entry), entry.Reason,
            ]);
        }
        return text.ToString();

        void Row(IEnumerable<string> cells) =>
            text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
    }

    /// <summary>Names of the data that came.</summary>
    public static string Data(LineageEntry entry)
    {
        string[] names = [.. entry.Taken.Select(delivery => delivery.Dataset), .. entry.Refused.Select(refused => refused.Delivery.Dataset)];
        return names.Length == 0 ? None : string.Join(", ", names);
    }

    /// <summary>The event in words.</summary>
    public static string EventName(LineageEntry entry) => entry.Event switch
    {
        LineageEvent.NothingNew => "nothing new",
        LineageEvent.RolledBack => "rolled back",
        _ => entry.Event.ToString().ToLowerInvariant(),
    };

    /// <summary>Champion's and challenger's value.</summary>
    public static string Change(ComparedFigure? figure) => figure is null ? None
        : double.IsNaN(figure.Champion) ? Number(figure.Challenger)
        : $"{Number(figure.Champion)} to {Number(figure.Challenger)}{(figure.IsBetter ? " (better)" : figure.IsWorse ? " (worse)" : "")}";

    /// <summary>What has drifted.</summary>
    public static string Drift(LineageEntry entry)
    {
        string[] drifted = [.. entry.Drift.Where(drift => drift.IsDrift).Select(drift => drift.What)];
        return entry.Drift.Count == 0 ? None : drifted.Length == 0 ? "none" : string.Join(", ", drifted);
    }

    /// <summary>A figure with two decimals.</summary>
    public static string Number(double value) =>
        double.IsNaN(value) ? None : value.ToString(Math.Abs(value) >= 10 ? "0" : "0.00", CultureInfo.InvariantCulture);
}
