using System.Text.RegularExpressions;
using Auscult.Telemetry.Domain;

namespace Auscult.Telemetry.Loading.DbSherlock;

/// <summary>How the published columns (<c>osNetworkSendKB</c>) become signals (<c>os_network_send_kb</c>).</summary>
/// <remarks>
/// Names are the published ones in snake case, so that a reader of the papers recognises them. Values are published as differences per
/// second already; only the two cumulative totals are counters. Layers: the operating system's disk and file metrics are storage, its
/// traffic is network, the rest of it hardware; the database server and its latency are the job, hence the model layer.
/// </remarks>
internal static partial class DbSherlockColumns
{
    public const string Clock = "Epoch";

    private static readonly string[] Storage =
    [
        "AvgCpuWai", "osAsynchronousIO", "osNumberOfSectorReads", "osNumberOfSectorWrites", "osAllocatedFileHandlers", "osAllocatedINodes",
        "osNumberOfReadsIssued", "osNumberOfWritesCompleted", "osDiskUtilization",
    ];

    private static readonly string[] Network = ["osNetworkSendKB", "osNetworkRecvKB"];

    public static Signal SignalOf(string column)
    {
        var isTotal = column.Contains("Cum", StringComparison.Ordinal);
        var name = SnakeCase(column);
        return new Signal(
            isTotal ? $"{name}_total" : name,
            LayerOf(column),
            isTotal ? SignalKind.Counter : SignalKind.Gauge,
            UnitOf(column),
            EntityKind.Node);
    }

    private static Layer LayerOf(string column) =>
        Storage.Contains(column, StringComparer.Ordinal) ? Layer.Storage
        : Network.Contains(column, StringComparer.Ordinal) ? Layer.Network
        : column.StartsWith("os", StringComparison.Ordinal) || column.Contains("cpu_", StringComparison.Ordinal) || column.StartsWith("AvgCpu", StringComparison.Ordinal)
            ? Layer.Hardware
            : Layer.Model;

    private static string UnitOf(string column) =>
        column.StartsWith("cpu_", StringComparison.Ordinal) || column.StartsWith("AvgCpu", StringComparison.Ordinal) || column is "osDiskUtilization" ? "percent"
        : column.EndsWith("KB", StringComparison.Ordinal) ? "KB"
        : column.EndsWith("MB", StringComparison.Ordinal) ? "MB"
        : "";

    private static string SnakeCase(string column) =>
        WordBorder().Replace(Separators().Replace(column, "_").Trim('_'), "_").ToLowerInvariant();

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordBorder();
}
