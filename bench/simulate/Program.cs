using System.Globalization;
using System.Text.Json;
using Auscult.Bench.Simulate;
using Auscult.Foundation;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["--run", var childNodes, var childSeconds, var codec, var childFolder])
{
    ClusterRun.Run(int.Parse(childNodes), int.Parse(childSeconds), codec, childFolder);
    return 0;
}
if (args is ["--columns"])
{
    foreach (var column in ColumnCost.Measure().OrderByDescending(column => column.Nanoseconds))
        Console.WriteLine($"{column.Nanoseconds,8:F1} ns  {column.Table}  {column.Column}");
    return 0;
}
var (nodes, seconds, folder, json, valid) = (1024, 256, Path.GetTempPath(), (string?)null, args.Length % 2 == 0);
for (var i = 0; i + 1 < args.Length; i += 2)
{
    switch (args[i])
    {
        case "--nodes":
            valid &= int.TryParse(args[i + 1], out nodes) && nodes is >= 2 and <= 4096;
            break;
        case "--seconds":
            valid &= int.TryParse(args[i + 1], out seconds) && seconds > 0;
            break;
        case "--folder":
            folder = args[i + 1];
            break;
        case "--json":
            json = args[i + 1];
            break;
        default:
            valid = false;
            break;
    }
}
if (!valid)
{
    Console.Error.WriteLine("usage: Auscult.Bench.Simulate [--nodes N] [--seconds S] [--folder DIR] [--json PATH]");
    return 2;
}

Console.WriteLine(
    $"{Environment.ProcessorCount} processors; 100 columns of telemetry-like values, {CodecBench.Blocks} blocks of 16,384 rows");
Console.WriteLine($"{"compression",-16} {"M values/s a core",18} {"bytes a value",14} {"read, M values/s a core",24}");
var scratch = Directory.CreateTempSubdirectory("auscult-bench-").FullName;
CodecResult[] codecs;
try
{
    codecs = CodecBench.Run(scratch, r => Console.WriteLine(
        $"{r.Compression,-16} {r.ValuesPerSecond / 1e6,18:F1} {r.BytesPerValue,14:F2} {r.ReadValuesPerSecond / 1e6,24:F0}"));
}
finally
{
    Directory.Delete(scratch, recursive: true);
}
Console.WriteLine();
Console.WriteLine("64 serving replicas, one thread, without output, per second of processor time");
Console.WriteLine($"{"fleet",-28} {"requests/s each",16} {"simulated s",12} {"M iterations",13} {"M tokens",9}");
var serving = ServingBench.Run(r => Console.WriteLine(
    $"{r.Fleet,-28} {r.RequestsPerSecond,16:F0} {r.SecondsPerProcessorSecond,12:F0} {r.IterationsPerProcessorSecond / 1e6,13:F1} "
    + $"{r.TokensPerProcessorSecond / 1e6,9:F1}"));
Console.WriteLine();
var columns = ColumnCost.Measure();
Console.WriteLine($"{"table",-18} {"columns",8} {"ns a sample",12}  slowest");
foreach (var table in columns.GroupBy(column => column.Table, StringComparer.Ordinal))
{
    var slowest = table.OrderByDescending(column => column.Nanoseconds).Take(2)
        .Select(column => $"{column.Column} {column.Nanoseconds:F0}");
    var mean = table.Average(column => column.Nanoseconds);
    Console.WriteLine($"{table.Key,-18} {table.Count(),8} {mean,12:F1}  {string.Join(", ", slowest)}");
}
Console.WriteLine();
var cluster = ClusterBench.Run(nodes, seconds, folder, Console.Out);
if (json is not null)
{
    var options = new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    var all = new { Processors = Environment.ProcessorCount, codecs, serving, columns, cluster };
    AtomicFile.WriteAllText(json, JsonSerializer.Serialize(all, options));
}
return 0;
