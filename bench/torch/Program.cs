using System.Text.Json;
using Auscult.Foundation;
using Auscult.Bench.Torch;

if (args is ["worker", var folder, var threads])
{
    Worker.Run(folder, int.Parse(threads));
    return 0;
}
var (pairs, json) = (20, (string?)null);
for (var i = 0; i + 1 < args.Length; i += 2)
{
    if (args[i] is "--pairs")
        pairs = int.Parse(args[i + 1]);
    else if (args[i] is "--json")
        json = args[i + 1];
}
var work = Directory.CreateTempSubdirectory("auscult-bench-");
try
{
    var python = Environment.GetEnvironmentVariable("PYTHON") ?? "python3";
    var result = new Contest(work.FullName, python, Console.Error).Run(pairs);
    Report.Write(result, Console.Out);
    if (json is not null)
        AtomicFile.WriteAllText(json, JsonSerializer.Serialize(result, Report.Json));
    // Work that differs is no comparison at all.
    return result.LargestLossDifference <= 1e-3 ? 0 : 3;
}
finally
{
    work.Delete(recursive: true);
}
