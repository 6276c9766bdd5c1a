using System.Globalization;
using System.Text.Json;
using Auscult.Bench.Score;
using Auscult.Foundation;

var (entities, signals, json) = (10_000, 100, (string?)null);
for (var i = 0; i < args.Length; i += 2)
{
    var isNumber = int.TryParse(args.ElementAtOrDefault(i + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
    switch (args[i])
    {
        case "--entities" when isNumber: entities = number; break;
        case "--signals" when isNumber: signals = number; break;
        case "--json" when i + 1 < args.Length: json = args[i + 1]; break;
        default:
            Console.Error.WriteLine("usage: Auscult.Bench.Score [--entities N] [--signals N] [--json PATH]");
            return 2;
    }
}

var result = TickBench.Run(entities, signals);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{entities} entities x {signals} signals, one row a second, {result.Processors} processors, {result.Ticks} ticks after {result.WarmUp} that fill the past"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"one tick, shifts, scores and p-values: median {result.MedianMilliseconds:F0} ms, worst {result.WorstMilliseconds:F0} ms ({result.ProcessorMilliseconds:F0} ms of processor time)"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"copying as many bytes as a tick has to move ({result.MegabytesMoved:F0} MB): {result.CopyMilliseconds:F1} ms, {result.CopyProcessorMilliseconds:F1} ms of processor time"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"sorting the pasts one by one instead: {result.PlainMilliseconds:F0} ms of processor time a tick for them alone; here {result.SortMilliseconds:F0} ms"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"memory held: {result.HeldMegabytes:F0} MB ({result.HeldMegabytes * 1e6 / entities / signals:F0} bytes a signal); largest of the process {result.PeakMegabytes:F0} MB"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"five entities were made sick: they hold {result.SickFound} of the first five places"));
if (json is not null)
{
    var options = new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    AtomicFile.WriteAllText(json, JsonSerializer.Serialize(new { entities, signals, result }, options));
}
return 0;
