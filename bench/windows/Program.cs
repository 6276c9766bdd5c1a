using System.Globalization;
using System.Text.Json;
using Auscult.Bench.Windows;
using Auscult.Foundation;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Windowing;

const int BatchSize = 256;
const int Length = 64;
const int Layers = 4;
const int SignalsPerLayer = 100;
const int Stride = 8;
if (args is not ([] or ["--json", _]))
{
    Console.Error.WriteLine("usage: Auscult.Bench.Windows [--json PATH]");
    return 2;
}

var schema = SyntheticFrame.Schema(entities: 16, rows: 8192, Layers, SignalsPerLayer);
using var frame = SyntheticFrame.Create(schema);
var everything = RowRange.Everything(schema);
var scaler = RobustScaler.Fit(frame, [.. everything.Select(range => range with { RowCount = 1024 })]);
using var scaled = SyntheticFrame.Scaled(frame, scaler);
var index = WindowIndex.Over(schema, Length, Stride);
var sampler = new ShuffledSampler(index.Count, new Seeds(1));
var processors = Environment.ProcessorCount;

var results = new List<Measurement>();
foreach (var threads in new[] { 1, processors }.Distinct())
{
    var plain = new WindowBatcher(frame, index);
    var perWindow = new WindowBatcher(frame, index, scaler);
    var prepared = new WindowBatcher(scaled, index);
    results.Add(Measure("values and mask", plain, age: false));
    results.Add(Measure("scaled values and mask", perWindow, age: false));
    results.Add(Measure("scaled values, mask, time since seen", perWindow, age: true));
    results.Add(Measure("the same from a frame scaled beforehand", prepared, age: true));

    Measurement Measure(string name, WindowBatcher source, bool age) =>
        Measurement.Of(name, source, sampler, BatchSize, age, threads);
}

Console.WriteLine(
    $"{processors} processors; frame {schema.Entities.Count} x {schema.RowCount} x {schema.Signals.Count} ({schema.ValueCount * sizeof(float) >> 20} MiB), "
    + $"{index.Count} windows, batches [{BatchSize}, {Layers} layers, {Length} steps, {SignalsPerLayer} signals each] in drawn order");
Console.WriteLine($"{"",-40} {"threads",7} {"ms a batch",10} {"processor ms",12} {"GB/s",6} {"copy GB/s",9} {"of copy",8} {"of copy, processor time",24}");
foreach (var r in results)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{r.Name,-40} {r.Threads,7} {r.Seconds * 1e3,10:F1} {r.ProcessorSeconds * 1e3,12:F1} {r.GigabytesPerSecond,6:F1} {r.CopyGigabytesPerSecond,9:F1} ")
        + $"{r.ShareOfCopy,8:P0} {r.ShareOfCopyByProcessorTime,24:P0}");
}
if (args is ["--json", var path])
{
    var options = new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    AtomicFile.WriteAllText(path, JsonSerializer.Serialize(new { processors, measurements = results }, options));
}
return 0;
