using System.Globalization;
using System.Text.Json;
using Auscult.Bench.Fusion;
using Auscult.Foundation;

if (args is ["--work", var work, var file, var scratch])
{
    LongFusion.Work(work, file, scratch);
    return 0;
}
var (size, json, withPandas, valid) = (2.0, (string?)null, true, true);
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--size" when i + 1 < args.Length:
            valid &= double.TryParse(args[++i], NumberStyles.Float, CultureInfo.InvariantCulture, out size) && size is > 0 and <= 1000;
            break;
        case "--json" when i + 1 < args.Length:
            json = args[++i];
            break;
        case "--no-pandas":
            withPandas = false;
            break;
        default:
            valid = false;
            break;
    }
}
if (!valid)
{
    Console.Error.WriteLine("usage: Auscult.Bench.Fusion [--size MILLIONS] [--no-pandas] [--json PATH]");
    return 2;
}

var tables = TableBench.Run();
var schema = tables.Schema;
Console.WriteLine(
    $"{Environment.ProcessorCount} processors, {tables.Samples / 1e6:0.0} M samples, frame {schema.Entities.Count} x {schema.RowCount} x {schema.Signals.Count}");
Console.WriteLine($"{"",-44} {"seconds",9} {"processor s",12} {"M values/s",11} {"copy proc. s",13} {"of copy speed",14}");
foreach (var result in tables.Results)
{
    Console.WriteLine(
        $"{result.Name,-44} {result.Seconds,9:0.000} {result.ProcessorSeconds,12:0.000} {result.ValuesPerSecond / 1e6,11:0.0}"
        + $" {result.CopyProcessorSeconds,13:0.000} {result.ShareOfCopySpeed,14:P0}");
}

Console.WriteLine();
Console.WriteLine("fusion of a long Parquet file, 1,000 entities");
Console.WriteLine(
    $"{"M samples",9} {"seconds",9} {"M/s",7} {"peak MiB",9} {"of DuckDB's scan",17} {"with peers s",13} {"pandas s",9} {"pandas/ours",12} {"by proc. s",11} {"cells agree",12}");
var fusions = new List<LongFusion>();
// Beyond what pandas can hold, its time is scaled from a size of which it can hold the most.
double[] sizes = size > PandasFusion.MostMillions ? [size / 100, size / 10, PandasFusion.MostMillions, size] : [size / 100, size / 10, size];
foreach (var millions in sizes)
{
    var folder = Directory.CreateTempSubdirectory("auscult-bench-").FullName;
    try
    {
        var fusion = LongFusion.Measure(folder, millions * 1e6, withPandas && millions <= PandasFusion.MostMillions);
        fusions.Add(fusion);
        var (seconds, scan) = (fusion.Fusion.Seconds, fusion.Scan.Seconds);
        var measured = fusions.LastOrDefault(other => other.Pandas is not null);
        var scale = measured is null ? 1 : (double)fusion.Samples / measured.Samples;
        var pandas = measured?.Pandas is { } used ? used with { Seconds = used.Seconds * scale, ProcessorSeconds = used.ProcessorSeconds * scale } : null;
        var mark = fusion.Pandas is null && pandas is not null ? "~" : "";
        Console.WriteLine(
            $"{fusion.Samples / 1e6,9:0.00} {seconds,9:0.00} {fusion.Samples / seconds / 1e6,7:0.0} {fusion.Fusion.PeakBytes >> 20,9}"
            + $" {seconds / scan,16:0.00}x {fusion.Peers.Seconds,13:0.00} {mark,1}{pandas?.Seconds,8:0.00} {pandas?.Seconds / seconds,11:0.0}x"
            + $" {pandas?.ProcessorSeconds / fusion.Fusion.ProcessorSeconds,10:0.0}x"
            + $" {fusion.Agreement,12:P3}");
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}
if (json is not null)
{
    var options = new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    AtomicFile.WriteAllText(json, JsonSerializer.Serialize(
        new { processors = Environment.ProcessorCount, samples = tables.Samples, measurements = tables.Results, @long = fusions }, options));
}
return 0;
