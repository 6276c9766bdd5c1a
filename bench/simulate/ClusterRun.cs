using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Auscult.Simulation.Configuration;
using Auscult.Simulation.Running;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Bench.Simulate;

/// <summary>One simulation of a training under faults, measured in a process of its own so that its peak memory is its own.</summary>
/// <param name="Seconds">Elapsed.</param>
/// <param name="ProcessorSeconds">Of all threads.</param>
/// <param name="PeakMebibytes">Largest resident memory.</param>
/// <param name="Samples">Values handed over; without output, missing ones are counted too.</param>
/// <param name="Bytes">Size of the folder; 0 when nothing is written.</param>
internal sealed record ClusterRun(double Seconds, double ProcessorSeconds, double PeakMebibytes, long Samples, long Bytes)
{
    /// <summary>Runs it in a child process.</summary>
    /// <param name="nodes">Hosts.</param>
    /// <param name="seconds">Simulated time.</param>
    /// <param name="codec">How to compress, or null to write nothing.</param>
    /// <param name="folder">Where to write.</param>
    public static ClusterRun InChild(int nodes, int seconds, ParquetCodec? codec, string folder)
    {
        var set = Path.Combine(folder, $"auscult-bench-simulate-{Environment.ProcessId}");
        try
        {
            using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
            {
                ArgumentList = { "--run", Text(nodes), Text(seconds), codec?.ToString() ?? "-", set },
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
            var output = child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            return child.ExitCode == 0
                ? JsonSerializer.Deserialize<ClusterRun>(output)!
                : throw new InvalidOperationException("the measured run failed");
        }
        finally
        {
            if (Directory.Exists(set))
                Directory.Delete(set, recursive: true);
        }
    }

    /// <summary>The child's part.</summary>
    public static void Run(int nodes, int seconds, string codec, string folder)
    {
        var config = Config(nodes, seconds);
        var started = Stopwatch.GetTimestamp();
        var (values, bytes) = codec == "-" ? (Forget(config), 0) : Store(config, Enum.Parse<ParquetCodec>(codec), folder);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        var mebibytes = long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
        var run = new ClusterRun(elapsed, Environment.CpuUsage.TotalTime.TotalSeconds, mebibytes, values, bytes);
        Console.WriteLine(JsonSerializer.Serialize(run));
    }

    private static SimulationConfig Config(int nodes, int seconds) => new()
    {
        Name = "bench",
        Duration = TimeSpan.FromSeconds(seconds),
        Room = new MachineRoomConfig { Nodes = nodes },
        Training = new TrainingJobConfig(),
        Faults = new FaultPlanConfig { Rates = FaultRates.Uniform, MeanInterval = TimeSpan.FromSeconds(60) },
    };

    private static long Forget(SimulationConfig config)
    {
        var sink = new CountingSink();
        new SimulatedCluster(config, new Seeds(1)).Run(sink, Environment.ProcessorCount, CancellationToken.None);
        return sink.Values;
    }

    private static (long Values, long Bytes) Store(SimulationConfig config, ParquetCodec codec, string folder)
    {
        var summary = Simulator.ToFolder(
            config, 1, folder, threads: Environment.ProcessorCount, compression: new ParquetCompression(codec));
        return (summary.Samples, summary.Bytes);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
