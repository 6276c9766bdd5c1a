using System.Runtime.InteropServices;
using Auscult.Cli.Configuration;
using Auscult.Cli.Hosting;
using Auscult.Foundation;
using Auscult.Telemetry.Loading;
using Auscult.Telemetry.Storage.DuckDb;
using Auscult.Torch;

namespace Auscult.Cli.Diagnostics;

/// <summary>Examines this machine and says what is missing. Works where nothing but .NET is there.</summary>
internal static class Doctor
{
    private const double LittleSpaceGigabytes = 2;
    private static readonly string[] ThreadVariables = ["OMP_", "GOMP_", "KMP_", "MKL_NUM", "OPENBLAS_NUM"];

    public static DoctorReport Examine(CliServices services)
    {
        var findings = new List<Finding>();
        var (engine, running, cuda) = TensorEngineProbe.Run();
        var devices = MachineProbe.Devices(cuda);
        var threads = Threads(running);
        var disks = new[] { ".", "runs" }.Select(MachineProbe.Space).OfType<DiskSpace>().DistinctBy(d => d.FreeGigabytes).ToArray();
        var versions = Versions(engine, findings);
        ExamineEngine(engine, devices, cuda, findings);
        ExamineThreads(threads, findings);
        foreach (var disk in disks.Where(d => d.FreeGigabytes < LittleSpaceGigabytes))
            findings.Add(new(Severity.Warning, $"only {disk.FreeGigabytes} GB are free at {disk.Folder}", "free some, or choose another output_dir=..."));
        var datasets = Datasets(services, findings);
        return new DoctorReport(
            findings.TrueForAll(f => f.Severity != Severity.Required), versions, engine, devices, threads, disks, datasets,
            [.. findings.OrderBy(f => f.Severity)]);
    }

    private static Dictionary<string, string> Versions(TensorEngine engine, List<Finding> findings)
    {
        var versions = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["auscult"] = ProductVersion.Text.Split('+')[0],
            ["commit"] = ProductVersion.Commit ?? "unknown",
            [".NET"] = RuntimeInformation.FrameworkDescription.Replace(".NET ", "", StringComparison.Ordinal),
            ["system"] = MachineProbe.OperatingSystem(),
            ["libtorch"] = engine.Version ?? (engine.Loaded ? "unknown" : "missing"),
        };
        try
        {
            versions["DuckDB"] = DuckDbLibrary.Version;
        }
        catch (Exception e) when (e is InputException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            versions["DuckDB"] = "missing";
            findings.Add(new(Severity.Required, "DuckDB's library does not load, so no dataset can be read", "make setup, or LIBDUCKDB=/path/to/libduckdb.so"));
        }
        return versions;
    }

    private static void ExamineEngine(TensorEngine engine, IReadOnlyList<ComputeDevice> devices, int cuda, List<Finding> findings)
    {
        if (!engine.Loaded)
            findings.Add(new(Severity.Required, $"the tensor engine does not load: {engine.Error}", "make setup, or LIBTORCH=/path/to/libtorch make setup"));
        if (TensorEngineProbe.IsReferenceBlas(engine.Blas))
            findings.Add(new(Severity.Warning, $"matrix products run on the slow reference BLAS {engine.Blas}", "apt-get install libopenblas0-openmp"));
        if (devices.Count - 1 > cuda)
        {
            findings.Add(new(Severity.Warning, $"{devices.Count - 1 - cuda} NVIDIA GPUs cannot be used by this libtorch",
                "LIBTORCH=/path/to/a/CUDA/libtorch make setup, or TORCH_PROVIDER=torchsharp TORCH_CUDA=1 make setup"));
        }
    }

    private static ThreadReport Threads(ThreadSettings? running) => new(
        Environment.ProcessorCount,
        running?.IntraOp,
        MachineProbe.StartEnvironment()
            .Where(pair => ThreadVariables.Any(prefix => pair.Key.StartsWith(prefix, StringComparison.Ordinal)))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
        running?.WaitsPassively ?? false);

    private static void ExamineThreads(ThreadReport threads, List<Finding> findings)
    {
        if (threads.IntraOp is not { } running)
            return;
        if (!threads.PassiveWait && threads.Processors > 1)
        {
            findings.Add(new(Severity.Warning, "idle OpenMP threads would spin, so a training uses half of the processors",
                "start through ./auscult or the installed auscult, or export OMP_WAIT_POLICY=passive"));
        }
        if (threads.Settings.TryGetValue("OMP_NUM_THREADS", out var wanted) && wanted.Split(',')[0] != running.ToString())
            findings.Add(new(Severity.Warning, $"OMP_NUM_THREADS={wanted} did not take effect: the engine runs {running} threads", "set it before the program starts"));
        if (running > threads.Processors)
            findings.Add(new(Severity.Warning, $"{running} threads share {threads.Processors} processors", $"export OMP_NUM_THREADS={threads.Processors}"));
    }

    private static DatasetPresence[] Datasets(CliServices services, List<Finding> findings)
    {
        try
        {
            var composer = new ConfigComposer(ConfigFolder.Find(null, services.Environment), services.Environment);
            var datasets = composer.Groups.GetValueOrDefault("data", []).Select(name => Presence(composer, name)).OfType<DatasetPresence>().ToArray();
            var absent = datasets.Where(d => !d.Found).Select(d => d.Name).ToArray();
            if (absent.Length > 0)
            {
                findings.Add(new(Severity.Optional, $"no data here for data={string.Join(", data=", absent)}",
                    "export AUSCULT_DATASETS=/folder/with/the/datasets, or give data.root=... (docs/guide/datasets.md says where they come from)"));
            }
            return datasets;
        }
        catch (InputException e)
        {
            findings.Add(new(Severity.Required, e.Message, $"--config-dir DIR, or {ConfigFolder.Variable}=DIR"));
            return [];
        }
    }

    private static DatasetPresence? Presence(ConfigComposer composer, string name)
    {
        var data = composer.Compose([$"data={name}"]).Bind<DataConfig>("data");
        // A relative name such as data.csv is an example to be replaced, not a place.
        return Path.GetDirectoryName(data.Root) is { Length: > 0 }
            ? new DatasetPresence(name, data.Root, Path.Exists(data.Root))
            : null;
    }
}
