using System.Globalization;
using Auscult.Telemetry.Domain;
using Auscult.Telemetry.Storage;
using Auscult.Telemetry.Storage.DuckDb;

namespace Auscult.Bench.Fusion;

/// <summary>A signal of the generated file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsCounter">Whether it is a running total.</param>
/// <param name="IntervalMicros">Its sampling interval.</param>
internal sealed record LongSignal(string Name, bool IsCounter, long IntervalMicros);

/// <summary>
/// Generates a long Parquet file (time, entity, signal, value) in the order of time: 1,000 entities with 12 signals sampled every 100 ms to
/// every 5 minutes, jitter, counters that restart, gaps of a minute.
/// </summary>
internal static class LongFile
{
    public const int Entities = 1000;
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<LongSignal> Signals { get; } =
    [
        new("gpu_power_watts", false, 100_000), new("nic_receive_bytes_total", true, 1_000_000), new("nic_send_bytes_total", true, 1_000_000),
        new("gpu_utilization_ratio", false, 1_000_000), new("gpu_temperature_celsius", false, 1_000_000),
        new("gpu_memory_bytes", false, 5_000_000), new("ib_retries_total", true, 5_000_000), new("cpu_busy_ratio", false, 10_000_000),
        new("disk_read_bytes_total", true, 10_000_000), new("load1", false, 15_000_000), new("fan_rpm", false, 60_000_000),
        new("inlet_celsius", false, 300_000_000),
    ];

    /// <summary>Samples of one entity in a second.</summary>
    public static double PerSecond => Signals.Sum(signal => 1e6 / signal.IntervalMicros);

    public static IReadOnlyList<Signal> Described =>
        [.. Signals.Select(signal => new Signal(
            signal.Name, Layer.Hardware, signal.IsCounter ? SignalKind.Counter : SignalKind.Gauge, "", EntityKind.Node, Aggregation.Mean))];

    /// <summary>Seconds of telemetry that hold about so many samples.</summary>
    public static int SecondsFor(double samples) => (int)Math.Ceiling(samples / (PerSecond * Entities * 0.98));

    /// <summary>Writes the file, sorted by time, as collectors append it.</summary>
    public static void Write(string path, int seconds)
    {
        const int Slice = 60;
        using var connection = DuckDbConnection.Open();
        var start = Micros.From(Start);
        var slices = Directory.CreateDirectory($"{path}.slices").FullName;
        // By slices of time, so that nothing larger than a slice is sorted.
        for (var from = 0; from < seconds; from += Slice)
        {
            var slice = Path.Combine(slices, string.Create(CultureInfo.InvariantCulture, $"{from:00000000}.parquet"));
            connection.Execute(Sql.CopyToParquet($"{Rows(start, from, Math.Min(seconds, from + Slice))} ORDER BY time", slice));
        }
        connection.Execute(Sql.CopyToParquet($"FROM read_parquet({Sql.Literal($"{slices}/*.parquet")})", path));
        Directory.Delete(slices, recursive: true);
    }

    private static string Rows(long start, int from, int until) => string.Join(" UNION ALL ", Signals.Select((signal, number) =>
    {
        var (interval, salt) = (signal.IntervalMicros, number * 7919);
        var (first, last) = (Ceiling(from * 1_000_000L, interval), Ceiling(until * 1_000_000L, interval));
        // Up to a tenth of an interval late; a counter restarts every 20 minutes; each entity is silent for a minute of every half hour.
        var value = signal.IsCounter
            ? $"floor(((k * {interval} + e * 1000003) % 1200000000) * (1 + e % 7) / 1000.0)"
            : $"round(50 + 20 * sin(k * {interval} / 3e7 + e) + (hash(k * 1000 + e + {salt}) % 1000) / 250.0, 3)";
        return string.Create(CultureInfo.InvariantCulture, $"""
            SELECT make_timestamp({start} + k * {interval} + (hash(k * 1000 + e + {salt}) % {interval / 10})::BIGINT) AS time,
            'node' || lpad(e::VARCHAR, 4, '0') AS entity, '{signal.Name}' AS signal, {value} AS value
            FROM range({first}, {last}) AS ks(k), range({Entities}) AS es(e)
            WHERE (k * {interval} // 1000000 + e * 37) % 1800 >= 60
            """);
    }));

    private static long Ceiling(long value, long step) => (value + step - 1) / step;
}
