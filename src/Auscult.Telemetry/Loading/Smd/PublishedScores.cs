using Auscult.Telemetry.Loading.Csv;

namespace Auscult.Telemetry.Loading.Smd;

/// <summary>Published VUS-PR of one machine in TSB-AD (Liu and Paparrizos, NeurIPS 2024).</summary>
/// <param name="Machine">The machine, e.g. <c>machine-1-2</c>.</param>
/// <param name="TrainPrefix">
/// TSB-AD's protocol: the test file alone, its first <c>TrainPrefix</c> rows train, the whole file is scored.
/// </param>
/// <param name="Series">TSB-AD's name of the series.</param>
/// <param name="VusPr">Method to VUS-PR, in file order.</param>
public sealed record PublishedScores(string Machine, int TrainPrefix, string Series, IReadOnlyList<KeyValuePair<string, double>> VusPr)
{
    /// <summary>Name of the table in the dataset's folder.</summary>
    public const string FileName = "published_VUS-PR_TSB-AD.csv";

    private static readonly string[] OtherColumns = ["machine", "data_staged", "tsb_ad_train_prefix", "tsb_ad_file"];

    /// <summary>Every row of the table under <paramref name="root"/>.</summary>
    /// <exception cref="Foundation.InputException">The table is missing or a cell is not a number.</exception>
    public static IReadOnlyList<PublishedScores> Load(string root)
    {
        using var reader = DelimitedReader.Open(Path.Combine(root, FileName));
        var machine = reader.IndexOf("machine");
        var prefix = reader.IndexOf("tsb_ad_train_prefix");
        var series = reader.IndexOf("tsb_ad_file");
        var methods = Enumerable.Range(0, reader.Header.Count).Where(i => !OtherColumns.Contains(reader.Header[i], StringComparer.Ordinal)).ToArray();
        var rows = new List<PublishedScores>();
        while (reader.Read())
        {
            var scores = methods.Select(i => KeyValuePair.Create(reader.Header[i], reader.Number(i))).Where(score => !double.IsNaN(score.Value));
            rows.Add(new PublishedScores(reader.Text(machine), (int)reader.Number(prefix), reader.Text(series), [.. scores]));
        }
        return rows;
    }
}
