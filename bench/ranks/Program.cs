using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Auscult.Bench.Ranks;
using Auscult.Foundation;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var (ranks, steps, json) = (new[] { 1, 2, 4 }, 60, (string?)null);
for (var i = 0; i < args.Length; i += 2)
{
    var value = args.ElementAtOrDefault(i + 1) ?? "";
    switch (args[i])
    {
        case "--ranks": ranks = [.. value.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))]; break;
        case "--steps": steps = int.Parse(value, CultureInfo.InvariantCulture); break;
        case "--json": json = value; break;
        default:
            Console.Error.WriteLine("usage: Auscult.Bench.Ranks [--ranks 1,2,4] [--steps N] [--json PATH]");
            return 2;
    }
}

// size S of the encoder on data/tiny; float32 gradients.
const double weights = 246_336;
var cores = Environment.ProcessorCount;
var folder = Directory.CreateTempSubdirectory("bench-ranks-").FullName;
var rows = new List<object>();
try
{
    Line($"size S, {weights:N0} weights, global batch 64 x 32 tokens, {cores} processors, {steps} steps");
    Line($"| ranks | threads each | step, ms | of all processors in one rank | sent per step, KB | 2(N-1) x gradients, KB | last loss |");
    Line($"|---|---|---|---|---|---|---|");
    var ceiling = RankRun.Of(1, cores, steps, folder);
    foreach (var (count, threads) in ranks.Select(n => (n, Math.Max(1, cores / n))).Prepend((1, 1)).Distinct().OrderBy(r => r.Item1))
    {
        var run = (count, threads) == (1, cores) ? ceiling : RankRun.Of(count, threads, steps, folder);
        // The difference of a long and a short run leaves out what starting and ending costs.
        var half = count == 1 ? run : RankRun.Of(count, threads, steps / 2, folder);
        var sent = (run.LoopbackBytes - half.LoopbackBytes) / (double)(steps - steps / 2);
        var theory = 2 * (count - 1) * 4 * weights;
        Line($"| {count} | {threads} | {run.StepMilliseconds:F1} | {ceiling.StepMilliseconds / run.StepMilliseconds:P0} | {sent / 1e3:F0} | {theory / 1e3:F0} | {run.LastLoss:G8} |");
        rows.Add(new { ranks = count, threads, run.StepMilliseconds, ceiling = ceiling.StepMilliseconds, bytes_per_step = sent, theory, run.LastLoss });
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

Line($"\nOn paper (nothing measured): {StepModel.Tokens:N0} tokens per GPU and step, {StepModel.Flops / 1e12:F0} TFLOP/s per GPU, rings at {StepModel.NodeBandwidth / 1e9:F0} GB/s in a machine of 8 and {StepModel.NetworkBandwidth / 1e9:F0} GB/s between machines");
Line($"| weights | GPUs | compute, ms | all-reduce, ms | step, ms | efficiency |");
Line($"|---|---|---|---|---|---|");
foreach (var size in new[] { 25e6, 100e6, 300e6 })
{
    foreach (var gpus in new[] { 8, 64, 512 })
    {
        var model = new StepModel(size);
        var (compute, reduce, step) = (model.Compute, model.AllReduce(gpus), model.Step(gpus));
        Line($"| {size / 1e6:F0} M | {gpus} | {1e3 * compute:F1} | {1e3 * reduce:F1} | {1e3 * step:F1} | {compute / step:P0} |");
    }
}
if (json is not null)
    AtomicFile.WriteAllText(json, JsonSerializer.Serialize(rows, new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower }));
return 0;

static void Line(DefaultInterpolatedStringHandler text) => Console.WriteLine(text.ToStringAndClear());
