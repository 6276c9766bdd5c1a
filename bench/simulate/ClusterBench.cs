using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Bench.Simulate;

/// <summary>The simulator without output, with output in memory, on the disk, and over a longer time: what bounds it.</summary>
internal static class ClusterBench
{
    private const int Longer = 4;
    private const string MemoryFolder = "/dev/shm";

    /// <param name="nodes">Hosts of 8 accelerators.</param>
    /// <param name="seconds">Simulated time of the short runs.</param>
    /// <param name="folder">A folder on the disk to measure.</param>
    /// <param name="output">Takes the report.</param>
    /// <returns>The runs by name.</returns>
    public static IReadOnlyDictionary<string, ClusterRun> Run(int nodes, int seconds, string folder, TextWriter output)
    {
        var memory = Directory.Exists(MemoryFolder) ? MemoryFolder : folder;
        output.WriteLine($"{nodes} hosts of 8 accelerators, every run a process of its own");
        output.WriteLine(
            $"{"",-34} {"simulated s",11} {"seconds",8} {"processor s",12} {"node-s/s",9} {"per processor s",16} "
            + $"{"M samples/s",12} {"peak MiB",9} {"MB written",11}");
        var runs = new Dictionary<string, ClusterRun>(StringComparer.Ordinal);
        ClusterRun Measure(string name, int simulated, ParquetCodec? codec, string target)
        {
            var run = ClusterRun.InChild(nodes, simulated, codec, target);
            output.WriteLine(
                $"{name,-34} {simulated,11} {run.Seconds,8:F1} {run.ProcessorSeconds,12:F1} {(double)nodes * simulated / run.Seconds,9:F0} "
                + $"{(double)nodes * simulated / run.ProcessorSeconds,16:F0} "
                + $"{run.Samples / run.Seconds / 1e6,12:F1} {run.PeakMebibytes,9:F0} {run.Bytes / 1e6,11:F0}");
            runs.Add(name, run);
            return run;
        }
        var nothing = Measure("no output", seconds, null, memory);
        var plain = Measure("uncompressed, in memory", seconds, ParquetCodec.Uncompressed, memory);
        var packed = Measure("zstd, in memory", seconds, ParquetCodec.Zstd, memory);
        var stored = Measure("zstd, on the disk", seconds, ParquetCodec.Zstd, folder);
        var longer = Measure($"zstd, on the disk, {Longer} x as long", seconds * Longer, ParquetCodec.Zstd, folder);
        output.WriteLine(
            $"processor time of 'zstd, in memory': {Share(nothing, packed):P0} arithmetic, "
            + $"{Share(plain, packed) - Share(nothing, packed):P0} encoding, {1 - Share(plain, packed):P0} compression; "
            + $"elapsed time on the disk is {stored.Seconds / packed.Seconds:F2} of that in memory");
        output.WriteLine(
            $"bytes a sample: {(double)stored.Bytes / stored.Samples:F2}; "
            + $"peak memory of {Longer} x the time: {longer.PeakMebibytes / stored.PeakMebibytes:F2} x; "
            + $"samples per node-second: {stored.Samples / ((double)nodes * seconds):F0}");
        return runs;
    }

    private static double Share(ClusterRun part, ClusterRun whole) => part.ProcessorSeconds / whole.ProcessorSeconds;
}
