using System.Globalization;
using System.Text;
using Auscult.Evaluation.RootCause;
using Auscult.Foundation;

namespace Auscult.Evaluation.Leaderboard;

/// <summary>A table as Markdown for readers and as CSV for programs.</summary>
public static class LeaderboardFiles
{
    private const string Absent = "";

    /// <summary>Writes <c>NAME.md</c> and <c>NAME.csv</c>; each appears whole or not at all.</summary>
    public static void Write(LeaderboardTable table, string folder)
    {
        AtomicFile.WriteAllText(Path.Combine(folder, table.Name + ".md"), Markdown(table));
        AtomicFile.WriteAllText(Path.Combine(folder, table.Name + ".csv"), Csv(table));
    }

    /// <summary>The table with its breakdown, its identity rows and what a reader must know.</summary>
    public static string Markdown(LeaderboardTable table)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture, $"# {table.Config.Title}\n\n`auscult leaderboard {table.Name}`. {table.Config.About.Trim()}\n\n");
        AppendMain(text, table);
        text.Append(CultureInfo.InvariantCulture, $"""

            Brackets: central 95% of a bootstrap over {table.Resampled}; *difference*: from `{table.Config.Reference}`, paired. Seeds of a
            method are averaged. *s*: mean seconds to fit and judge, one system and seed; *MiB*: largest growth of the process's memory: compare
            both by their ratios within one run.
            {table.AboutControls} A figure that a control explains is marked with why it means nothing.

            """);
        AppendBreakdown(text, table);
        AppendIdentity(text, table);
        if (table.Notes.Count > 0)
            text.Append("\n## Notes\n\n").AppendJoin("", table.Notes.Select(note => $"- {note}\n"));
        return text.ToString();
    }

    /// <summary>One line per method over everything, and one per method and group of the breakdown.</summary>
    public static string Csv(LeaderboardTable table)
    {
        string[] names = [.. table.Columns.Select(column => column.Name)];
        var text = new StringBuilder();
        Line(text, [
            "table", "method", "origin", "group", "live", "seeds", "systems", table.Headline.Name, "low", "high",
            "difference", "difference_low", "difference_high", .. names, "seconds", "peak_mib", "means_nothing"]);
        foreach (var row in table.Rows)
        {
            var live = row.IsLive switch { true => "yes", false => "no", null => "" };
            string[] start = [table.Name, row.Method, row.Origin.ToString().ToLowerInvariant()];
            Line(text, [
                .. start, "all", live, Text(row.Seeds), Text(row.Systems),
                Exact(row.Headline.Value), Exact(row.Headline.Low), Exact(row.Headline.High),
                Exact(row.Difference?.Value), Exact(row.Difference?.Low), Exact(row.Difference?.High),
                .. names.Select(name => Exact(row.Values.GetValueOrDefault(name, double.NaN))),
                Exact(row.Seconds), Exact(row.PeakMegabytes), row.MeansNothing ?? ""]);
            foreach (var (group, value) in row.ByGroup.OrderBy(group => group.Key, StringComparer.Ordinal))
                Line(text, [.. start, group, live, Text(row.Seeds), "", Exact(value), .. Enumerable.Repeat("", 5 + names.Length + 3)]);
        }
        return text.ToString();
    }

    private static void AppendMain(StringBuilder text, LeaderboardTable table)
    {
        var systems = table.Rows.Max(row => row.Systems);
        var isLiveKnown = table.Rows.Any(row => row.IsLive is not null);
        Row(text, [
            "method", .. isLiveKnown ? ["live"] : Array.Empty<string>(), "seeds", $"{table.Headline.Header} [95%]", "difference [95%]",
            .. table.Columns.Select(column => column.Header), "s", "MiB", "means nothing because"]);
        Row(text, [.. Enumerable.Repeat("---", (isLiveKnown ? 7 : 6) + table.Columns.Count + 1)]);
        foreach (var row in table.Rows)
        {
            var name = row.Origin switch
            {
                RowOrigin.Control => $"*{row.Method}* (control)",
                RowOrigin.Published => row.Method,
                _ => $"`{row.Method}`",
            };
            var live = row.IsLive switch { true => "live", false => "offline", null => "" };
            Row(text, [
                row.Systems < systems ? $"{name}, {row.Systems} of {systems} systems" : name,
                .. isLiveKnown ? [live] : Array.Empty<string>(), row.Seeds == 0 ? "" : Text(row.Seeds),
                Interval(row.Headline, table.Headline.Decimals),
                row.Difference is { } difference ? Interval(difference, table.Headline.Decimals, isSigned: true) : "",
                .. table.Columns.Select(column => Short(row.Values.GetValueOrDefault(column.Name, double.NaN), column.Decimals)),
                Short(row.Seconds, 2), Short(row.PeakMegabytes, 0), row.MeansNothing ?? ""]);
        }
    }

    private static void AppendBreakdown(StringBuilder text, LeaderboardTable table)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {char.ToUpperInvariant(table.Breakdown[0])}{table.Breakdown[1..]}\n\n");
        Row(text, ["method", .. table.Groups]);
        Row(text, [.. Enumerable.Repeat("---", 1 + table.Groups.Count)]);
        foreach (var row in table.Rows)
        {
            Row(text, [
                row.Method, .. table.Groups.Select(group => Short(row.ByGroup.GetValueOrDefault(group, double.NaN), table.Headline.Decimals))]);
        }
    }

    private static void AppendIdentity(StringBuilder text, LeaderboardTable table)
    {
        if (table.Config.Identity is not { } identity || table.Identity.Count == 0)
            return;
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n## Identity: `{identity.Method}` against the published {identity.Published}, {identity.Decimals} decimals\n\n");
        Row(text, ["system", "published", "measured", "equal"]);
        Row(text, ["---", "---", "---", "---"]);
        foreach (var row in table.Identity)
            Row(text, [row.System, Short(row.Published, 6), Short(row.Measured, 6), row.Holds ? "yes" : "NO"]);
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append('\n');

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Interval(Figure figure, int decimals, bool isSigned = false)
    {
        var value = Short(figure.Value, decimals);
        if (value.Length == 0)
            return Absent;
        var sign = isSigned && figure.Value >= 0 ? "+" : "";
        return double.IsNaN(figure.Low) ? sign + value : $"{sign}{value} [{Short(figure.Low, decimals)}, {Short(figure.High, decimals)}]";
    }

    private static string Short(double value, int decimals) =>
        double.IsNaN(value) ? Absent : value.ToString("F" + Text(decimals), CultureInfo.InvariantCulture);

    private static string Exact(double? value) =>
        value is { } number && !double.IsNaN(number) ? number.ToString("G9", CultureInfo.InvariantCulture) : Absent;

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
