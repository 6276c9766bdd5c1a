using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Auscult.Bench.Import;
using Auscult.Foundation;
using Auscult.Telemetry.Loading;

if (args is not ([] or ["--json", _]))
{
    Console.Error.WriteLine("usage: Auscult.Bench.Import [--json PATH]");
    return 2;
}
const int Repetitions = 5;
long[] sizes = [1 << 19, 50 << 17, 50 << 20];
(string Kind, string Source, string Peer)[] cases =
[
    ("csv wide", "table", "pandas.read_csv"),
    ("csv long", "table", "pandas.read_csv + pivot"),
    ("json lines", "table", "json.loads per line"),
    ("training log", "training_log", "re.finditer per line"),
    ("openmetrics", "openmetrics", "re.match per line"),
];
var python = Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3";
var peer = Path.Combine(AppContext.BaseDirectory, "peer.py");
var folder = Directory.CreateTempSubdirectory("auscult-bench-").FullName;
var results = new List<Result>();
try
{
    foreach (var (kind, source, name) in cases.Where(one => DatasetSources.Names.Contains(one.Source, StringComparer.Ordinal)))
    {
        foreach (var size in sizes)
        {
            var path = Path.Combine(folder, $"data.{(kind == "json lines" ? "jsonl" : kind == "openmetrics" ? "prom" : "csv")}");
            Corpus.Write(path, kind, size);
            var megabytes = new FileInfo(path).Length / 1e6;
            var (ours, theirs) = (new List<double>(), new List<double>());
            Import(source, path);
            for (var i = 0; i < Repetitions; i++)
            {
                ours.Add(Processor(() => Import(source, path)));
                theirs.Add(Peer(kind, path));
            }
            results.Add(new Result(kind, name, megabytes, Median(ours), Median(theirs)));
            Console.WriteLine(results[^1].Line());
        }
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}
if (args is ["--json", var target])
{
    var options = new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    AtomicFile.WriteAllText(target, JsonSerializer.Serialize(new { processors = Environment.ProcessorCount, measurements = results }, options));
}
return 0;

static void Import(string source, string path) => _ = DatasetSources.Load(new DataConfig { Source = source, Root = path }).Series.Sum(series => series.RowCount);

// Processor time of every thread: what other work on the machine changes least.
static double Processor(Action work)
{
    GC.Collect();
    var before = Environment.CpuUsage.TotalTime;
    work();
    return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
}

double Peer(string kind, string path)
{
    using var process = Process.Start(new ProcessStartInfo(python, [peer, kind, path]) { RedirectStandardOutput = true, UseShellExecute = false })!;
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0
        ? double.Parse(output, CultureInfo.InvariantCulture)
        : throw new InputException($"{python} {peer} failed", remedy: "apt-get install python3-pandas, or name an interpreter with PYTHON=");
}

static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
