using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Auscult.Telemetry.Fusion;
using Auscult.Telemetry.Storage.DuckDb;
using Auscult.Telemetry.Storage.Long;

namespace Auscult.Bench.Fusion;

/// <summary>What one process used for one piece of work.</summary>
/// <param name="Seconds">Elapsed time.</param>
/// <param name="ProcessorSeconds">Processor time, summed over threads.</param>
/// <param name="PeakBytes">Largest resident memory of the process.</param>
internal sealed record Usage(double Seconds, double ProcessorSeconds, long PeakBytes);

/// <summary>Fusion of a long file beside DuckDB's scan and pandas, each in a process of its own.</summary>
/// <param name="Samples">Rows of the file.</param>
/// <param name="FileBytes">Its size.</param>
/// <param name="Fusion">Parquet to mapped frame file.</param>
/// <param name="Peers">Fusion with peer statistics of all entities.</param>
/// <param name="Scan">DuckDB touching every value of the file.</param>
/// <param name="Pandas">Arrays in memory to an array in memory, without reading; null when it was not asked for, or there are more
/// samples than it can hold.</param>
/// <param name="Agreement">Share of the cells on which pandas agrees; null without pandas.</param>
internal sealed record LongFusion(
    long Samples, long FileBytes, Usage Fusion, Usage Peers, Usage Scan, Usage? Pandas, double? Agreement)
{
    private const int StepSeconds = 1;

    public static LongFusion Measure(string folder, double samples, bool withPandas)
    {
        var seconds = LongFile.SecondsFor(samples);
        var file = Path.Combine(folder, "long.parquet");
        LongFile.Write(file, seconds);
        // Everything is read once before it is timed, so that all sides find the file in the page cache.
        Run("scan", file, folder);
        var scan = Run("scan", file, folder);
        var fusion = Run("fuse", file, folder);
        var peers = Run("peers", file, folder);
        using var connection = DuckDbConnection.Open();
        using var count = connection.Query($"SELECT count(*) FROM {Sql.Parquet(file)}");
        var rows = count.Scalar();
        var pandas = withPandas ? PandasFusion.Measure(connection, file, folder) : default((Usage Usage, double Agreement)?);
        return new LongFusion(rows, new FileInfo(file).Length, fusion, peers, scan, pandas?.Usage, pandas?.Agreement);
    }

    /// <summary>One piece of work; in the process that is started for it.</summary>
    public static void Work(string work, string file, string folder)
    {
        var clock = Stopwatch.StartNew();
        if (work == "scan")
            ScanFile(file);
        else
            FuseFile(file, folder, new PeerConfig { Group = work == "peers" ? "all" : "none" });
        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        var kilobytes = long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        Console.WriteLine(JsonSerializer.Serialize(
            new Usage(clock.Elapsed.TotalSeconds, Environment.CpuUsage.TotalTime.TotalSeconds, kilobytes * 1024)));
    }

    private static void ScanFile(string file)
    {
        using var connection = DuckDbConnection.Open();
        using var result = connection.Query(
            $"SELECT sum(epoch_us(time)), sum(strlen(entity)), sum(strlen(signal)), sum(value) FROM {Sql.Parquet(file)}");
    }

    private static void FuseFile(string file, string folder, PeerConfig peers)
    {
        var description = new LongDescription { Name = "long", Step = TimeSpan.FromSeconds(StepSeconds), Signals = LongFile.Described };
        using var data = LongParquetDataset.Open(file, description);
        using var frame = FrameBuilder.Build(data, new FusionConfig { Peers = peers }, Path.Combine(folder, peers.Group));
    }

    private static Usage Run(string work, string file, string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["--work", work, file, folder]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Usage>(output)!
            : throw new InvalidOperationException($"'{work}' ended with exit code {process.ExitCode}");
    }
}
