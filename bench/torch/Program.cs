using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Auscult.Bench.Torch;
using Auscult.Bench.Torch.Checks;
using Auscult.Foundation;

// worker FOLDER THREADS                  one side of a comparison
// check --device D [--json PATH]         whether a device computes what the CPU computes
// speed --device D [--sizes 25M,100M,300M] [--turns N] [--steps N] [--batch N] [--tokens N] [--json PATH] [--markdown PATH]
// [--pairs N] [--json PATH]              C# against Python on CPU, each at its best setting
if (args is ["worker", var folder, var threads])
{
    Worker.Run(folder, int.Parse(threads, CultureInfo.InvariantCulture));
    return 0;
}
var verb = args is [['-', ..], ..] or [] ? "contest" : args[0];
var options = args.Skip(verb == "contest" ? 0 : 1).Chunk(2).Where(pair => pair.Length == 2)
    .ToDictionary(pair => pair[0].TrimStart('-'), pair => pair[1], StringComparer.Ordinal);
var python = Environment.GetEnvironmentVariable("PYTHON") ?? "python3";
if (verb == "check")
{
    var list = new CheckList(Console.Out);
    new DeviceChecks(options.GetValueOrDefault("device", "cuda"), list).Run();
    if (options.TryGetValue("json", out var checks))
        list.WriteJson(checks);
    return list.HasFailed ? 1 : 0;
}
var work = Directory.CreateTempSubdirectory("auscult-bench-");
try
{
    return verb == "speed" ? Speed() : Contest();
}
finally
{
    work.Delete(recursive: true);
}

int Number(string name, int standard) =>
    options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : standard;

void Save<T>(T result)
{
    if (options.TryGetValue("json", out var path))
        AtomicFile.WriteAllText(path, JsonSerializer.Serialize(result, Report.Json));
}

int Contest()
{
    var result = new Contest(work.FullName, python, Console.Error).Run(Number("pairs", 20));
    Report.Write(result, Console.Out);
    Save(result);
    // Work that differs is no comparison at all.
    return result.LargestLossDifference <= 1e-3 ? 0 : 3;
}

int Speed()
{
    var standard = new RaceOptions();
    var result = new Race(work.FullName, python, TorchVersion(), new RaceOptions
    {
        Device = options.GetValueOrDefault("device", standard.Device),
        Sizes = options.TryGetValue("sizes", out var sizes) ? sizes.Split(',') : standard.Sizes,
        Turns = Number("turns", standard.Turns),
        Steps = Number("steps", standard.Steps),
        Batch = Number("batch", 0),
        Tokens = Number("tokens", standard.Tokens),
    }, Console.Error).Run();
    result.WriteMarkdown(Console.Out);
    Save(result);
    if (options.TryGetValue("markdown", out var page))
    {
        var text = new StringWriter();
        result.WriteMarkdown(text);
        AtomicFile.WriteAllText(page, text.ToString());
    }
    return result.IsSameWork ? 0 : 3;
}

string TorchVersion()
{
    using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import torch; print(torch.__version__)"])
    {
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;
    // Some libraries write as they are loaded.
    return process.StandardOutput.ReadToEnd().TrimEnd().Split('\n')[^1];
}
