using System.Globalization;
using Auscult.Cli.Hosting;
using Auscult.Evaluation.Leaderboard;
using Auscult.Evaluation.RootCause;

namespace Auscult.Cli.Verbs;

/// <summary>A leaderboard table on the terminal.</summary>
internal static class LeaderboardTables
{
    /// <summary>Writes the table, its identity rows and its notes.</summary>
    /// <param name="services">Tables go to standard output, failed identities to standard error.</param>
    /// <param name="table">The table.</param>
    /// <param name="file">Where it was written, or null.</param>
    public static void Write(CliServices services, LeaderboardTable table, string? file)
    {
        var wide = new WideTable(
            table.Config.Title, keys: 1,
            [
                new("method", IsText: true), new($"{table.Headline.Header}\n[95%]"), new($"minus {table.Config.Reference}\n[95%]"),
                .. table.Columns.Select(column => new WideColumn(column.Header)), new("s"), new("MiB"),
                new("means nothing because", IsText: true),
            ]);
        foreach (var row in table.Rows)
        {
            wide.AddRow([
                row.Origin == RowOrigin.Control ? $"{row.Method} (control)" : row.Method,
                Interval(row.Headline, ""), Interval(row.Difference, "+"),
                .. table.Columns.Select(column => Number(row.Values.GetValueOrDefault(column.Name, double.NaN), column.Decimals)),
                Number(row.Seconds, 2), Number(row.PeakMegabytes, 0), row.MeansNothing ?? ""]);
        }
        wide.WriteTo(services.Tables);
        foreach (var note in table.Notes)
            services.Output.WriteLine(note);
        foreach (var row in table.Identity)
        {
            var verdict = row.Holds ? "equal" : "DIFFERENT";
            (row.Holds ? services.Output : services.Error).WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"identity {row.System}: {table.Config.Identity!.Method} {row.Measured:0.000000}, published {row.Published:0.000000}: {verdict}"));
        }
        var written = file is null ? "" : $"; table: {file}";
        services.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{table.Measured} of {table.Cells} cells measured{written}"));
    }

    private static string Interval(Figure? figure, string plus) => figure is null || double.IsNaN(figure.Value) ? ""
        : string.Create(
            CultureInfo.InvariantCulture, $"{(figure.Value >= 0 ? plus : "")}{figure.Value:0.000} [{figure.Low:0.000}, {figure.High:0.000}]");

    private static string Number(double value, int decimals) =>
        double.IsNaN(value) ? "" : value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
