using System.Globalization;
using System.Text;

namespace Auscult.Cli.Tests.Verbs;

/// <summary>A training on a small table of two signals.</summary>
internal static class CsvTraining
{
    private const string Mapping = """
        name: lab
        origin: a test
        licence: CC0-1.0
        step_seconds: 1
        time: { column: ts, format: seconds, origin: '2025-01-01T00:00:00Z' }
        signals:
          - { column: cpu, name: cpu_ratio, layer: hardware, unit: ratio }
          - { column: sent, name: sent_bytes, layer: network, unit: bytes }
        """;

    /// <summary>Writes the table and gives the overrides that name it.</summary>
    public static string[] Data(TemporaryFolder folder, Func<int, (double Cpu, double Sent)> values, int rows = 400)
    {
        var text = new StringBuilder("ts,cpu,sent\n");
        for (var row = 0; row < rows; row++)
        {
            var (cpu, sent) = values(row);
            text.Append(row).Append(',').Append(Cell(cpu)).Append(',').Append(Cell(sent)).Append('\n');
        }
        return [
            "data=csv", $"data.root={folder.Write("data.csv", text.ToString())}", $"data.mapping={folder.Write("mapping.yaml", Mapping)}",
            "window.split.kind=time"];
    }

    private static string Cell(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
